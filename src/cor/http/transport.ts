import { ReadableStream } from 'node:stream/web';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { fetch as Fetch } from 'undici';
import { CorError } from '../../attach/errors.js';
import { AnswerReader } from '../body/answer-reader.js';
import { AnswerValue } from './answer-value.js';
import type { Redaction } from './redaction.js';
import { toTransportError } from './transport-error.js';

/** What sends a request. */
export interface Transport {
	/** The editor's own `fetch` inside VS Code (it knows the user's proxy and certificates), undici's elsewhere. */
	readonly fetch: typeof Fetch;
	/** Takes credentials out of every answer and every error. */
	readonly redaction?: Redaction;
}

export interface Answer {
	readonly status: number;
	readonly headers: { get(name: string): string | null };
	/** Its JSON; missing where it has none, and where an error's is over the bounds of `exchange`. */
	readonly body: AnswerValue;
	/** Bytes of the body. */
	readonly length: number;
}

type FetchInit = NonNullable<Parameters<typeof Fetch>[1]>;
type Init = FetchInit & { readonly headers?: Readonly<Record<string, string>> };

// COR's framework answers others with pages, and sends them elsewhere when something is not valid (cor-api §10).
const wanted = { accept: 'application/json' };

/**
 * Sends one request and reads its answer; no text comes out of it with a credential that it repeats. Follows nothing: a
 * token must not reach another host, and `fetch` keeps the whole body of a request that it may have to repeat.
 * @throws CorError where no answer came, or none within 8 MiB and the bounds of `JsonBounds`; the abort reason where
 * `init.signal` aborted.
 */
export function exchange(transport: Transport, url: URL, init: Init): Promise<Answer> {
	return send(transport, url, init, transport.redaction);
}

/** The same for an answer that is itself a credential: its text is as it came, and must go nowhere else. */
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
		const reading = readBody(status, body, hiding);
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

/** Longer than the rest of an answer takes whose head is there. */
const mostHeldMs = 2_000;

/**
 * The body of a request. Of an iterable `fetch` makes a stream that copies every chunk; from a stream it takes them as they are.
 *
 * A server may refuse a body before it has all of it, and close: who then writes on finds a broken pipe, and never reads what
 * came before. So before each chunk what has come is read, and none is given while a refusal comes.
 */
class Feed {
	/** Asks for a chunk only when `fetch` asks for one. */
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
						controller.close(); // at once: the connection of an answer that comes before it is not used again
						return;
					}
					await setImmediate(); // comes right after what the system has for this process was read
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

	/** Gives nothing during that, in so far as it ends soon. */
	holdDuring(work: Promise<unknown>): void {
		const soon = delay(mostHeldMs, undefined, { ref: false });
		this.#held = Promise.race([work, soon]).catch(() => undefined);
	}
}

async function readBody(
	status: number,
	body: AsyncIterable<Uint8Array> | null,
	redaction: Redaction | undefined,
): Promise<Pick<Answer, 'body' | 'length'>> {
	const isError = status >= 400;
	const reader = new AnswerReader();
	for await (const chunk of body ?? []) {
		const refusal = reader.take(chunk);
		if (refusal !== undefined && isError) {
			return { body: new AnswerValue(undefined), length: reader.length }; // the status says what it means
		}
		if (refusal !== undefined) {
			throw new CorError('unreadable-answer', refusal);
		}
	}
	return { body: new AnswerValue(await reader.parse(), redaction), length: reader.length };
}
