import { CorError } from '../../attach/errors.js';
import type { CredentialKeeper } from '../../cor/credentials.js';
import type { Redaction } from '../../cor/http/redaction.js';
import type { SessionStore } from './sessions.js';
import type { Session } from './stored-sessions.js';

/** What the secret storage could not do; the error holds no credential. */
export interface StoreReport {
	/** What is stored could not be read or removed. */
	onFailure(error: CorError): void;
	/** A renewed credential lasts only until the window closes; the stored one may be worth nothing. */
	onNotKept(error: CorError): void;
}

/** What became of the stored credential at a sign-out. */
export type SignOutEnd = 'removed' | 'nobody' | 'not-removed';

export interface KeptSession extends Session {
	/** Whether it outlives the window. */
	readonly isStored: boolean;
}

/** What a window keeps by itself of one address. */
interface OfThisWindow {
	/** By id: what the store would not take. `wasStored`: an older credential of it is in the store. */
	readonly sessions: Map<string, Session & { readonly wasStored: boolean }>;
	/** Ids of which the store would not let go, or everybody; this window does not use them any more. */
	readonly forgotten: Set<string>;
}

const everybody = '*';

/**
 * The sessions that this window may use: what is stored, and, where the secret storage fails, what the window keeps or
 * has forgotten by itself.
 */
export class KeptSessions {
	readonly #store: SessionStore;
	readonly #report: StoreReport;
	readonly #redaction: Redaction;
	readonly #windows = new Map<string, OfThisWindow>();
	/** Settled when the last change of the store is known. */
	#known: Promise<unknown> = Promise.resolve();

	constructor(store: SessionStore, report: StoreReport, redaction: Redaction) {
		this.#store = store;
		this.#report = report;
		this.#redaction = redaction;
	}

	/**
	 * Who signed in last first.
	 * @throws CorError `secret-store`, `sessions-newer` or `sessions-broken` where nobody is known and that may be why
	 */
	async list(apiUrl: URL): Promise<readonly KeptSession[]> {
		await this.#known;
		const { sessions, forgotten } = this.#here(apiUrl.href);
		const stored = await this.#storedBut(forgotten, apiUrl, sessions.size > 0);
		const ids = new Set(stored.map(({ id }) => id));
		const alone = [...sessions.values()].filter(({ id }) => !ids.has(id)).reverse();
		return [
			...alone.map(session => ({ ...session, isStored: false })),
			...stored.map(session => ({ ...session, ...sessions.get(session.id), isStored: !sessions.has(session.id) })),
		];
	}

	/** @throws CorError `secret-store` where the store fails */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		const { sessions, forgotten } = this.#here(apiUrl.href);
		try {
			// What a sign-out left behind must not come back with somebody else's sign-in.
			await this.#store.store(apiUrl, session, id => forgotten.has(id) || forgotten.has(everybody));
		} catch (error) {
			throw this.#toStoreFailure(error);
		}
		sessions.delete(session.id);
		forgotten.clear();
	}

	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#here(apiUrl.href).sessions.set(session.id, { ...session, wasStored: false });
	}

	/** Forgets one session, or all at this address. Where the store fails, this window alone forgets them. */
	async forget(apiUrl: URL, id?: string): Promise<SignOutEnd> {
		const { sessions, forgotten } = this.#here(apiUrl.href);
		const wasHere = id === undefined ? sessions.size > 0 : sessions.has(id);
		if (id === undefined) {
			sessions.clear();
		} else {
			sessions.delete(id);
		}
		try {
			const wasStored = await (id === undefined ? this.#store.removeAll(apiUrl) : this.#store.remove(apiUrl, id));
			return wasStored || wasHere ? 'removed' : 'nobody';
		} catch (error) {
			forgotten.add(id ?? everybody);
			this.#report.onFailure(this.#toStoreFailure(error));
			return 'not-removed';
		}
	}

	/** To be called when the store changed: signed out elsewhere is signed out here. Resolves when that is known. */
	followChange(href: string): Promise<void> {
		const followed = this.#known.then(() => this.#dropWhatIsGone(href));
		this.#known = followed;
		return followed;
	}

	/** Where the session's credential is kept; whatever renews it writes there. */
	keeperOf(apiUrl: URL, session: Session): CredentialKeeper {
		const { id } = session;
		const { sessions, forgotten } = this.#here(apiUrl.href);
		return {
			read: async () => {
				await this.#known;
				if (sessions.has(id) || forgotten.has(id) || forgotten.has(everybody)) {
					return sessions.get(id)?.credential;
				}
				return (await this.#readStored(apiUrl)).find(session => session.id === id)?.credential;
			},
			replace: async successor => {
				const here = sessions.get(id);
				if (here) {
					sessions.set(id, { ...here, credential: successor });
					return true;
				}
				try {
					return await this.#store.replace(apiUrl, id, successor);
				} catch (error) {
					// The successor is all there is: what is stored may be worth nothing now.
					this.#report.onNotKept(this.#toStoreFailure(error));
				}
				sessions.set(id, { ...session, credential: successor, wasStored: true });
				return true;
			},
		};
	}

	#here(href: string): OfThisWindow {
		const here = this.#windows.get(href) ?? { sessions: new Map(), forgotten: new Set() };
		this.#windows.set(href, here);
		return here;
	}

	async #storedBut(forgotten: ReadonlySet<string>, apiUrl: URL, mayFail: boolean): Promise<readonly Session[]> {
		if (forgotten.has(everybody)) {
			return [];
		}
		try {
			return (await this.#readStored(apiUrl)).filter(({ id }) => !forgotten.has(id));
		} catch (error) {
			if (mayFail) {
				return [];
			}
			throw error;
		}
	}

	async #dropWhatIsGone(href: string): Promise<void> {
		const { sessions, forgotten } = this.#here(href);
		if (sessions.size === 0 && forgotten.size === 0) {
			return;
		}
		const stored = await this.#readStored(new URL(href)).catch(() => undefined); // reported already
		if (!stored) {
			return;
		}
		const ids = new Set(stored.map(({ id }) => id));
		for (const { id, wasStored } of sessions.values()) {
			// What was never stored ends when somebody signs out of everything.
			if (wasStored ? !ids.has(id) : ids.size === 0) {
				sessions.delete(id);
			}
		}
		for (const id of forgotten) {
			if (id === everybody ? ids.size === 0 : !ids.has(id)) {
				forgotten.delete(id);
			}
		}
	}

	async #readStored(apiUrl: URL): Promise<readonly Session[]> {
		try {
			return await this.#store.read(apiUrl);
		} catch (error) {
			const failure = this.#toStoreFailure(error);
			this.#report.onFailure(failure);
			throw failure;
		}
	}

	// A keyring may repeat what it was given, or what it holds and this window has never read: JSON is cut off.
	#toStoreFailure(error: unknown): CorError {
		if (error instanceof CorError) {
			return error;
		}
		const [words = ''] = String(error).split('{', 1);
		return new CorError('secret-store', this.#redaction.redact(words).slice(0, 300));
	}
}
