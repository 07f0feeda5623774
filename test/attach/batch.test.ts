import assert from 'node:assert/strict';
import { runBatch } from '../../src/attach/batch.js';
import { CorError } from '../../src/attach/errors.js';
import type { FileEnd } from '../../src/attach/outcome.js';
import { type PlannedFile, planFiles } from '../../src/attach/plan.js';

const planned = (count: number) =>
	planFiles(
		Array.from({ length: count }, (_, index) => ({ uri: `file:///${index}`, relativePath: `${index}.txt`, size: 1 })),
	);
const attached = (file: PlannedFile): FileEnd => ({
	status: 'attached',
	attachment: { id: Number.parseInt(file.name, 10), name: file.name },
});

describe('a batch', () => {
	it('ends every file once, in order, whichever ends first', async () => {
		const files = planned(3);
		let releaseFirst = (): void => {};
		const othersEnded = new Promise<void>(resolve => {
			releaseFirst = resolve;
		});
		const ended: string[] = [];
		const outcomes = await runBatch(files, {
			concurrency: 2,
			send: async file => {
				if (file.name === '0.txt') {
					await othersEnded;
				}
				return attached(file);
			},
			onEnd: async ({ file }) => {
				ended.push(file.name);
				if (ended.length === 2) {
					releaseFirst();
				}
			},
		});

		assert.deepEqual(ended, ['1.txt', '2.txt', '0.txt']);
		assert.deepEqual(
			outcomes.map(({ file, end }) => ({ file, end })),
			files.map(file => ({ file, end: attached(file) })),
		);
		assert.ok(outcomes.every(({ tookMs }) => tookMs >= 0));
	});

	for (const concurrency of [1, 3]) {
		it(`has ${concurrency} on the way at once, no more and no fewer`, async () => {
			let open = 0;
			let most = 0;
			await runBatch(planned(10), {
				concurrency,
				send: async file => {
					open += 1;
					most = Math.max(most, open);
					await new Promise(setImmediate);
					open -= 1;
					return attached(file);
				},
			});

			assert.equal(most, concurrency);
		});
	}

	it('goes on when a file throws, which fails with what was thrown', async () => {
		const own = new CorError('file-missing', 'gone');
		const outcomes = await runBatch(planned(3), {
			concurrency: 1,
			send: async file => {
				if (file.name === '0.txt') {
					throw own;
				}
				if (file.name === '1.txt') {
					throw new RangeError('a defect');
				}
				return attached(file);
			},
		});
		const [first, second, third] = outcomes.map(({ end }) => end);

		assert.deepEqual(first, { status: 'failed', error: own });
		assert.ok(second?.status === 'failed' && second.error.kind === 'unexpected' && second.error.message === 'a defect');
		assert.equal(third?.status, 'attached');
	});

	it('of nothing has no outcomes', async () => {
		assert.deepEqual(await runBatch([], { concurrency: 4, send: async file => attached(file) }), []);
	});
});
