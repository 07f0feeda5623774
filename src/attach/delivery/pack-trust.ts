import type { PostedEnd } from './courier.js';

/**
 * Whether COR, at one origin, confirms each file of a request with several. That is documented but not proven (cor-api
 * §3.1), so the first pack is a trial with two files. If an answer ever fails to confirm each file by name, packs stay
 * off for the lifetime of this object.
 */
export class PackTrust {
	#state: 'untried' | 'being-tried' | 'earned' | 'lost';

	constructor(state: 'untried' | 'earned' = 'untried') {
		this.#state = state;
	}

	/**
	 * How many of `count` files may share a request now; 0 while the trial pack is on its way. If the result is more than
	 * 1, pass the ends of that request to `learn`.
	 */
	take(count: number): number {
		switch (this.#state) {
			case 'earned':
				return count;
			case 'untried':
				this.#state = 'being-tried';
				return 2;
			case 'being-tried':
				return 0;
			case 'lost':
				return 1;
		}
	}

	/** Learns from the ends of a request. Pass an empty list if the request wasn't sent. */
	learn(ends: readonly PostedEnd[]): void {
		if (this.#state === 'being-tried') {
			this.#state = 'untried';
		}
		if (ends.length < 2) {
			return;
		}
		if (ends.every(({ isOwn }) => isOwn)) {
			this.#state = this.#state === 'lost' ? 'lost' : 'earned';
		} else if (ends.some(end => speaksAgainst(end, this.#state === 'earned'))) {
			this.#state = 'lost';
		}
	}
}

// These kinds concern the whole request, so they prove nothing about packs.
const ofTheRequest: ReadonlySet<string> = new Set([
	'unauthorized',
	'rate-limited',
	'unavailable',
	'proxy',
	'proxy-password',
]);

/** Whether this end shows that packs don't work. A broken or silent connection doesn't, once a pack has worked. */
function speaksAgainst(end: PostedEnd, isEarned: boolean): boolean {
	if (end.isOwn || end.status === 'cancelled') {
		return false;
	}
	if (end.status === 'attached') {
		return true;
	}
	const { kind, details } = end.error;
	const isAnswer = details.status !== undefined && !ofTheRequest.has(kind);
	return (
		isAnswer || kind === 'not-in-answer' || kind === 'unreadable-answer' || (end.status === 'unknown' && !isEarned)
	);
}

/** One `PackTrust` per origin, for the lifetime of the window. */
export class PackTrusts {
	readonly #ofOrigins = new Map<string, PackTrust>();

	of({ origin }: URL): PackTrust {
		const trust = this.#ofOrigins.get(origin) ?? new PackTrust();
		this.#ofOrigins.set(origin, trust);
		return trust;
	}
}
