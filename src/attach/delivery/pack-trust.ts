import type { PostedEnd } from './courier.js';

/**
 * Whether COR, at one origin, tells of each file of a request with several. It is documented and nobody has seen it
 * (cor-api §3.1), so it is earned: by a first pack of two files that COR's answer accounts for by name. An answer that
 * does not, at any time, and COR is not asked to again for as long as this lives.
 */
export class PackTrust {
	#state: 'untried' | 'being-tried' | 'earned' | 'lost';

	constructor(state: 'untried' | 'earned' = 'untried') {
		this.#state = state;
	}

	/**
	 * How many of several files may go together now; none while the first two are under way. What came of more than one has
	 * to be told to `learn`.
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

	/** What came of a request; nothing where there was none. */
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

// These say when, and by whom; of the files they say nothing.
const ofTheRequest: ReadonlySet<string> = new Set([
	'unauthorized',
	'rate-limited',
	'unavailable',
	'proxy',
	'proxy-password',
]);

/** A connection that breaks or falls silent says nothing against a COR that was seen to account for packs before. */
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

/** One for each origin, for as long as the window lives. */
export class PackTrusts {
	readonly #ofOrigins = new Map<string, PackTrust>();

	of({ origin }: URL): PackTrust {
		const trust = this.#ofOrigins.get(origin) ?? new PackTrust();
		this.#ofOrigins.set(origin, trust);
		return trust;
	}
}
