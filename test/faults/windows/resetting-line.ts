import { once } from 'node:events';
import { createServer, type IncomingMessage, request as requestOf, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { windowOf } from './twin-files.js';

/** What becomes of an upload: its connection is reset before COR has it, or after COR has stored it. */
export type Mishap = 'none' | 'reset-before' | 'reset-after';

/** One upload that came in. */
export interface SeenUpload {
	/** Whose files it has. */
	readonly window: string;
	readonly names: readonly string[];
	readonly mishap: Mishap;
}

/** A line to COR that resets the connections of uploads. */
export class ResettingLine {
	/** Every upload, in the order in which they came in. */
	readonly uploads: SeenUpload[] = [];
	readonly #server: Server;
	readonly #target: string;
	readonly #draw: () => Mishap;

	private constructor(target: string, draw: () => Mishap) {
		this.#target = target;
		this.#draw = draw;
		this.#server = createServer((request, response) => void this.#pass(request, response));
	}

	/** @param target where COR is, without a path */
	static async start(target: string, draw: () => Mishap): Promise<ResettingLine> {
		const line = new ResettingLine(target, draw);
		line.#server.listen(0, '127.0.0.1');
		await once(line.#server, 'listening');
		return line;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, 'close');
	}

	async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = Buffer.concat(await request.toArray());
		const isUpload = request.method === 'POST' && /\/attachments$/.test(request.url ?? '');
		const mishap = isUpload ? this.#draw() : 'none';
		if (isUpload) {
			const text = body.toString();
			const names = [...text.matchAll(/ filename="([^"]+)"/g)].map(([, name = '']) => name);
			this.uploads.push({ window: windowOf(text), names, mishap });
		}
		if (mishap === 'reset-before') {
			request.socket.resetAndDestroy();
			return;
		}
		const { method, headers } = request;
		const passed = requestOf(new URL(request.url ?? '', this.#target), { method, headers });
		passed.end(body);
		const [answer] = (await once(passed, 'response')) as [IncomingMessage];
		const told = Buffer.concat(await answer.toArray());
		if (mishap === 'reset-after') {
			request.socket.resetAndDestroy();
			return;
		}
		response.writeHead(answer.statusCode ?? 500, answer.headers).end(told);
	}
}
