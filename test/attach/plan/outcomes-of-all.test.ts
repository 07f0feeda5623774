import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/attach/outcome.js';
import { outcomesOfAll } from '../../../src/attach/plan/outcomes-of-all.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { leave, leftOf, send, sentOf, unlooked, unmatched } from '../../../src/attach/plan/stages.js';

const file = (name: string) => unmatched(unlooked({ uri: `file:///w/${name}`, relativePath: name, name, size: 1 }));
const cancelled = (of: PlannedFile): Outcome<PlannedFile> => ({ file: of, end: { status: 'cancelled' }, tookMs: 5 });

describe('files that were left out', () => {
	const empty = { kind: 'empty' } as const;
	const files = [send(file('a')), leave(file('b'), empty), send(file('c')), leave(file('d'), empty)];

	it('are not sent', () => {
		assert.deepEqual(
			[sentOf(files), leftOf(files)].map(each => each.map(({ name }) => name)),
			[
				['a', 'c'],
				['b', 'd'],
			],
		);
	});

	it('end as skipped with the reason, in their place among the others', () => {
		const outcomes = outcomesOfAll(files, sentOf(files).map(cancelled));

		assert.deepEqual(
			outcomes.map(({ file: { name }, end }) => [name, end]),
			[
				['a', { status: 'cancelled' }],
				['b', { status: 'skipped', why: empty }],
				['c', { status: 'cancelled' }],
				['d', { status: 'skipped', why: empty }],
			],
		);
	});
});
