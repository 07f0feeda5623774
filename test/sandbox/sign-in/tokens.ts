import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { noteCredentials } from '../../leaks/kept.js';
import { type SeedUser, users } from '../seed.js';
import type { Store } from '../store.js';

export interface TokenPair {
	readonly access_token: string;
	readonly refresh_token: string;
}

interface Claims {
	readonly sub: number;
	/** Seconds since 1970, with a fraction: tests use lives below a second. */
	readonly exp: number;
	readonly generation: number;
	readonly jti: string;
}

const header = encode({ alg: 'HS256', typ: 'JWT' });

/** Access tokens are signed and kept by nobody; refresh tokens are opaque and kept as hashes. // cor-api §2.2 */
export class Tokens {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	/** The pair's refresh token is known before the promise is awaited. */
	async issue(user: SeedUser, lifeMs: number): Promise<TokenPair> {
		const pair = this.issueNow(user, lifeMs);
		await this.#store.settled();
		return pair;
	}

	issueNow(user: SeedUser, lifeMs: number): TokenPair {
		const claims: Claims = {
			sub: user.id,
			exp: (Date.now() + lifeMs) / 1000,
			generation: this.#store.tokenGeneration,
			jti: randomBytes(8).toString('hex'),
		};
		const signed = `${header}.${encode(claims)}`;
		const refresh = randomBytes(24).toString('base64url');
		void this.#store.rememberRefreshToken(refresh, user.id); // whoever needs it on disk awaits the store
		const access = `${signed}.${this.#sign(signed)}`;
		noteCredentials(access, refresh);
		return { access_token: access, refresh_token: refresh };
	}

	/** Whose token this is, as long as it is genuine and alive. */
	userOf(token: string): SeedUser | 'expired' | 'invalid' {
		const [head, body, signature, ...rest] = token.split('.');
		if (!head || !body || !signature || rest.length > 0 || !same(signature, this.#sign(`${head}.${body}`))) {
			return 'invalid';
		}
		const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
		if (claims.exp * 1000 <= Date.now() || claims.generation !== this.#store.tokenGeneration) {
			return 'expired';
		}
		return users.find(user => user.id === claims.sub) ?? 'invalid';
	}

	userOfRefreshToken(token: string): SeedUser | undefined {
		const id = this.#store.userIdOfRefreshToken(token);
		return users.find(user => user.id === id);
	}

	forgetRefreshToken(token: string): Promise<void> {
		return this.#store.forgetRefreshToken(token);
	}

	/** Every access token given so far counts as expired from now on. */
	expireAll(): void {
		void this.#store.startTokenGeneration(); // takes effect at once; the disk follows
	}

	forgetRefreshTokens(): void {
		void this.#store.forgetRefreshTokens(); // takes effect at once; the disk follows
	}

	#sign(text: string): string {
		return createHmac('sha256', this.#store.signingKey).update(text).digest('base64url');
	}
}

export function same(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}

function encode(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
