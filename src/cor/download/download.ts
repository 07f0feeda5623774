import { type Clock, systemClock } from '../../attach/clock.js';
import { CorError } from '../../attach/errors.js';
import { unlessAborted, withDeadline } from '../http/deadline.js';
import { isLoopback } from '../http/endpoint.js';
import type { Transport } from '../http/transport.js';
import { toTransportError } from '../http/transport-error.js';
import { DownloadError } from './download-error.js';
import { isPrivateHost } from './private-host.js';

/** Limits of one download, in milliseconds. */
export interface DownloadLimits {
	/** Maximum wait for each server's answer. */
	readonly answerMs: number;
	/** Maximum time without a byte. */
	readonly idleMs: number;
	/** Maximum time from the start to the last byte. */
	readonly wholeMs: number;
}

export interface Source {
	/** The attachment's address as COR sent it. Untrusted. */
	readonly url: string;
	/** The attachment's name. Only if it is an HTML file may the server send HTML. */
	readonly name: string;
	/** COR's API. Addresses on this machine are contacted only if COR is on this machine too. */
	readonly apiUrl: URL;
	/** Maximum number of bytes. */
	readonly most: number;
	/** Its bytes according to COR's list, which may be rounded. Shows that a download was cut off if HTTP can't. */
	readonly size?: number | undefined;
}

/** Receives the bytes. */
export interface Sink {
	/** Called before the first byte. `bytes` is the size, if the server reports it. */
	begin(bytes: number | undefined): void;
	/** Awaited before more is read, so that a slow disk slows the download. */
	take(chunk: Uint8Array): unknown;
}

const hour = 3_600_000;
export const defaultDownloadLimits: DownloadLimits = { answerMs: 60_000, idleMs: 60_000, wholeMs: 6 * hour };

type Headers = Pick<Awaited<ReturnType<Transport['fetch']>>['headers'], 'get'>;

const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const pageName = /\.(x?html?|xht|shtml)$/i;

/**
 * Downloads an attachment with a request that doesn't reveal who asks. Follows redirects one by one and checks each
 * address first.
 * @throws DownloadError; CorError as `exchange` does; the abort reason; errors of `sink`
 */
export async function download(
	{ fetch, redaction }: Transport,
	source: Source,
	sink: Sink,
	caller: AbortSignal,
	limits = defaultDownloadLimits,
	clock: Clock = systemClock,
): Promise<void> {
	await withDeadline(limits.wholeMs, clock, caller, async inTime => {
		const step = new AbortController();
		const signal = AbortSignal.any([inTime, step.signal]);
		/** Runs one step of the transport with a time limit. */
		const within = async <T>(ms: number, at: URL, work: Promise<T>): Promise<T> => {
			const stop = clock.after(ms, () => step.abort(new CorError('stalled', `no byte came for ${ms} ms`)));
			try {
				return await work;
			} catch (error) {
				signal.throwIfAborted();
				throw toTransportError(error, at, redaction);
			} finally {
				stop();
			}
		};
		const ask = (url: URL) =>
			fetch(url, {
				headers: { accept: '*/*', 'accept-encoding': 'identity' },
				redirect: 'manual',
				credentials: 'omit',
				cache: 'no-store',
				referrerPolicy: 'no-referrer',
				signal,
			});

		let url = addressOf(source.url, source.apiUrl);
		let answer = await within(limits.answerMs, url, ask(url));
		try {
			let location = whereTo(answer);
			for (let followed = 0; location !== null; followed += 1) {
				if (followed === mostRedirects) {
					throw new DownloadError('redirects', `more than ${mostRedirects} redirects`);
				}
				await letGo(answer.body);
				url = addressOf(location, source.apiUrl, url);
				answer = await within(limits.answerMs, url, ask(url));
				location = whereTo(answer);
			}
			checkAnswer(answer, source.name);
			const size = sizeOf(answer.headers);
			checkSize(size ?? 0, source.most, size);
			sink.begin(size);
			const reader = answer.body?.getReader();
			let taken = 0;
			for (;;) {
				const { value } = (await (reader && within(limits.idleMs, url, reader.read()))) ?? {};
				if (!value) {
					checkWhole(taken, source.size, answer.headers);
					return;
				}
				taken += value.length;
				checkSize(taken, source.most, size);
				await unlessAborted(() => sink.take(value), signal);
				signal.throwIfAborted();
			}
		} finally {
			step.abort(new CorError('unexpected', 'the download has ended')); // closes the connection if not everything was read
		}
	});
}

/** Target of a redirect; `null` if this isn't one. */
function whereTo({ status, headers }: Awaited<ReturnType<Transport['fetch']>>): string | null {
	return redirects.has(status) ? headers.get('location') : null;
}

/** @throws DownloadError `address` if the extension doesn't contact this address */
function addressOf(text: string, apiUrl: URL, base?: URL): URL {
	if (!URL.canParse(text, base?.href)) {
		throw new DownloadError('address', 'not a URL');
	}
	const url = new URL(text, base);
	const isHere = isLoopback(url.hostname) && isLoopback(apiUrl.hostname);
	const isSafe = isHere ? /^https?:$/.test(url.protocol) : url.protocol === 'https:' && !isPrivateHost(url.hostname);
	if (!isSafe || url.username !== '' || url.password !== '') {
		throw new DownloadError('address', `address not allowed: ${url.protocol}//${url.host}`);
	}
	return url;
}

function checkAnswer({ status, headers }: Awaited<ReturnType<Transport['fetch']>>, name: string): void {
	if (status >= 500 || status === 429 || status === 408) {
		throw new CorError('unavailable', `HTTP ${status}`, { status });
	}
	if (status !== 200) {
		throw new DownloadError('expired', `HTTP ${status}`);
	}
	const type = headers.get('content-type') ?? '';
	if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type) && !pageName.test(name)) {
		throw new DownloadError('page', 'HTML instead of the file');
	}
}

/** @throws DownloadError `too-large` */
function checkSize(bytes: number, most: number, size: number | undefined): void {
	if (bytes > most) {
		throw new DownloadError('too-large', `more than ${most} bytes`, size);
	}
}

/**
 * `fetch` notices by itself if bytes of a `Content-Length` or the end of a chunked body are missing. Otherwise a body
 * that ends with its connection may have been cut off, as only the list shows.
 * @throws CorError `network`
 */
function checkWhole(taken: number, listed: number | undefined, headers: Headers): void {
	const isPacked = headers.get('content-encoding') !== null;
	const isEndKnown = sizeOf(headers) !== undefined || headers.get('transfer-encoding') !== null;
	if (!isEndKnown && !isPacked && taken < (listed ?? 0)) {
		throw new CorError('network', `the download ended after ${taken} of ${listed} bytes`);
	}
}

/** Size in bytes; `undefined` if the server doesn't report it or compresses the body. */
function sizeOf(headers: Headers): number | undefined {
	const told = headers.get('content-length') ?? '';
	return /^\d{1,15}$/.test(told) && headers.get('content-encoding') === null ? Number(told) : undefined;
}

async function letGo(body: { cancel(): Promise<void> } | null): Promise<void> {
	await body?.cancel().catch(() => undefined);
}
