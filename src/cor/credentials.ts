import type { Clock } from '../attach/clock.js';
import { CorError } from '../attach/errors.js';
import { readToken, type TokenAnswer } from './answers.js';
import { resourceUrl } from './endpoint.js';
import { isSuccess, toStatusError } from './statuses.js';
import { type Answer, exchange, type Transport } from './transport.js';

/**
 * What a person gives us: the key pair that COR recommends, or an access token, which lives about an hour
 * (cor-api §2.1, §2.2).
 */
export type Credential =
	| { readonly kind: 'key'; readonly apiKey: string; readonly clientSecret: string }
	| { readonly kind: 'token'; readonly accessToken: string; readonly refreshToken?: string };

/** Where bearer tokens come from. */
export interface BearerSource {
	/** A token that should be valid. Throws `CorError` where COR refuses the credential or can't be asked. */
	bearer(): Promise<string>;
	/** A token in place of `stale`, which COR has refused. */
	renew(stale: string): Promise<string>;
}

export interface BearerSettings {
	readonly apiUrl: URL;
	readonly transport: Transport;
	readonly clock: Clock;
	/** Told of each new refresh token, since COR's may rotate: the old one is then worth nothing. */
	readonly onRotated?: (credential: Credential) => Promise<void>;
}

interface Held {
	readonly token: string;
	/** Epoch milliseconds; a pasted token does not tell. */
	readonly expiresAt: number;
}

const renewEarlyMs = 60_000;
const answerTimeoutMs = 30_000;

/** Turns one credential into bearer tokens: renewed a minute before they end and when COR refuses one, one renewal at a time. */
export class Bearer implements BearerSource {
	readonly #settings: BearerSettings;
	#credential: Credential;
	#held: Held | undefined;
	#renewal: Promise<string> | undefined;

	constructor(credential: Credential, settings: BearerSettings) {
		this.#credential = credential;
		this.#settings = settings;
		if (credential.kind === 'token') {
			this.#held = { token: credential.accessToken.trim(), expiresAt: Number.POSITIVE_INFINITY };
		}
	}

	async bearer(): Promise<string> {
		const held = this.#held;
		const isFresh = held && this.#settings.clock.now() < held.expiresAt - renewEarlyMs;
		return sendable(isFresh ? held.token : await this.#renewOnce());
	}

	async renew(stale: string): Promise<string> {
		const held = this.#held;
		return sendable(held && held.token !== stale ? held.token : await this.#renewOnce());
	}

	#renewOnce(): Promise<string> {
		this.#renewal ??= this.#ask().finally(() => {
			this.#renewal = undefined;
		});
		return this.#renewal;
	}

	async #ask(): Promise<string> {
		const { apiUrl, transport, clock, onRotated } = this.#settings;
		const answer = await askToken(this.#credential, apiUrl, transport);
		const token = readTokenAnswer(answer, clock.now());
		this.#held = { token: token.accessToken, expiresAt: clock.now() + token.lifeMs };
		if (this.#credential.kind === 'token') {
			this.#credential = {
				...this.#credential,
				accessToken: token.accessToken,
				...(token.refreshToken && { refreshToken: token.refreshToken }),
			};
			await onRotated?.(this.#credential);
		}
		return token.accessToken;
	}
}

// `fetch` repeats a header that it will not send in its error, and errors go to the log.
function sendable(token: string): string {
	if (!/^[\x21-\x7e]+$/.test(token)) {
		throw new CorError('unauthorized', 'the access token holds characters that no token has');
	}
	return token;
}

async function askToken(credential: Credential, apiUrl: URL, transport: Transport): Promise<Answer> {
	const signal = AbortSignal.timeout(answerTimeoutMs);
	try {
		if (credential.kind === 'key') {
			const pair = Buffer.from(`${credential.apiKey}:${credential.clientSecret}`).toString('base64');
			const url = resourceUrl(apiUrl, ['oauth', 'token'], { grant_type: 'client_credentials' });
			return await exchange(transport, url, { method: 'POST', headers: { authorization: `Basic ${pair}` }, signal });
		}
		if (credential.refreshToken === undefined) {
			throw new CorError('unauthorized', 'the access token has ended and there is no refresh token');
		}
		return await exchange(transport, resourceUrl(apiUrl, ['oauth', 'refreshtoken']), {
			method: 'POST',
			body: new URLSearchParams({ refresh_token: credential.refreshToken }).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			signal,
		});
	} catch (error) {
		throw signal.aborted ? new CorError('answer-timeout', 'the token endpoint did not answer') : error;
	}
}

function readTokenAnswer(answer: Answer, now: number): TokenAnswer {
	if (isSuccess(answer)) {
		return readToken(answer.text, now);
	}
	// The answer may repeat what was sent, which here is the credential itself: its words go nowhere.
	const { kind, details } = toStatusError({ ...answer, text: '' }, now);
	// No error of these endpoints is documented: each of these says that the credential was refused (cor-api §2.2).
	const isRefused = [400, 401, 403, 417].includes(answer.status);
	throw new CorError(isRefused ? 'unauthorized' : kind, `HTTP ${answer.status} from the token endpoint`, details);
}
