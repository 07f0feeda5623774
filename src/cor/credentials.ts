import * as v from 'valibot';
import type { Clock } from '../attach/clock.js';
import { CorError } from '../attach/errors.js';
import { Sequence } from '../attach/sequence.js';
import { readToken } from './answers/answers.js';
import { isSuccess, toStatusError } from './answers/statuses.js';
import { AnswerValue } from './http/answer-value.js';
import { withDeadline } from './http/deadline.js';
import { resourceUrl } from './http/endpoint.js';
import { type Answer, exchangeSecret, type Transport } from './http/transport.js';

/**
 * What a person enters: the key pair that COR recommends, or an access token, which expires in about an hour (cor-api
 * §2.1, §2.2).
 */
export const credential = v.variant('kind', [
	v.object({ kind: v.literal('key'), apiKey: v.string(), clientSecret: v.string() }),
	v.object({
		kind: v.literal('token'),
		accessToken: v.string(),
		refreshToken: v.exactOptional(v.string()),
		/** Epoch milliseconds. Missing for a pasted token. */
		expiresAt: v.exactOptional(v.number()),
	}),
]);

export type Credential = Readonly<v.InferOutput<typeof credential>>;

/** A source of bearer tokens. */
export interface BearerSource {
	/** A token that should be valid. Throws `CorError` if COR refuses the credential or can't be reached. */
	bearer(): Promise<string>;
	/** A token other than `stale`, which COR has refused. */
	renew(stale: string): Promise<string>;
}

/** Stores a credential for all windows. Other windows may replace or remove it. */
export interface CredentialKeeper {
	/** The stored credential; `undefined` after sign-out. Rejects if it can't be read. */
	read(): Promise<Credential | undefined>;
	/**
	 * Stores the successor of a credential. `false` if there was none to replace, because the person has signed out.
	 * Never rejects.
	 */
	replace(successor: Credential): Promise<boolean>;
}

/** A lock that windows take before they change what they share: a credential, or all that is stored for an address. */
export interface RenewalLock {
	/** Runs the work while no other window does; after some time it runs anyway. Rejects as the work does. */
	alone<T>(work: () => Promise<T>): Promise<T>;
}

export interface BearerSettings {
	readonly apiUrl: URL;
	readonly transport: Transport;
	readonly clock: Clock;
	/** Without one, only the caller uses the credential. */
	readonly keeper?: CredentialKeeper;
	/** Without one, several windows may renew at the same time. */
	readonly lock?: RenewalLock;
}

interface Held {
	readonly token: string;
	/** Epoch milliseconds. */
	readonly expiresAt: number;
}

const renewEarlyMs = 60_000;
const answerTimeoutMs = 30_000;
// If another window refreshed first, its new token arrives within moments and then still has to be stored.
const successorPausesMs = [0, 500, 1_500];

/**
 * Turns one credential into bearer tokens. Renews them a minute before they expire and after COR refused one. Only one
 * renewal runs at a time, in all windows if a refresh token is used. Each renewal first reads the stored credential:
 * another window may have renewed it, and COR may treat a refresh token that is used twice as stolen (RFC 9700
 * §4.14.2). After sign-out it returns no token: requests under way may finish, new ones fail.
 */
export class Bearer implements BearerSource {
	readonly #settings: BearerSettings;
	/** `undefined` after sign-out. */
	#credential: Credential | undefined;
	#held: Held | undefined;
	#renewal: Promise<string> | undefined;
	/** Settles when no read of the stored credential is pending. */
	#looked: Promise<unknown> = Promise.resolve();
	/** Reads and renewals, because a renewal replaces what a read returned. */
	readonly #turns = new Sequence();

	constructor(credential: Credential, settings: BearerSettings) {
		this.#settings = settings;
		this.#adopt(credential);
	}

	async bearer(): Promise<string> {
		await this.#looked;
		return this.#sendable(this.#fresh() ?? (await this.#renewOnce()));
	}

	async renew(stale: string): Promise<string> {
		await this.#looked;
		return this.#sendable(this.#fresh(stale) ?? (await this.#renewOnce(stale)));
	}

	/** Reads the stored credential again. Later calls for a token wait for this. */
	reread(): void {
		this.#looked = this.#turns.run(() => this.#adoptKept());
	}

	/** Signs out: returns no more tokens. */
	end(): void {
		this.#credential = undefined;
		this.#held = undefined;
	}

	#fresh(stale?: string): string | undefined {
		const held = this.#held;
		const isFresh = held && held.token !== stale && this.#settings.clock.now() < held.expiresAt - renewEarlyMs;
		return isFresh ? held.token : undefined;
	}

	async #renewOnce(stale?: string): Promise<string> {
		if (!this.#credential) {
			throw signedOut();
		}
		this.#renewal ??= this.#turns
			.run(() => this.#renewAlone(stale))
			.finally(() => {
				this.#renewal = undefined;
			});
		return this.#renewal;
	}

	#renewAlone(stale: string | undefined): Promise<string> {
		const { lock } = this.#settings;
		const isRefresh = this.#credential?.kind === 'token' && this.#credential.refreshToken !== undefined;
		return lock && isRefresh ? lock.alone(() => this.#renew(stale)) : this.#renew(stale);
	}

	async #renew(stale: string | undefined): Promise<string> {
		for (let isSecond = false; ; isSecond = true) {
			await this.#adoptKept();
			const fresh = this.#fresh(stale);
			if (fresh !== undefined) {
				return fresh;
			}
			const asked = this.#credential;
			if (!asked) {
				throw signedOut();
			}
			try {
				return await this.#ask(asked);
			} catch (error) {
				const isRefused = error instanceof CorError && error.kind === 'unauthorized';
				if (isSecond || !isRefused || !(await this.#hasSuccessor(asked))) {
					throw error;
				}
			}
		}
	}

	async #ask(asked: Credential): Promise<string> {
		const { transport, clock, keeper } = this.#settings;
		hide(asked, transport.redaction); // a refresh token may be older than all tokens of other accounts
		const answer = await askToken(asked, this.#settings);
		const token = readTokenAnswer(answer, clock.now());
		if (this.#credential !== asked) {
			throw signedOut();
		}
		const expiresAt = clock.now() + token.lifeMs;
		const { accessToken, refreshToken } = token;
		if (asked.kind === 'key') {
			transport.redaction?.hideToken(accessToken);
			transport.redaction?.hideToken(refreshToken ?? '');
			this.#held = { token: accessToken, expiresAt };
			return accessToken;
		}
		const successor = { ...asked, accessToken, expiresAt, ...(refreshToken && { refreshToken }) };
		this.#adopt(successor);
		if (keeper && !(await keeper.replace(successor))) {
			this.end();
		}
		return accessToken;
	}

	/** Whether another credential was stored after COR refused this one. */
	async #hasSuccessor(refused: Credential): Promise<boolean> {
		const isRefresh = refused.kind === 'token' && refused.refreshToken !== undefined;
		const pausesMs = this.#settings.keeper ? successorPausesMs.slice(0, isRefresh ? undefined : 1) : [];
		for (const pauseMs of pausesMs) {
			await new Promise<void>(resolve => {
				this.#settings.clock.after(pauseMs, resolve);
			});
			await this.#adoptKept();
			if (this.#credential !== refused) {
				return true;
			}
		}
		return false;
	}

	async #adoptKept(): Promise<void> {
		const { keeper } = this.#settings;
		if (!keeper) {
			return;
		}
		try {
			const kept = await keeper.read();
			if (!kept) {
				this.end();
			} else if (!this.#credential || !isSame(kept, this.#credential)) {
				this.#adopt(kept);
			}
		} catch {
			// The keeper has reported the error. The credential in memory worked so far, so it stays.
		}
	}

	#adopt(credential: Credential): void {
		hide(credential, this.#settings.transport.redaction);
		this.#credential = credential;
		this.#held =
			credential.kind === 'token'
				? { token: credential.accessToken.trim(), expiresAt: credential.expiresAt ?? Number.POSITIVE_INFINITY }
				: undefined;
	}

	#sendable(token: string): string {
		if (!this.#credential) {
			throw signedOut();
		}
		// `fetch` repeats an invalid header in its error message, and errors go to the log.
		if (!/^[\x21-\x7e]+$/.test(token)) {
			throw new CorError('unauthorized', 'the access token contains characters that no token has');
		}
		return token;
	}
}

function signedOut(): CorError {
	return new CorError('account-missing', 'signed out');
}

/** The secret parts of a credential. */
function partsOf(credential: Credential): readonly string[] {
	return credential.kind === 'key'
		? [credential.apiKey, credential.clientSecret]
		: [credential.accessToken.trim(), credential.refreshToken ?? ''];
}

function hide(credential: Credential, redaction: Transport['redaction']): void {
	const parts = partsOf(credential);
	if (credential.kind === 'token') {
		for (const token of parts) {
			redaction?.hideToken(token);
		}
		return;
	}
	for (const secret of [...parts, parts.join(':')]) {
		redaction?.hide(secret);
	}
}

function isSame(a: Credential, b: Credential): boolean {
	const others = partsOf(b);
	return a.kind === b.kind && partsOf(a).every((part, index) => part === others[index]);
}

async function askToken(credential: Credential, { apiUrl, transport, clock }: BearerSettings): Promise<Answer> {
	if (credential.kind === 'token' && credential.refreshToken === undefined) {
		throw new CorError('unauthorized', 'the access token has expired and there is no refresh token');
	}
	return withDeadline(answerTimeoutMs, clock, undefined, signal => {
		if (credential.kind === 'key') {
			const pair = Buffer.from(`${credential.apiKey}:${credential.clientSecret}`).toString('base64');
			const url = resourceUrl(apiUrl, ['oauth', 'token'], { grant_type: 'client_credentials' });
			return exchangeSecret(transport, url, { method: 'POST', headers: { authorization: `Basic ${pair}` }, signal });
		}
		return exchangeSecret(transport, resourceUrl(apiUrl, ['oauth', 'refreshtoken']), {
			method: 'POST',
			body: new URLSearchParams({ refresh_token: credential.refreshToken ?? '' }).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			signal,
		});
	});
}

function readTokenAnswer(answer: Answer, now: number) {
	if (isSuccess(answer)) {
		return readToken(answer.body, now);
	}
	// The answer may repeat the credential, so COR's message is dropped.
	const { kind, details } = toStatusError({ ...answer, body: new AnswerValue(undefined) }, now);
	// COR documents no errors for these endpoints. Each of these means that it refused the credential (cor-api §2.2).
	const isRefused = [400, 401, 403, 417].includes(answer.status);
	throw new CorError(isRefused ? 'unauthorized' : kind, `HTTP ${answer.status} from the token endpoint`, details);
}
