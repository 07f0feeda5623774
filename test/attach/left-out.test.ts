import assert from 'node:assert/strict';
import type { Outcome } from '../../src/attach/outcome.js';
import { outcomesOfAll, withoutLeftOut } from '../../src/attach/plan/left-out.js';
import type { PlannedFile } from '../../src/attach/plan/plan.js';

const file = (name: string): PlannedFile => ({ uri: `file:///w/${name}`, relativePath: name, name, size: 1 });
const cancelled = (of: PlannedFile): Outcome<PlannedFile> => ({ file: of, end: { status: 'cancelled' }, tookMs: 5 });

describe('files that were left out', () => {
	const empty = { kind: 'empty' } as const;
	const files = [file('a'), { ...file('b'), leftOut: empty }, file('c'), { ...file('d'), leftOut: empty }];

	it('are not sent', () => {
		assert.deepEqual(
			withoutLeftOut(files).map(({ name }) => name),
			['a', 'c'],
		);
	});

	it('end as skipped with the reason, in their place among the others', () => {
		const outcomes = outcomesOfAll(files, withoutLeftOut(files).map(cancelled));

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
