import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../host/temporary-folder.js';
import { MiB, mebibytes, seconds } from './figures/figures.js';
import { mostOpen } from './open-files.js';
import type { Order } from './order.js';
import { sendApart } from './programs/sender.js';
import { type Sink, startSink } from './programs/sink.js';
import { sendWithOurs } from './ways/ours.js';

// What is not noisy is asserted; times are printed.
describe('the short form of the benchmark', () => {
	let folder = '';
	let sink: Sink;

	before(async () => {
		folder = temporaryFolder();
		sink = await startSink();
	});
	after(() => sink.stop());

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

	it('sends 300 small files in few requests over few connections, with few of them open', async () => {
		const files = await Promise.all(Array.from({ length: 300 }, (_, index) => file(`${index}.txt`, 20 * 1024)));
		const startedAt = performance.now();
		const open = await mostOpen(folder, () => sendWithOurs(order(files)));
		const wallMs = performance.now() - startedAt;
		const counts = await sink.take();
		console.log(
			`      300 files of 20 KiB: ${seconds(wallMs)}, ${counts.uploads} uploads, at most ${open} of them open`,
		);

		assert.equal(counts.files, 300);
		assert.ok(counts.uploads <= 20, `${counts.uploads} requests with files`);
		assert.ok(counts.connections <= 4, `${counts.connections} connections`);
		assert.ok(open <= 40, `${open} files are open at once`); // those of two packs, as each is looked at
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
