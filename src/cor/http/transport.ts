import { ReadableStream } from 'node:stream/web';
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
	try {
		const { status, headers, body } = await fetch(url, {
			...withStream(init),
			headers: { ...wanted, ...init.headers },
			redirect: 'error',
		});
		return { status, headers, ...(await readBody(status, body, hiding)) };
	} catch (error) {
		init.signal?.throwIfAborted();
		throw toTransportError(error, url, redaction);
	}
}

/** Of an iterable `fetch` makes a stream that copies every chunk; from a stream it takes them as they are. */
function withStream(init: Init): Init {
	const { body } = init;
	return isChunks(body) ? { ...init, body: toStream(body) } : init;
}

function isChunks(body: Init['body']): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** Asks for a chunk only when `fetch` asks for one. */
function toStream(chunks: AsyncIterable<Uint8Array>): ReadableStream {
	const iterator = chunks[Symbol.asyncIterator]();
	return new ReadableStream<Uint8Array>(
		{
			pull: async controller => {
				const { done, value } = await iterator.next();
				if (done) {
					controller.close();
				} else {
					controller.enqueue(value);
				}
			},
			cancel: async () => {
				await iterator.return?.();
			},
		},
		{ highWaterMark: 0 },
	);
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
