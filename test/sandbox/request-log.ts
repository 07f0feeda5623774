import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface LoggedRequest {
	readonly method: string;
	readonly path: string;
	/** With the `?`, or empty; withheld when it looks like a credential. */
	readonly search: string;
	/** Without `authorization` and cookies. */
	readonly headers: IncomingHttpHeaders;
	/** Connections are numbered from 1: the same number means that a connection was kept. */
	readonly connection: number;
	/** Bytes of the body that came in before the answer; what still comes after an early answer is not counted. */
	readonly bytesReceived: number;
	/** `undefined` until there is an answer, and for good when there never was one. */
	readonly status: number | undefined;
	/** `aborted`: the connection ended, from either side, before the answer was out. */
	readonly state: 'open' | 'finished' | 'aborted';
}

export type RequestMatch = (request: LoggedRequest) => boolean;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Every request to the API. Never holds a token. */
export class RequestLog {
	readonly #requests: Mutable<LoggedRequest>[] = [];
	readonly #connections = new WeakMap<Socket, number>();
	readonly #changes = new EventEmitter().setMaxListeners(0);
	readonly #maxOpen = new Map<string, number>();
	#connectionCount = 0;
	#working = 0;

	get requests(): readonly LoggedRequest[] {
		return this.#requests;
	}

	record(request: IncomingMessage, response: ServerResponse): void {
		const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox');
		const { authorization: _, 'proxy-authorization': __, cookie: ___, ...headers } = request.headers;
		const entry: Mutable<LoggedRequest> = {
			method: request.method ?? '',
			path: pathname,
			search: /token|secret|code|key|password/i.test(search) ? '?(withheld)' : search,
			headers,
			connection: this.#connectionOf(request.socket),
			bytesReceived: 0,
			status: undefined,
			state: 'open',
		};
		this.#requests.push(entry);
		this.#noteOpen(entry.method);

		// Listening to `data` would start the flow, and an early answer must leave the body unread.
		const push = request.push.bind(request);
		request.push = (chunk: unknown, encoding?: BufferEncoding) => {
			entry.bytesReceived += Buffer.isBuffer(chunk) ? chunk.length : 0;
			return push(chunk, encoding);
		};
		response.once('close', () => {
			entry.status = response.headersSent ? response.statusCode : undefined;
			entry.state = response.writableFinished ? 'finished' : 'aborted';
			this.#changes.emit('change');
		});
		this.#changes.emit('change');
	}

	open(method?: string): number {
		return this.#requests.filter(({ state, method: own }) => state === 'open' && (method ?? own) === own).length;
	}

	maxOpen(method = '*'): number {
		return this.#maxOpen.get(method) ?? 0;
	}

	/** Resolves with the first request, past or future, that matches. */
	async find(match: RequestMatch): Promise<LoggedRequest> {
		for (;;) {
			const found = this.#requests.find(match);
			if (found) {
				return found;
			}
			await once(this.#changes, 'change');
		}
	}

	/** Counts the work as unsettled until it is done, even when its caller has left. */
	async working<Result>(work: Promise<Result>): Promise<Result> {
		this.#working++;
		try {
			return await work;
		} finally {
			this.#working--;
			this.#changes.emit('change');
		}
	}

	/** Resolves when no request is open and nothing is left to do for one whose caller has gone. */
	async settled(): Promise<void> {
		while (this.open() > 0 || this.#working > 0) {
			await once(this.#changes, 'change');
		}
	}

	clear(): void {
		const open = this.#requests.filter(request => request.state === 'open');
		this.#requests.splice(0, this.#requests.length, ...open);
		this.#maxOpen.clear();
	}

	#noteOpen(method: string): void {
		this.#maxOpen.set('*', Math.max(this.maxOpen(), this.open()));
		this.#maxOpen.set(method, Math.max(this.maxOpen(method), this.open(method)));
	}

	#connectionOf(socket: Socket): number {
		const known = this.#connections.get(socket);
		if (known !== undefined) {
			return known;
		}
		this.#connections.set(socket, ++this.#connectionCount);
		return this.#connectionCount;
	}
}
