import * as vscode from 'vscode';
import type { StoredAttachment } from '../../attach/attachment.js';
import { logLine } from '../../attach/text/log-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { download, type Sink } from '../../cor/download/download.js';
import { DownloadError } from '../../cor/download/download-error.js';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import { connect, requireApiUrl } from '../accounts/connect.js';
import type { Parts } from '../flow/parts.js';
import { formatBytes } from '../messages/format.js';
import { whileWaiting } from '../messages/while-waiting.js';

export type BytesParts = Pick<Parts, 'transport' | 'accounts' | 'log'>;

/** An attachment to download, and its task. */
export interface Wanted {
	readonly task: KnownTask;
	readonly stored: StoredAttachment;
}

/** Bytes that are downloaded without asking, unless the person already knows that the file is larger. */
export const bytesAtOnce = 10_000_000;

const reportEveryMs = 200;

/**
 * Downloads an attachment with a progress that can be cancelled. `false` if the person cancels. If the address has
 * expired, asks COR for a new one.
 * @throws DownloadError, CorError, and errors of `sink`
 */
export async function getBytes(parts: BytesParts, wanted: Wanted, most: number, sink: Sink): Promise<boolean> {
	const { name, url = '', size } = wanted.stored;
	const apiUrl = requireApiUrl();
	const title = vscode.l10n.t('COR: Downloading {0}', plainText(name, 60));
	const isDone = await whileWaiting(title, async (signal, report) => {
		const get = (from: string) =>
			download(parts.transport, { url: from, name, apiUrl, most, size }, counted(sink, report), signal);
		try {
			await get(url);
		} catch (error) {
			const isOld = error instanceof DownloadError && error.problem === 'expired';
			const fresh = isOld ? await freshUrl(parts, wanted, signal) : undefined;
			if (fresh === undefined || fresh === url) {
				throw error;
			}
			await get(fresh);
		}
		return true;
	});
	return isDone === true;
}

/** Downloads at most `most` bytes into memory. `undefined` if the person cancels. */
export async function getWhole(parts: BytesParts, wanted: Wanted, most: number): Promise<Uint8Array | undefined> {
	let bytes = Buffer.alloc(0);
	let length = 0;
	const sink: Sink = {
		begin: size => {
			bytes = Buffer.alloc(size ?? 0); // at most `most`
		},
		take: chunk => {
			if (length + chunk.length > bytes.length) {
				const larger = Buffer.alloc(Math.max(length + chunk.length, bytes.length * 2));
				bytes.copy(larger, 0, 0, length);
				bytes = larger;
			}
			bytes.set(chunk, length);
			length += chunk.length;
		},
	};
	if (!(await getBytes(parts, wanted, most, sink))) {
		return undefined;
	}
	return length < bytes.length ? new Uint8Array(bytes.subarray(0, length)) : bytes; // copied, to free the unused rest of the buffer
}

function counted(sink: Sink, report: (message: string) => void): Sink {
	let size: number | undefined;
	let taken = 0;
	let toldAt = 0;
	return {
		begin: bytes => {
			size = bytes;
			sink.begin(bytes);
		},
		take: chunk => {
			taken += chunk.length;
			const now = performance.now();
			if (now - toldAt >= reportEveryMs) {
				toldAt = now;
				const so = formatBytes(taken);
				report(size === undefined ? so : vscode.l10n.t('{0} of {1}', so, formatBytes(size)));
			}
			return sink.take(chunk);
		},
	};
}

/** The attachment's current address according to COR. Only rejects if the person cancels. */
async function freshUrl(parts: BytesParts, { task, stored }: Wanted, signal: AbortSignal): Promise<string | undefined> {
	try {
		const { client } = await connect(parts);
		const list = await client.readAttachments(task.id, signal);
		return list.flatMap(({ currentVersion, ...root }) => [root, currentVersion]).find(each => each?.id === stored.id)
			?.url;
	} catch (error) {
		signal.throwIfAborted();
		parts.log.warn(logLine(task.id, `no new address of attachment ${stored.id}`, String(error)));
		return undefined;
	}
}
