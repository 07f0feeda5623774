import assert from 'node:assert/strict';
import { BoundedWorker } from '../../src/machine/worker/bounded-worker.js';
import { timedMatch } from '../../src/machine/worker/timed-match.js';
import { collected, MiB } from '../editor/kit/resident-memory.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { buildWorker } from '../machine/kit/built-worker.js';
import { contents } from './contents.js';
import { Draw } from './draw.js';
import { bodies, names, spellings, texts } from './host-kinds.js';
import { Meter } from './meter.js';
import { schemas } from './schema-kinds.js';
import { branches, endlessName, endlessRule, hiddenFiles, ignoredMs, ignoreRules, look, wake } from './worker-kinds.js';

const wanted = Number(process.env.FUZZ_INPUTS) || 10_000;
const seed = Number(process.env.FUZZ_SEED) || 20_261_128;
const all = { look, ignoreRules, hiddenFiles, branches, names, texts, bodies, spellings, schemas };
const kinds = Object.entries(all).filter(([name]) => name === (process.env.FUZZ_KIND || name));

/** After each round, so that an idle thread is seen at the same times as a busy one. */
const restMs = 50;
/** What the process keeps of any number of inputs: many times less than they have together. */
const mostKeptMiB = 64;

describe('inputs that are meant to do harm', () => {
	let dir: string;
	let worker: BoundedWorker;
	before(() => {
		dir = temporaryFolder();
		worker = new BoundedWorker(buildWorker(dir));
	});
	after(() => worker.dispose());

	it('come to no end: the thread is ended, and nobody takes that for an answer', async () => {
		const source = Buffer.from(endlessRule);
		const question = {
			ruleSets: [[{ base: '/w/', source }]],
			entries: [{ path: `/w/${endlessName}`, isFolder: false }],
		};
		assert.equal(await worker.run('ignored', question, ignoredMs), undefined);
		await wake(worker);
		assert.deepEqual(await timedMatch(worker, '(a+)+$x', 'a'.repeat(200)), { status: 'too-slow' });
		await wake(worker);
	});

	it(`each have an answer, ${wanted.toLocaleString('en')} of them`, async () => {
		assert.ok(kinds.length > 0, `of no kind: ${process.env.FUZZ_KIND}`);
		const meter = new Meter();
		const drawn = contents(seed);
		const startedAt = performance.now();
		await wake(worker);
		let keptAtFirst: number | undefined;
		for (let round = 1; meter.inputs < wanted; round += 1) {
			for (const [name, play] of kinds) {
				await play({ draw: new Draw(seed + round), meter, worker, contents: drawn }).catch(error => {
					throw new Error(`${name}, round ${round} of seed ${seed}: ${error}`, { cause: error });
				});
			}
			await meter.rest(restMs);
			keptAtFirst ??= kept(); // what is loaded once is not part of it
		}
		const added = kept() - (keptAtFirst ?? 0);
		const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
		console.log(meter.summary());
		console.log(
			`${meter.inputs.toLocaleString('en')} inputs of seed ${seed} in ${seconds} s, kept ${added.toFixed(1)} MiB`,
		);
		assert.ok(added < mostKeptMiB, `${added} MiB`);
	});
});

/** The heap of this thread after the garbage is collected, in MiB. */
function kept(): number {
	collected();
	return process.memoryUsage().heapUsed / MiB;
}
