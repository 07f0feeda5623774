import assert from 'node:assert/strict';
import { Namesakes } from '../../../src/attach/arrival/namesakes.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';

describe('files that could be confused', () => {
	const file = (name: string, size: number): PlannedFile => ({
		uri: `file:///${name}`,
		relativePath: name,
		name,
		size,
	});
	const has = (sought: PlannedFile, ...others: readonly PlannedFile[]): boolean =>
		new Namesakes([sought, ...others], { claimed: new Set(), stragglers: [] }).has(sought, sought.size);

	it('have the same size, and names of which a server may make one', () => {
		assert.equal(has(file('a.txt', 5), file('A.txt', 5)), true);
		assert.equal(has(file('a.txt', 5), file('a.txt', 6)), false);
		assert.equal(has(file('a.txt', 5), file('b.txt', 5)), false);
		assert.equal(has(file('a.txt', 5)), false);
	});

	it('are an empty one and any other of its name, since a list may say 0 of all', () => {
		assert.equal(has(file('a.txt', 0), file('a.txt', 6)), true);
		assert.equal(has(file('a.txt', 0), file('b.txt', 6)), false);
		assert.equal(has(file('a.txt', 0)), false);
		assert.equal(has(file('a.txt', 6), file('a.txt', 0)), false);
	});

	it('include those of other windows that may still come', () => {
		const sought = file('a.txt', 5);
		const rivals = { claimed: new Set<number>(), stragglers: [{ name: 'a.txt', size: 5 }] };
		assert.equal(new Namesakes([sought], rivals).has(sought, 5), true);
	});
});
