import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { countQuestion, type SinkCounts, type SinkMessage } from './sink-messages.js';

const largestRead = 8 * 1024 * 1024;

/**
 * A program, `byte-sink [KEY CERT]`: answers as COR does, with TLS where it is given files for it, and throws away what is
 * uploaded, so that neither a disk nor the memory of a server is measured along with the client.
 */
class ByteSink {
	#counts = { connections: 0, requests: 0, uploads: 0, files: 0, bytes: 0 };
	#firstByteAt: number | undefined;
	#lastId = 0;

	listen([key, cert]: readonly string[]): void {
		const handle = (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response);
		const server =
			key && cert
				? createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, handle)
				: createServer(handle);
		server.on(key ? 'secureConnection' : 'connection', () => {
			this.#counts.connections += 1;
		});
		server.requestTimeout = 0;
		server.keepAliveTimeout = 65_000; // longer than a client's, so that no request meets a closing connection
		server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
	}

	/** What was counted, which begins anew. */
	take(): SinkCounts {
		const counts = { ...this.#counts, firstByteAt: this.#firstByteAt };
		this.#counts = { connections: 0, requests: 0, uploads: 0, files: 0, bytes: 0 };
		this.#firstByteAt = undefined;
		return counts;
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		this.#counts.requests += 1;
		const isUpload = request.method === 'POST' && /\/attachments$/.test(request.url ?? '');
		const kept: Buffer[] | undefined = Number(request.headers['content-length']) <= largestRead ? [] : undefined;
		let bytes = 0;
		for await (const chunk of request) {
			this.#firstByteAt ??= isUpload ? performance.timeOrigin + performance.now() : undefined;
			bytes += (chunk as Buffer).length;
			kept?.push(chunk as Buffer);
		}
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(isUpload ? this.#store(bytes, kept) : answerTo(request.url ?? '')));
	}

	#store(bytes: number, body: readonly Buffer[] | undefined): unknown {
		const names = body ? fileNames(Buffer.concat(body).toString('latin1')) : ['file.bin'];
		this.#counts.uploads += 1;
		this.#counts.files += names.length;
		this.#counts.bytes += bytes;
		tell({ bytes });
		const files = names.map(originalname => ({ id: ++this.#lastId, originalname, version: 1, user_id: 1 }));
		return { files, files_q: files.length };
	}
}

function answerTo(url: string): unknown {
	if (url.includes('/oauth/')) {
		return { access_token: 'sink', token_type: 'bearer', expires_in: 3600 };
	}
	const task = { id: 4101, title: 'Sink' };
	if (url.includes('/attachments')) {
		return { total: 0, perPage: 50, page: 1, lastPage: 1, data: [] };
	}
	if (/\/tasks\?/.test(url)) {
		return { total: 1, perPage: 50, page: 1, lastPage: 1, data: [task] };
	}
	return url.endsWith('/me') ? { id: 1, first_name: 'Sink' } : task;
}

/** The names of the files in a body: as RFC 5987 has them, else as they stand there. */
function fileNames(body: string): string[] {
	return [...body.matchAll(/^content-disposition:.*filename.*$/gim)].map(([header]) => {
		const extended = /filename\*=UTF-8''([^;\s]+)/i.exec(header)?.[1];
		return extended ? decodeURIComponent(extended) : (/filename="([^"]*)"/i.exec(header)?.[1] ?? '');
	});
}

function tell(message: SinkMessage): void {
	process.send?.(message);
}

const sink = new ByteSink();
sink.listen(process.argv.slice(2));
process.on('message', question => question === countQuestion && tell({ counts: sink.take() }));
process.once('disconnect', () => process.exit());
