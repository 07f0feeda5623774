import { systemClock } from '../../attach/clock.js';
import { Bearer, type Credential, type CredentialKeeper, type RenewalLock } from '../../cor/credentials.js';
import type { Transport } from '../../cor/http/transport.js';

interface OpenBearer {
	readonly href: string;
	readonly who: string;
	readonly bearer: Bearer;
	readonly isKept: boolean;
}

/** One bearer for all batches of a person at an address, so that a token is asked for once and not for each. */
export class Bearers {
	readonly #transport: Transport;
	readonly #lockOf: ((name: string) => RenewalLock) | undefined;
	readonly #open = new Map<string, OpenBearer>();

	/** `lockOf`: what other windows take, too, that use the credential of that name. */
	constructor(transport: Transport, lockOf?: (name: string) => RenewalLock) {
		this.#transport = transport;
		this.#lockOf = lockOf;
	}

	/** `who` tells people of one address apart. Without a keeper the credential is fixed. */
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

	/** Has those of this address look at once whether their credential is still kept. */
	rereadAll(href: string): void {
		for (const bearer of this.#keptAt(href)) {
			bearer.reread();
		}
	}

	/** Lets those of this address, or this one person's there, whose credential is kept give no token any more. */
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
