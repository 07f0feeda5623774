import type { NextFunction, Request, Response } from 'express';

/** How one request is mistreated. */
export type Fault =
	/**
	 * An answer of its own. `early`, the default, answers before the body is read (Node drains what still comes);
	 * otherwise the body is read and thrown away first. Nothing is stored.
	 * A string is sent as HTML, anything else as JSON, `undefined` as an empty body.
	 */
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly headers?: Readonly<Record<string, string>>;
			readonly body?: unknown;
			readonly early?: boolean;
	  }
	/**
	 * The work is done (a file is stored) and then 200 is answered with nothing, a page, half of the JSON, or `files: []`.
	 * A request that is refused anyway gets its refusal.
	 */
	| { readonly kind: 'empty' | 'html' | 'truncated-json' | 'no-files' }
	/** The work is done and the connection is reset instead of an answer. */
	| { readonly kind: 'reset' }
	/** The connection is reset before the body is read. */
	| { readonly kind: 'reset-early' }
	/** The body is read and no answer ever comes; `store` does the work nevertheless. */
	| { readonly kind: 'hang'; readonly store?: boolean }
	/** Nothing of the body is read beyond the first buffers and no answer ever comes. */
	| { readonly kind: 'stall' };

export interface FaultMatch {
	readonly method?: string;
	/** A path below the origin such as `/v1/me`, a pattern, or a test. */
	readonly path?: string | RegExp | ((path: string) => boolean);
	/** How many matching requests; 1 when left out. */
	readonly times?: number;
}

/** Misbehaviour in waiting. A request takes the first fault that matches it. */
export class Faults {
	readonly #queue: { readonly match: FaultMatch; readonly fault: Fault; left: number }[] = [];

	add(match: FaultMatch, fault: Fault): void {
		this.#queue.push({ match, fault, left: match.times ?? 1 });
	}

	clear(): void {
		this.#queue.length = 0;
	}

	take(method: string, path: string): Fault | undefined {
		const entry = this.#queue.find(({ match, left }) => left > 0 && matches(match, method, path));
		if (!entry) {
			return undefined;
		}
		entry.left--;
		return entry.fault;
	}
}

/** Before everything else: even the credentials of a mistreated request are not looked at, unless its work is done. */
export function mistreat(faults: Faults) {
	return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
		const fault = faults.take(request.method, request.originalUrl.split('?')[0] ?? '');
		if (fault?.kind === 'status') {
			if (fault.early === false) {
				await drained(request);
			}
			response.set(fault.headers ?? {});
			sendRaw(response, fault.status, fault.body);
			return;
		}
		if (fault?.kind === 'reset-early') {
			request.socket.resetAndDestroy();
			return;
		}
		if (fault?.kind === 'stall') {
			return;
		}
		if (fault?.kind === 'hang' && !fault.store) {
			request.resume();
			return;
		}
		response.locals.fault = fault;
		next();
	};
}

/** Sends the answer, or what the request's fault makes of it. */
export function sendOrSpoil(response: Response, status: number, body: unknown): void {
	const fault = response.locals.fault as Fault | undefined;
	switch (fault?.kind) {
		case 'reset':
			response.req.socket.resetAndDestroy();
			return;
		case 'hang':
			return;
	}
	if (status !== 200) {
		sendRaw(response, status, body);
		return;
	}
	switch (fault?.kind) {
		case 'empty':
			sendRaw(response, 200, undefined);
			return;
		case 'html':
			sendRaw(response, 200, '<!doctype html><title>Mantenimiento</title><h1>Volvemos enseguida</h1>');
			return;
		case 'truncated-json': {
			const text = JSON.stringify(body) ?? '';
			response
				.status(200)
				.type('json')
				.send(text.slice(0, Math.ceil(text.length / 2)));
			return;
		}
		case 'no-files':
			sendRaw(response, 200, { ...(body as object), files: [] });
			return;
		default:
			sendRaw(response, status, body);
	}
}

function sendRaw(response: Response, status: number, body: unknown): void {
	response.status(status);
	if (body === undefined) {
		response.end();
	} else if (typeof body === 'string') {
		response.type('html').send(body);
	} else {
		response.json(body);
	}
}

function drained(request: Request): Promise<void> {
	return new Promise(resolve => {
		request.once('end', resolve).once('close', resolve).resume();
	});
}

function matches({ method, path }: FaultMatch, requestMethod: string, requestPath: string): boolean {
	if (method !== undefined && method !== requestMethod) {
		return false;
	}
	if (path === undefined || path === requestPath) {
		return true;
	}
	return path instanceof RegExp ? path.test(requestPath) : typeof path === 'function' && path(requestPath);
}
