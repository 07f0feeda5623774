import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FilePart } from '../../../src/cor/http/multipart.js';

/** A server for the suite that calls this, whose behaviour each test writes itself. */
export interface StartedServer {
	readonly apiUrl: string;
	/** The requests of this test, oldest first. */
	readonly requests: readonly IncomingMessage[];
	answer(listener: RequestListener): void;
}

export function startedServer(): StartedServer {
	let listener: RequestListener;
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		listener(request, response);
	});

	before(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		requests.length = 0;
		listener = (_, response) => response.writeHead(500).end();
	});
	after(async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	});

	return {
		get apiUrl() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
		},
		requests,
		answer: next => {
			listener = next;
		},
	};
}

/** Reads the whole body, then answers. */
export function afterBody(
	status: number,
	body: string,
	headers: Readonly<Record<string, string>> = {},
): RequestListener {
	return (request, response) => {
		request.resume().once('end', () => send(response, status, body, headers));
	};
}

export function send(
	response: ServerResponse,
	status: number,
	body: string,
	headers: Readonly<Record<string, string>> = {},
): void {
	response.writeHead(status, headers).end(body);
}

/** What COR answers for stored files. */
export function storedAnswer(...files: readonly Pick<FilePart, 'name' | 'size'>[]): string {
	return JSON.stringify({
		files: files.map(({ name, size }, index) => ({ id: 900 + index, originalname: name, size })),
	});
}
