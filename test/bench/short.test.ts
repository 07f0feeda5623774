import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MiB, mebibytes, seconds } from './figures.js';
import { mostOpen } from './open-files.js';
import type { Order } from './order.js';
import { sendApart } from './sender.js';
import { type Sink, startSink } from './sink.js';
import { sendWithOurs } from './ways/ours.js';

// What is not noisy is asserted; times are printed.
describe('the short form of the benchmark', function () {
	this.timeout(60_000);

	let folder = '';
	let sink: Sink;

	before(async () => {
		folder = await mkdtemp(path.join(os.tmpdir(), 'short-'));
		sink = await startSink();
	});
	after(async () => {
		await sink.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const order = (files: readonly string[]): Order => ({
		apiUrl: `http://127.0.0.1:${sink.port}/v1`,
		token: 'sink',
		taskId: 4101,
		files,
	});
	const file = async (name: string, bytes: number) => {
		const place = path.join(folder, name);
		await writeFile(place, '');
		await truncate(place, bytes);
		return place;
	};

	it('sends 100 files over two connections, with few of them open', async () => {
		const files = await Promise.all(Array.from({ length: 100 }, (_, index) => file(`${index}.txt`, 20 * 1024)));
		const startedAt = performance.now();
		const open = await mostOpen(folder, () => sendWithOurs(order(files)));
		console.log(`      100 files of 20 KiB: ${seconds(performance.now() - startedAt)}, at most ${open} of them open`);

		const counts = await sink.take();
		assert.equal(counts.files, 100);
		assert.ok(counts.connections <= 2, `${counts.connections} connections`);
		assert.ok(open <= 4, `${open} files are open at once`);
	});

	it('adds no more to the memory for a large file than a stream takes', async () => {
		const large = order([await file('large.bin', 512 * MiB)]);
		const first = order([await file('first.bin', 64 * 1024)]);
		const { wallMs, cpuMs, addedBytes } = await sendApart(process.execPath, {
			way: 'ours, in Node',
			first,
			order: large,
		});
		console.log(`      512 MiB: ${seconds(wallMs)}, ${seconds(cpuMs)} of CPU, ${mebibytes(addedBytes)} added`);

		assert.ok((await sink.take()).bytes > 512 * MiB);
		assert.ok(addedBytes < 160 * MiB, `${mebibytes(addedBytes)} were added`);
	});
});
