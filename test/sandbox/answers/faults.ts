import type { NextFunction, Request, Response } from 'express';

/** How one request is mistreated. */
export type Fault =
	/**
	 * An answer of its own. `early`, the default, answers before the body is read (Node drains what still comes);
	 * otherwise the body is read and thrown away first. Nothing is stored, unless `store` has the work done before.
	 */
	| (StatusAnswer & { readonly kind: 'status'; readonly early?: boolean; readonly store?: boolean })
	/**
	 * The work is done (a file is stored) and then 200 is answered with nothing, a page, half of the JSON, or `files: []`.
	 * A request that is refused anyway gets its refusal.
	 */
	| { readonly kind: 'empty' | 'html' | 'truncated-json' | 'no-files' }
	/** One file of the request, by the name that it was sent with, fares worse than the others. */
	| { readonly kind: 'leaves-out'; readonly name: string; readonly how: LeftOut }
	/** The answer says that it is so many bytes longer than it is (shorter below 0), and then the connection is closed. */
	| { readonly kind: 'wrong-length'; readonly by: number }
	/** The work is done, unless `store` is `false`, and the connection is reset instead of an answer. */
	| { readonly kind: 'reset'; readonly store?: boolean }
	/**
	 * The body is read, but the work is done only when `until` resolves, whether the caller is still there or not. Until
	 * then the caller hears nothing, or gets at once what `meanwhile` says; `silence` means that it never hears anything.
	 */
	| {
			readonly kind: 'late';
			readonly until: Promise<unknown>;
			readonly meanwhile?: 'reset' | 'silence' | StatusAnswer;
			readonly onHeld?: () => void;
			/** Told when the work is done. */
			readonly onDone?: () => void;
	  }
	/** The connection is reset before the body is read. */
	| { readonly kind: 'reset-early' }
	/** The body is read and no answer ever comes; `store` does the work nevertheless. */
	| { readonly kind: 'hang'; readonly store?: boolean; readonly onHeld?: () => void }
	/** Nothing of the body is read beyond the first buffers and no answer ever comes. */
	| { readonly kind: 'stall'; readonly onHeld?: () => void };

/** `refused`: named in `errors`. `untold`: kept, and not told of. `lost`: neither kept nor told of. */
export type LeftOut = 'refused' | 'untold' | 'lost';

/** A string is sent as HTML, anything else as JSON, `undefined` as an empty body. */
export interface StatusAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
}

export interface FaultMatch {
	readonly method?: string;
	/** A path below the origin such as `/v1/me`, a pattern, or a test. */
	readonly path?: string | RegExp | ((path: string) => boolean);
	/** A header that the request has, in lower case, and its value. */
	readonly header?: readonly [name: string, value: string];
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

	take(request: Request): Fault | undefined {
		const entry = this.#queue.find(({ match, left }) => left > 0 && matches(match, request));
		if (!entry) {
			return undefined;
		}
		entry.left--;
		return entry.fault;
	}
}

/**
 * Before everything else: even the credentials of a mistreated request are not looked at, unless its work is done.
 * `standing` is what befalls the requests for which no fault waits.
 */
export function mistreat(faults: Faults, standing: (request: Request) => Fault | undefined) {
	return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
		const fault = faults.take(request) ?? standing(request);
		switch (fault?.kind) {
			case 'status':
				if (fault.store) {
					break;
				}
				if (fault.early === false) {
					await drained(request);
				}
				sendStatus(response, fault);
				return;
			case 'reset':
				if (fault.store === false) {
					await drained(request);
					request.socket.resetAndDestroy();
					return;
				}
				break;
			case 'reset-early':
				request.socket.resetAndDestroy();
				return;
			case 'stall':
				fault.onHeld?.();
				return;
			case 'hang':
				if (!fault.store) {
					await drained(request);
					fault.onHeld?.();
					return;
				}
		}
		response.locals.fault = fault;
		next();
	};
}

/** Resolves when the work may be done: at once, or when a `late` fault lets it. */
export async function heldBack(response: Response): Promise<void> {
	const fault = faultOf(response);
	if (fault?.kind !== 'late') {
		return;
	}
	if (fault.meanwhile === 'reset') {
		response.req.socket.resetAndDestroy();
	} else if (fault.meanwhile && fault.meanwhile !== 'silence') {
		sendStatus(response, fault.meanwhile);
	}
	fault.onHeld?.();
	await fault.until;
}

/** How one file of the request is left out, if it is. */
export function howLeftOut(response: Response, name: string): LeftOut | undefined {
	const fault = faultOf(response);
	return fault?.kind === 'leaves-out' && fault.name === name ? fault.how : undefined;
}

/** Sends the answer, or what the request's fault makes of it. */
export function sendOrSpoil(response: Response, status: number, body: unknown): void {
	const fault = faultOf(response);
	if (fault?.kind !== 'late' && response.headersSent) {
		return; // it was answered before its body was read
	}
	switch (fault?.kind) {
		case 'reset':
			response.req.socket.resetAndDestroy();
			return;
		case 'hang':
			response.req.resume(); // of a refusal the body is unread, and behind it the end of a caller that leaves
			fault.onHeld?.();
			return;
		case 'status':
			sendStatus(response, fault);
			return;
		case 'late':
			fault.onDone?.();
			// A refusal is told as ever.
			if (response.headersSent || response.req.socket.destroyed || (fault.meanwhile === 'silence' && status === 200)) {
				return;
			}
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
		case 'wrong-length': {
			const text = JSON.stringify(body) ?? '';
			response.writeHead(200, {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(text) + fault.by,
			});
			response.end(text, () => response.req.socket.end());
			return;
		}
		case 'no-files':
			sendRaw(response, 200, { ...(body as object), files: [] });
			return;
		default:
			sendRaw(response, status, body);
	}
}

function faultOf(response: Response): Fault | undefined {
	return response.locals.fault as Fault | undefined;
}

function sendStatus(response: Response, { status, headers = {}, body }: StatusAnswer): void {
	response.set(headers);
	sendRaw(response, status, body);
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

function matches({ method, path, header }: FaultMatch, request: Request): boolean {
	if (method !== undefined && method !== request.method) {
		return false;
	}
	if (header && request.get(header[0]) !== header[1]) {
		return false;
	}
	const requestPath = request.originalUrl.split('?')[0] ?? '';
	if (path === undefined || path === requestPath) {
		return true;
	}
	return path instanceof RegExp ? path.test(requestPath) : typeof path === 'function' && path(requestPath);
}
