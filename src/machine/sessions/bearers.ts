import { systemClock } from '../../attach/clock.js';
import { Bearer, type Credential, type CredentialKeeper, type RenewalLock } from '../../cor/credentials.js';
import type { Transport } from '../../cor/http/transport.js';

interface OpenBearer {
	readonly href: string;
	readonly who: string;
	readonly bearer: Bearer;
	readonly isKept: boolean;
}

/** One `Bearer` per person and address, shared by all batches, so that they share one token. */
export class Bearers {
	readonly #transport: Transport;
	readonly #lockOf: ((name: string) => RenewalLock) | undefined;
	readonly #open = new Map<string, OpenBearer>();

	/** @param lockOf returns the lock that all windows with the same credential use */
	constructor(transport: Transport, lockOf?: (name: string) => RenewalLock) {
		this.#transport = transport;
		this.#lockOf = lockOf;
	}

	/**
	 * @param who tells people at one address apart
	 * @param keeper without it the credential never changes
	 */
	open({ href }: URL, who: string, credential: Credential, keeper?: CredentialKeeper): Bearer {
		const key = `${href} ${who}`;
		const open = this.#open.get(key);
		if (open) {
			open.bearer.reread();
			return open.bearer;
		}
		const settings = { apiUrl: new URL(href), transport: this.#transport, clock: systemClock };
		const lock = this.#lockOf?.(key);
		const bearer = new Bearer(credential, keeper ? { ...settings, keeper, ...(lock && { lock }) } : settings);
		this.#open.set(key, { href, who, bearer, isKept: keeper !== undefined });
		return bearer;
	}

	/** Makes the bearers of this address read their stored credential again. */
	rereadAll(href: string): void {
		for (const bearer of this.#keptAt(href)) {
			bearer.reread();
		}
	}

	/** Signs out the bearers with a stored credential at this address, or only this person's. */
	endAll(href: string, who?: string): void {
		for (const bearer of this.#keptAt(href, who)) {
			bearer.end();
		}
	}

	#keptAt(href: string, who?: string): readonly Bearer[] {
		const open = [...this.#open.values()].filter(each => each.isKept && each.href === href);
		return open.filter(each => who === undefined || each.who === who).map(({ bearer }) => bearer);
	}
}
