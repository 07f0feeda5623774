import assert from 'node:assert/strict';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SinkMessage } from '../bench/programs/sink-messages.js';
import { collected, MiB, mostDuring } from './kit/resident-memory.js';
import { useByteSink } from './kit/use-byte-sink.js';
import { attach } from './kit/use-cor.js';
import { reportMark } from './runner/report-mark.js';

// Buffers that wait for the next collection of garbage; a file that is kept in memory is eight times as much.
const mostAdded = 128 * MiB;

describe('the memory of the extension host', () => {
	const server = useByteSink();

	it('grows by 128 MiB at most while a file of 1 GiB is sent', async function () {
		this.timeout(15 * 60_000);
		await send(8 * MiB); // what is loaded once is not part of a file
		const baseline = collected();
		const added = (await mostDuring(() => send(1024 * MiB))) - baseline;
		console.log(reportMark, `      1 GiB added ${inMiB(added)}`);

		assert.ok(added <= mostAdded, inMiB(added));
	});

	/** Sends a file without contents on the disk; all of its bytes must have arrived. */
	async function send(size: number): Promise<void> {
		const { folder, sink } = server();
		const file = path.join(folder, `${size}.bin`);
		const handle = await open(file, 'w');
		await handle.truncate(size);
		await handle.close();

		const received = once(sink, 'message') as Promise<[SinkMessage]>;
		const { outcomes } = await attach({ taskId: 4101, uris: [vscode.Uri.file(file)] });
		assert.equal(outcomes[0]?.status, 'attached', outcomes[0]?.reason);

		const [message] = await received;
		assert.ok('bytes' in message && message.bytes > size && message.bytes < size + MiB);
		await rm(file);
	}
});

function inMiB(bytes: number): string {
	return `${(bytes / MiB).toFixed(1)} MiB`;
}
