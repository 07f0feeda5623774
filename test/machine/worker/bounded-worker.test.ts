import assert from 'node:assert/strict';
import { once } from 'node:events';
import { watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BoundedWorker, type WorkerLimits } from '../../../src/machine/worker/bounded-worker.js';
import { draw } from '../../attach/kit/made-up-secrets.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { buildWorker } from '../kit/built-worker.js';

const longMs = 60_000;
const harmless = { paths: ['/w/nota.txt'], firstPart: Buffer.from('hola') };

describe('a worker for strangers’ bytes', () => {
	let dir: string;
	let worker: BoundedWorker;
	beforeEach(() => {
		dir = temporaryFolder();
	});
	afterEach(() => worker.dispose());

	/** A worker that does what this source says. */
	function scripted(source: string, limits: Partial<WorkerLimits> = {}): BoundedWorker {
		const file = path.join(dir, 'scripted.cjs');
		writeFileSync(
			file,
			`const { parentPort } = require('node:worker_threads'); ${source}; parentPort.postMessage('ready');`,
		);
		return new BoundedWorker(pathToFileURL(file), limits);
	}
	const stuckOnFirst = `
		const { existsSync, writeFileSync } = require('node:fs');
		parentPort.on('message', () => {
			if (!existsSync(__dirname + '/seen')) { writeFileSync(__dirname + '/seen', ''); for (;;); }
			parentPort.postMessage({ output: { found: undefined } });
		});`;

	it('says what a file looks like', async () => {
		worker = new BoundedWorker(buildWorker(dir));
		const token = ['ghp', draw(36)].join('_');
		const secret = { paths: ['/w/nota.txt'], firstPart: Buffer.from(`token ${token}`) };
		assert.deepEqual(await worker.run('look', secret, longMs), { found: { place: 'contents', rule: 'GitHub' } });
		assert.deepEqual(await worker.run('look', harmless, longMs), { found: undefined });
	});

	it('looks at files that come at once, each by itself', async () => {
		worker = new BoundedWorker(buildWorker(dir));
		const names = Array.from({ length: 200 }, (_, index) =>
			index % 3 === 0 ? `/w/${index}/.npmrc` : `/w/${index}.txt`,
		);
		const found = await Promise.all(
			names.map(name => worker.run('look', { paths: [name], firstPart: new Uint8Array() }, longMs)),
		);
		assert.deepEqual(
			found.map(each => each?.found?.rule),
			names.map((_, index) => (index % 3 === 0 ? '.npmrc' : undefined)),
		);
	});

	it('is ended where it is stuck, and goes on with the next', async () => {
		worker = scripted(stuckOnFirst);
		const stuck = worker.run('look', harmless, 2_000); // time to leave its mark
		const next = worker.run('look', harmless, longMs);
		assert.equal(await stuck, undefined);
		assert.deepEqual(await next, { found: undefined });
	});

	it('is ended where a job is given up that is under way', async () => {
		worker = scripted(stuckOnFirst);
		const seen = once(watch(dir, { persistent: false }), 'change');
		const abort = new AbortController();
		const stuck = worker.run('look', harmless, longMs, abort.signal);
		const next = worker.run('look', harmless, longMs);
		const waiting = worker.run('look', harmless, longMs, abort.signal);
		await seen;
		abort.abort();
		assert.equal(await stuck, undefined);
		assert.equal(await waiting, undefined);
		assert.deepEqual(await next, { found: undefined });
	});

	it('gives nothing where it dies, and starts anew', async () => {
		worker = scripted(`
			const { existsSync, writeFileSync } = require('node:fs');
			parentPort.on('message', () => {
				if (!existsSync(__dirname + '/seen')) { writeFileSync(__dirname + '/seen', ''); process.exit(1); }
				parentPort.postMessage({ output: { found: undefined } });
			});`);
		assert.equal(await worker.run('look', harmless, longMs), undefined);
		assert.deepEqual(await worker.run('look', harmless, longMs), { found: undefined });
	});

	it('gives nothing where its memory is full', async () => {
		worker = scripted(
			'parentPort.on("message", () => { const kept = []; for (;;) kept.push(new Array(1_000).fill(0)); });',
			{
				heapMiB: 16,
			},
		);
		assert.equal(await worker.run('look', harmless, longMs), undefined);
	});

	it('gives nothing where it cannot start', async () => {
		worker = new BoundedWorker(pathToFileURL(path.join(dir, 'missing.mjs')));
		assert.equal(await worker.run('look', harmless, longMs), undefined);
		worker = scripted('throw new Error("broken")');
		assert.equal(await worker.run('look', harmless, longMs), undefined);
	});

	it('gives nothing where it never comes to its start', async () => {
		worker = scripted('for (;;);', { startMs: 200 });
		assert.equal(await worker.run('look', harmless, 200), undefined);
	});

	it('rejects with what the job throws', async () => {
		worker = scripted('parentPort.on("message", () => parentPort.postMessage({ error: new RangeError("no") }));');
		await assert.rejects(worker.run('look', harmless, longMs), new RangeError('no'));
	});

	it('gives nothing for what still waits when it is disposed of', async () => {
		worker = scripted(stuckOnFirst);
		const all = [worker.run('look', harmless, longMs), worker.run('look', harmless, longMs)];
		worker.dispose();
		assert.deepEqual(await Promise.all(all), [undefined, undefined]);
	});

	it('ends a thread that has nothing to do, and starts another for what comes later', async () => {
		worker = scripted(
			`const { threadId } = require('node:worker_threads');
			parentPort.on('message', () => parentPort.postMessage({ output: { found: { place: 'name', rule: String(threadId) } } }));`,
			{ idleMs: 0 },
		);
		const threads = new Set<string | undefined>();
		for (let turns = 1; threads.size < 2; turns *= 2) {
			threads.add((await worker.run('look', harmless, longMs))?.found?.rule);
			for (let turn = 0; turn < turns; turn += 1) {
				await new Promise(resolve => setImmediate(resolve));
			}
		}
	});
});
