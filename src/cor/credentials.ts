import * as v from 'valibot';
import type { Clock } from '../attach/clock.js';
import { CorError } from '../attach/errors.js';
import { readToken } from './answers/answers.js';
import { isSuccess, toStatusError } from './answers/statuses.js';
import { AnswerValue } from './http/answer-value.js';
import { withDeadline } from './http/deadline.js';
import { resourceUrl } from './http/endpoint.js';
import { type Answer, exchangeSecret, type Transport } from './http/transport.js';

/**
 * What a person gives us: the key pair that COR recommends, or an access token, which lives about an hour
 * (cor-api §2.1, §2.2).
 */
export const credential = v.variant('kind', [
	v.object({ kind: v.literal('key'), apiKey: v.string(), clientSecret: v.string() }),
	v.object({
		kind: v.literal('token'),
		accessToken: v.string(),
		refreshToken: v.exactOptional(v.string()),
		/** Epoch milliseconds, where COR has told; a pasted token does not tell. */
		expiresAt: v.exactOptional(v.number()),
	}),
]);

export type Credential = Readonly<v.InferOutput<typeof credential>>;

/** Where bearer tokens come from. */
export interface BearerSource {
	/** A token that should be valid. Throws `CorError` where COR refuses the credential or can't be asked. */
	bearer(): Promise<string>;
	/** A token in place of `stale`, which COR has refused. */
	renew(stale: string): Promise<string>;
}

/** Where a credential is kept. Other windows use it, too: they may put a newer one there, or take it away. */
export interface CredentialKeeper {
	/** The credential as it is kept now; `undefined` where the person has signed out. Rejects where that can't be told. */
	read(): Promise<Credential | undefined>;
	/** Keeps a successor. Whether there still was something to succeed: else the person has signed out. Never rejects. */
	replace(successor: Credential): Promise<boolean>;
}

/** What windows that share a credential take before they renew it. */
export interface RenewalLock {
	/** Does the work while no other window does, or after a while all the same. Rejects as the work does. */
	alone<T>(work: () => Promise<T>): Promise<T>;
}

export interface BearerSettings {
	readonly apiUrl: URL;
	readonly transport: Transport;
	readonly clock: Clock;
	/** Where there is none, the credential is the caller's alone. */
	readonly keeper?: CredentialKeeper;
	/** Where there is none, other windows may renew it at the same time. */
	readonly lock?: RenewalLock;
}

interface Held {
	readonly token: string;
	/** Epoch milliseconds. */
	readonly expiresAt: number;
}

const renewEarlyMs = 60_000;
const answerTimeoutMs = 30_000;
// Another window whose refresh came first has its answer within moments; then it still has to store it.
const successorPausesMs = [0, 500, 1_500];

/**
 * Turns one credential into bearer tokens: renewed a minute before they end and when COR refuses one, one renewal at a
 * time, in all windows where a refresh token is used. Reads the kept credential before each renewal: another window may
 * have renewed it, and COR may take a refresh token that comes twice for theft (RFC 9700 §4.14.2). Once signed out it gives no token: what is under way may end,
 * nothing new begins.
 */
export class Bearer implements BearerSource {
	readonly #settings: BearerSettings;
	/** `undefined`: signed out. */
	#credential: Credential | undefined;
	#held: Held | undefined;
	#renewal: Promise<string> | undefined;
	/** Settled when nothing is looked up in the keeper any more. */
	#looked: Promise<unknown> = Promise.resolve();
	/** Looking up and renewing go one after another: what is read before a renewal is old after it. */
	#turn: Promise<unknown> = Promise.resolve();

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

	/** Looks at once whether another credential, or none, is kept now; whoever asks for a token waits for that. */
	reread(): void {
		this.#looked = this.#inTurn(() => this.#adoptKept());
	}

	/** Gives no token any more. */
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
		this.#renewal ??= this.#inTurn(() => this.#renewAlone(stale)).finally(() => {
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
		const answer = await askToken(asked, this.#settings);
		const token = readTokenAnswer(answer, clock.now());
		if (this.#credential !== asked) {
			throw signedOut();
		}
		const expiresAt = clock.now() + token.lifeMs;
		const { accessToken, refreshToken } = token;
		if (asked.kind === 'key') {
			transport.redaction?.hide(accessToken);
			transport.redaction?.hide(refreshToken ?? '');
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

	/** Whether another credential came to be kept since COR refused this one. */
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
			// Whoever keeps it has reported that it can't be read. What is held was good until now.
		}
	}

	#adopt(credential: Credential): void {
		const parts = partsOf(credential);
		for (const secret of [...parts, parts.join(':')]) {
			this.#settings.transport.redaction?.hide(secret);
		}
		this.#credential = credential;
		this.#held =
			credential.kind === 'token'
				? { token: credential.accessToken.trim(), expiresAt: credential.expiresAt ?? Number.POSITIVE_INFINITY }
				: undefined;
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work);
		this.#turn = done.catch(() => {}); // the failure belongs to whoever asked
		return done;
	}

	#sendable(token: string): string {
		if (!this.#credential) {
			throw signedOut();
		}
		// `fetch` repeats a header that it will not send in its error, and errors go to the log.
		if (!/^[\x21-\x7e]+$/.test(token)) {
			throw new CorError('unauthorized', 'the access token holds characters that no token has');
		}
		return token;
	}
}

function signedOut(): CorError {
	return new CorError('account-missing', 'signed out');
}

/** What is secret in a credential. */
function partsOf(credential: Credential): readonly string[] {
	return credential.kind === 'key'
		? [credential.apiKey, credential.clientSecret]
		: [credential.accessToken.trim(), credential.refreshToken ?? ''];
}

function isSame(a: Credential, b: Credential): boolean {
	const others = partsOf(b);
	return a.kind === b.kind && partsOf(a).every((part, index) => part === others[index]);
}

async function askToken(credential: Credential, { apiUrl, transport, clock }: BearerSettings): Promise<Answer> {
	if (credential.kind === 'token' && credential.refreshToken === undefined) {
		throw new CorError('unauthorized', 'the access token has ended and there is no refresh token');
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
	// The answer may repeat what was sent, which here is the credential itself: its words go nowhere.
	const { kind, details } = toStatusError({ ...answer, body: new AnswerValue(undefined) }, now);
	// No error of these endpoints is documented: each of these says that the credential was refused (cor-api §2.2).
	const isRefused = [400, 401, 403, 417].includes(answer.status);
	throw new CorError(isRefused ? 'unauthorized' : kind, `HTTP ${answer.status} from the token endpoint`, details);
}
