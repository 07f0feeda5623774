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
	#lastId = process.pid * 100_000; // two that have one port after each other give no id twice

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
		let head = '';
		for await (const chunk of request) {
			this.#firstByteAt ??= isUpload ? performance.timeOrigin + performance.now() : undefined;
			head ||= (chunk as Buffer).toString('latin1');
			bytes += (chunk as Buffer).length;
			kept?.push(chunk as Buffer);
		}
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(isUpload ? this.#store(bytes, head, kept) : answerTo(request.url ?? '')));
	}

	#store(bytes: number, head: string, body: readonly Buffer[] | undefined): unknown {
		const told = body ? filesIn(Buffer.concat(body).toString('latin1')) : [onlyFile(head, bytes)];
		this.#counts.uploads += 1;
		this.#counts.files += told.length;
		this.#counts.bytes += bytes;
		tell({ bytes });
		const files = told.map(file => ({ id: ++this.#lastId, ...file, version: 1, user_id: 1 }));
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

interface ToldFile {
	readonly originalname: string;
	readonly size: number;
}

/** The files in a body. */
function filesIn(body: string): ToldFile[] {
	const delimiter = `\r\n${firstLine(body)}`;
	return `\r\n${body}`
		.split(delimiter)
		.map(part => ({ header: headerOf(part), part }))
		.filter(({ header }) => /filename/i.test(header))
		.map(({ header, part }) => ({ originalname: nameIn(header), size: part.length - header.length }));
}

/** The file of a body that has no other part, by its beginning. */
function onlyFile(head: string, bytes: number): ToldFile {
	const header = headerOf(head);
	const end = `\r\n${firstLine(head)}--\r\n`;
	return { originalname: nameIn(header), size: bytes - header.length - end.length };
}

/** With the empty line behind it. */
function headerOf(part: string): string {
	return part.slice(0, part.indexOf('\r\n\r\n') + 4);
}

function firstLine(body: string): string {
	return body.slice(0, body.indexOf('\r\n'));
}

/** As RFC 5987 has it, else as it stands there. */
function nameIn(header: string): string {
	const extended = /filename\*=UTF-8''([^;\s]+)/i.exec(header)?.[1];
	return extended ? decodeURIComponent(extended) : (/filename="([^"]*)"/i.exec(header)?.[1] ?? '');
}

function tell(message: SinkMessage): void {
	process.send?.(message);
}

const sink = new ByteSink();
sink.listen(process.argv.slice(2));
process.on('message', question => question === countQuestion && tell({ counts: sink.take() }));
process.once('disconnect', () => process.exit());
