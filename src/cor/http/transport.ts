import { ReadableStream } from 'node:stream/web';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { fetch as Fetch } from 'undici';
import { CorError } from '../../attach/errors.js';
import { AnswerReader } from '../body/answer-reader.js';
import { AnswerValue } from './answer-value.js';
import type { Redaction } from './redaction.js';
import { toTransportError } from './transport-error.js';

/** Sends requests. */
export interface Transport {
	/** Inside VS Code the editor's `fetch`, which uses the user's proxy and certificates; elsewhere undici's. */
	readonly fetch: typeof Fetch;
	/** Removes credentials from every answer and error. */
	readonly redaction?: Redaction;
}

export interface Answer {
	readonly status: number;
	readonly headers: { get(name: string): string | null };
	/** The JSON. Empty if there is none, or if an error's body breaks off or exceeds the bounds of `exchange`. */
	readonly body: AnswerValue;
	/** Bytes of the body. */
	readonly length: number;
	/** Whether an error's body could not be read to its end. */
	readonly isUnread?: true;
}

type FetchInit = NonNullable<Parameters<typeof Fetch>[1]>;
type Init = FetchInit & { readonly headers?: Readonly<Record<string, string>> };

// Without this header COR's framework answers with HTML pages and redirects invalid requests (cor-api §10).
const wanted = { accept: 'application/json' };

/**
 * Sends one request and reads its answer, without credentials that the answer repeats. Doesn't follow redirects: a
 * token must not reach another host, and `fetch` would keep the whole body to send it again.
 * @throws CorError if no answer came, or one over 8 MiB or the bounds of `JsonBounds`; the abort reason if
 * `init.signal` aborted
 */
export function exchange(transport: Transport, url: URL, init: Init): Promise<Answer> {
	return send(transport, url, init, transport.redaction);
}

/**
 * Like `exchange`, for an answer that is itself a credential. Its texts are not redacted, so they must go nowhere else.
 */
export function exchangeSecret(transport: Transport, url: URL, init: Init): Promise<Answer> {
	return send(transport, url, init, undefined);
}

async function send(
	{ fetch, redaction }: Transport,
	url: URL,
	init: Init,
	hiding: Redaction | undefined,
): Promise<Answer> {
	const feed = isChunks(init.body) ? new Feed(init.body) : undefined;
	try {
		const { status, headers, body } = await fetch(url, {
			...init,
			...(feed && { body: feed.stream }),
			headers: { ...wanted, ...init.headers },
			redirect: 'error',
		});
		const reading = readBody(status, body, hiding, init.signal);
		if (status >= 400) {
			feed?.holdDuring(reading);
		}
		return { status, headers, ...(await reading) };
	} catch (error) {
		init.signal?.throwIfAborted();
		throw toTransportError(error, url, redaction);
	}
}

function isChunks(body: Init['body']): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The rest of an answer arrives within this time after its head. */
const mostHeldMs = 2_000;

/**
 * The body of a request. `fetch` copies the chunks of an iterable, but takes those of a stream as they are.
 *
 * A server may refuse a body early and close the connection. Writing on would then fail before the refusal is read. So
 * incoming data is read before each chunk, and no chunk is sent while a refusal arrives.
 */
class Feed {
	/** Asks for a chunk only when `fetch` does. */
	readonly stream: ReadableStream<Uint8Array>;
	#held: Promise<unknown> | undefined;

	constructor(chunks: AsyncIterable<Uint8Array>) {
		const iterator = chunks[Symbol.asyncIterator]();
		this.stream = new ReadableStream<Uint8Array>(
			{
				pull: async controller => {
					await this.#held;
					const { done, value } = await iterator.next();
					if (done) {
						controller.close(); // immediately: undici doesn't reuse a connection whose answer comes before the end of the body
						return;
					}
					await setImmediate(); // runs right after pending input of this process was read
					await this.#held;
					controller.enqueue(value);
				},
				cancel: async () => {
					await iterator.return?.();
				},
			},
			{ highWaterMark: 0 },
		);
	}

	/** Sends nothing while this work runs, for 2 seconds at most. */
	holdDuring(work: Promise<unknown>): void {
		const soon = delay(mostHeldMs, undefined, { ref: false });
		this.#held = Promise.race([work, soon]).catch(() => undefined);
	}
}

async function readBody(
	status: number,
	body: AsyncIterable<Uint8Array> | null,
	redaction: Redaction | undefined,
	signal: Init['signal'],
): Promise<Pick<Answer, 'body' | 'length' | 'isUnread'>> {
	const reader = new AnswerReader();
	try {
		for await (const chunk of body ?? []) {
			const refusal = reader.take(chunk);
			if (refusal !== undefined) {
				throw new CorError('unreadable-answer', refusal);
			}
		}
	} catch (error) {
		if (status < 400 || signal?.aborted) {
			throw error;
		}
		return { body: new AnswerValue(undefined), length: reader.length, isUnread: true }; // the status is enough
	}
	return { body: new AnswerValue(await reader.parse(), redaction), length: reader.length };
}
