import assert from 'node:assert/strict';
import { median } from './figures.js';
import { inTurn } from './in-turn.js';
import { report } from './report.js';
import { atMost, headline } from './row.js';

describe('the figures of the benchmark', () => {
	it('are medians', () => {
		assert.equal(median([3, 1, 2]), 2);
		assert.equal(median([4, 1, 3, 2]), 2.5);
		assert.ok(Number.isNaN(median([])));
	});

	it('are taken in turn', async () => {
		const ran: string[] = [];
		const contestant = (name: string, rounds: number) => ({
			name,
			rounds,
			run: async () => ran.push(name),
		});

		const results = await inTurn([contestant('a', 2), contestant('b', 1), contestant('c', 2)], () => {});

		assert.deepEqual(ran, ['a', 'b', 'c', 'a', 'c']);
		assert.deepEqual(
			[...results.values()].map(({ length }) => length),
			[2, 1, 2],
		);
	});

	it('stand beside their targets, and what is missed is named with its reason', () => {
		const inWords = (value: number): string => `${value} s`;
		const verdicts = [headline(atMost('time', 1, 2, inWords)), atMost('CPU', 3, 2, inWords, 'It is slow.')];
		const text = report([{ work: 'a file', verdicts, tables: [] }], ['a machine']);

		assert.match(text, /^- a file, time: \*\*1 s\*\* \(target ≤ 2 s\)$/m);
		assert.doesNotMatch(text, /^- a file, CPU:/m);
		assert.match(text, /^- a machine$/m);
		assert.match(text, /^\| a file \| time \| ≤ 2 s \| 1 s \| met \|$/m);
		assert.match(text, /^\| a file \| CPU \| ≤ 2 s \| 3 s \| \*\*missed\*\* \|$/m);
		assert.match(text, /^- \*\*a file, CPU\*\*: It is slow\.$/m);
	});
});
