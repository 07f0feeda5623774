import { ReadableStream } from 'node:stream/web';
import type { fetch as Fetch } from 'undici';
import { CorError } from '../../attach/errors.js';
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
	readonly text: string;
}

type Init = NonNullable<Parameters<typeof Fetch>[1]>;

// COR's answers are a few KB; more is not COR, and must not fill the memory.
const maxAnswerBytes = 8 * 1024 * 1024;

/**
 * Sends one request and reads its answer, without any credential that it repeats. Follows nothing: a token must not reach
 * another host, and `fetch` keeps the whole body of a request that it may have to repeat.
 * @throws CorError where no answer came, or one that does not end within 8 MiB; the abort reason where `init.signal` aborted.
 */
export async function exchange(transport: Transport, url: URL, init: Init): Promise<Answer> {
	const answer = await exchangeSecret(transport, url, init);
	return { ...answer, text: transport.redaction?.redactBody(answer.text) ?? answer.text };
}

/** The same for an answer that is itself a credential: its text is as it came, and must go nowhere else. */
export async function exchangeSecret({ fetch, redaction }: Transport, url: URL, init: Init): Promise<Answer> {
	try {
		const response = await fetch(url, { ...withStream(init), redirect: 'error' });
		return { status: response.status, headers: response.headers, text: await readText(response.body) };
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

// Into one buffer: a list of chunks would take a hundred times the memory where each brings a single byte.
async function readText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
	let bytes = Buffer.alloc(64 * 1024);
	let length = 0;
	for await (const chunk of body ?? []) {
		if (length + chunk.length > maxAnswerBytes) {
			throw new CorError('unreadable-answer', `the answer is longer than ${maxAnswerBytes} bytes`);
		}
		if (length + chunk.length > bytes.length) {
			const larger = Buffer.alloc(Math.max(length + chunk.length, bytes.length * 2));
			bytes.copy(larger, 0, 0, length);
			bytes = larger;
		}
		bytes.set(chunk, length);
		length += chunk.length;
	}
	return bytes.toString('utf8', 0, length);
}
