import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { ReadableStream } from 'node:stream/web';
import { setTimeout as delay } from 'node:timers/promises';
import type { fetch as Fetch, Request as OwnRequest } from 'undici';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { BufferPool } from '../../../src/cor/buffers/buffer-pool.js';
import { openDiskFile } from '../../../src/machine/disk-file.js';
import { connect } from './connect.js';

type Send = typeof Fetch;

/** Buffers that hold something else as soon as they may be filled again, and the count of them. */
export class PoisonedPool extends BufferPool {
	/** How many were made anew. */
	created = 0;
	/** How often one was to be filled again. */
	renewed = 0;
	/** How many came back from a request. */
	givenBack = 0;

	override giveBack(buffer: Buffer): void {
		this.givenBack += 1;
		super.giveBack(buffer);
	}

	override renew(buffer: Buffer): Buffer {
		this.renewed += 1;
		return super.renew(buffer).fill(0xa5);
	}

	protected override create(): Buffer {
		this.created += 1;
		return super.create();
	}
}

/** A server that tells the SHA-256 of each file that it got, and how it got it. */
export interface HashingServer {
	readonly port: number;
	/** `1.1` or `2.0`, and the hash of the file in hexadecimal: oldest first. */
	readonly arrived: { readonly version: string; readonly sha256: string }[];
	close(): Promise<void>;
}

export interface HashingOptions {
	/** Speaks TLS, and offers HTTP/2 before HTTP/1.1. */
	readonly identity?: { readonly key: string; readonly cert: string } | undefined;
	/** Where it listens; 127.0.0.1 where it is left out. */
	readonly host?: string;
	/** Reads nothing for so many milliseconds after each so many bytes. */
	readonly stall?: { readonly everyBytes: number; readonly ms: number };
}

export async function startHashingServer({
	identity,
	stall,
	host = '127.0.0.1',
}: HashingOptions = {}): Promise<HashingServer> {
	const arrived: HashingServer['arrived'] = [];
	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { name, size, sha256 } = await fileIn(request, stall);
		arrived.push({ version: request.httpVersion, sha256 });
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ files: [{ id: 900 + arrived.length, originalname: name, size }] }));
	};
	// What breaks off is the client's to tell.
	const listener = (request: unknown, response: unknown) =>
		void handle(request as IncomingMessage, response as ServerResponse).catch(() => undefined);
	const server = identity ? createSecureServer({ ...identity, allowHTTP1: true }, listener) : createServer(listener);
	server.listen(0, host);
	await once(server, 'listening');
	const open = new Set<{ destroy(): void }>();
	for (const event of ['connection', 'secureConnection']) {
		server.on(event, socket => {
			open.add(socket);
			socket.once('close', () => open.delete(socket));
		});
	}
	return {
		port: (server.address() as AddressInfo).port,
		arrived,
		close: async () => {
			server.close();
			for (const socket of open) {
				socket.destroy();
			}
			await once(server, 'close');
		},
	};
}

/** Reads a body with one file, without keeping it. */
async function fileIn(request: IncomingMessage, stall: HashingOptions['stall']) {
	const hash = createHash('sha256');
	let head = Buffer.alloc(0);
	let name: string | undefined;
	let closing = 0;
	let size = 0;
	let waiting = Buffer.alloc(0); // as much as may be the end of the body
	let untilStall = stall?.everyBytes ?? 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		let bytes = chunk;
		if (name === undefined) {
			head = Buffer.concat([head, chunk]);
			const end = head.indexOf('\r\n\r\n');
			if (end < 0) {
				continue;
			}
			name = decodeURIComponent(/filename\*=UTF-8''([^;\s]+)/.exec(head.toString('latin1'))?.[1] ?? '');
			closing = head.indexOf('\r\n') + '\r\n--\r\n'.length;
			bytes = head.subarray(end + 4);
		}
		const all = Buffer.concat([waiting, bytes]);
		const known = Math.max(0, all.length - closing);
		hash.update(all.subarray(0, known));
		size += known;
		waiting = all.subarray(known);
		untilStall -= chunk.length;
		if (stall && untilStall <= 0) {
			untilStall = stall.everyBytes;
			await delay(stall.ms);
		}
	}
	return { name, size, sha256: hash.digest('hex') };
}

/** `fetch` as others wrap it, by what they do with the body; `Request` is its own. */
export function wrapped(fetch: Send, Request: typeof OwnRequest): Readonly<Record<string, Send>> {
	type Init = NonNullable<Parameters<Send>[1]>;
	const withBody =
		(change: (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>) =>
		async (url: Parameters<Send>[0], init: Init = {}) =>
			fetch(url, { ...init, body: await change(init.body as ReadableStream<Uint8Array>) });
	const holding = (most: number) =>
		withBody(async body => {
			const chunks = body[Symbol.asyncIterator]();
			const held: Uint8Array[] = [];
			return new ReadableStream<Uint8Array>(
				{
					pull: async controller => {
						while (held.length < most) {
							const { done, value } = await chunks.next();
							if (done) {
								break;
							}
							held.push(value);
						}
						const first = held.shift();
						if (first) {
							controller.enqueue(first);
						} else {
							controller.close();
						}
					},
				},
				{ highWaterMark: 0 },
			);
		});
	return {
		'makes a Request of it': (url, init) => fetch(new Request(url, init)),
		'pipes it through a transform': withBody(body => body.pipeThrough(new TransformStream())),
		'reads along by a tee': withBody(body => {
			const [sent, read] = body.tee();
			void drain(read);
			return sent;
		}),
		'hoards all of it': holding(Number.POSITIVE_INFINITY),
		'holds twelve chunks': holding(12),
	};
}

async function drain(body: ReadableStream<Uint8Array>): Promise<void> {
	for await (const _ of body) {
		// nothing is done with it
	}
}

/** Sends a file of this machine alone, as the extension does. */
export async function sendAlone(
	url: string,
	file: string,
	buffers: BufferPool,
	fetch: Send,
	signal = new AbortController().signal,
): Promise<FileEnd | undefined> {
	const { part } = await openDiskFile(file, 'grande.bin');
	try {
		const client = connect(url, { transport: { fetch } });
		const [end] = await client.upload(4101, [part], { signal, buffers });
		return end;
	} finally {
		await part.close?.();
	}
}
