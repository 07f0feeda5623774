import { CorError } from '../../attach/errors.js';
import type { CredentialKeeper, RenewalLock } from '../../cor/credentials.js';
import type { Redaction } from '../../cor/http/redaction.js';
import type { Session } from './session-format.js';
import type { SessionStore } from './session-store.js';

/** Reports what the secret storage could not do. The errors contain no credential. */
export interface StoreReport {
	/** The stored sessions could not be read or removed. */
	onFailure(error: CorError): void;
	/**
	 * A renewed credential could not be stored, so it lasts until the window closes. The stored one may be invalid now.
	 */
	onNotKept(error: CorError): void;
}

/** What happened to the stored credential at sign-out. */
export type SignOutEnd = 'removed' | 'nobody' | 'not-removed';

export interface UsableSession extends Session {
	/** Whether it is stored beyond this window. */
	readonly isStored: boolean;
}

/** What this window knows beyond the store, for one address. */
interface OfThisWindow {
	/** Sessions that could not be stored, by id. `wasStored`: the store has an older credential of this session. */
	readonly kept: Map<string, Session & { readonly wasStored: boolean }>;
	/** Whether this session was signed out here but could not be removed from the store. */
	isSignedOut(id: string): boolean;
}

const nobody = (): boolean => false;

/**
 * The sessions that this window may use: the stored ones, plus those it could not store, minus those it could not
 * remove.
 */
export class WindowSessions {
	readonly #store: SessionStore;
	readonly #report: StoreReport;
	readonly #redaction: Redaction;
	readonly #lockOf: ((name: string) => RenewalLock) | undefined;
	readonly #addresses = new Map<string, OfThisWindow>();
	/** Settles when the last change of the store has been handled. */
	#known: Promise<unknown> = Promise.resolve();

	/** @param lockOf returns the lock that all windows use for changes of what is stored for an address */
	constructor(store: SessionStore, report: StoreReport, redaction: Redaction, lockOf?: (name: string) => RenewalLock) {
		this.#store = store;
		this.#report = report;
		this.#redaction = redaction;
		this.#lockOf = lockOf;
	}

	/**
	 * Sessions at this address, latest sign-in first.
	 * @throws CorError `secret-store`, `sessions-newer` or `sessions-broken` if this hides all sessions
	 */
	async list(apiUrl: URL): Promise<readonly UsableSession[]> {
		await this.#known;
		const here = this.#at(apiUrl.href);
		const stored = await this.#readStored(apiUrl).catch((error: unknown) => {
			if (here.kept.size === 0) {
				throw error;
			}
			return [];
		});
		const others = stored.filter(({ id }) => !here.kept.has(id) && !here.isSignedOut(id));
		return [
			...[...here.kept.values()].map(session => ({ ...session, isStored: false })),
			...others.map(session => ({ ...session, isStored: true })),
		].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
	}

	/** @throws CorError `secret-store` if the store fails, `sessions-newer` if a newer version wrote it */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		const here = this.#at(apiUrl.href);
		try {
			// A session that was signed out here must not come back with somebody else's sign-in.
			await this.#alone(apiUrl, () => this.#store.store(apiUrl, session, here.isSignedOut));
		} catch (error) {
			throw this.#toStoreFailure(error);
		}
		here.kept.delete(session.id);
		here.isSignedOut = nobody;
	}

	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#at(apiUrl.href).kept.set(session.id, { ...session, wasStored: false });
	}

	/** Signs out one session, or all at this address. If the store fails, only this window forgets them. */
	async forget(apiUrl: URL, id?: string): Promise<SignOutEnd> {
		const here = this.#at(apiUrl.href);
		const isMeant = (each: string) => id === undefined || each === id;
		const wasKept = [...here.kept.keys()].some(isMeant);
		const remove = (): Promise<boolean> =>
			id === undefined ? this.#store.removeAll(apiUrl) : this.#store.remove(apiUrl, id);
		const wasStored = await this.#alone(apiUrl, remove).catch((error: unknown) => {
			const before = here.isSignedOut;
			here.isSignedOut = each => isMeant(each) || before(each);
			this.#report.onFailure(this.#toStoreFailure(error));
			return undefined;
		});
		// Only now, because a renewal under way may have put its credential here.
		for (const each of [...here.kept.keys()].filter(isMeant)) {
			here.kept.delete(each);
		}
		if (wasStored === undefined) {
			return 'not-removed';
		}
		return wasStored || wasKept ? 'removed' : 'nobody';
	}

	/**
	 * Call this when the store has changed: whoever signed out in another window is signed out here too. Resolves when
	 * that is done.
	 */
	followChange(href: string): Promise<void> {
		const followed = this.#known.then(() => this.#dropWhatIsGone(href));
		this.#known = followed;
		return followed;
	}

	/** The keeper of a session's credential, for renewals. */
	keeperOf(apiUrl: URL, session: Session): CredentialKeeper {
		const { id } = session;
		const here = this.#at(apiUrl.href);
		return {
			read: async () => {
				await this.#known;
				if (here.kept.has(id) || here.isSignedOut(id)) {
					return here.kept.get(id)?.credential;
				}
				return (await this.#readStored(apiUrl)).find(stored => stored.id === id)?.credential;
			},
			replace: async successor => {
				if (!here.kept.has(id)) {
					try {
						return await this.#alone(apiUrl, () => this.#store.replace(apiUrl, id, successor));
					} catch (error) {
						// Keep the successor in memory: the stored credential may be invalid now.
						this.#report.onNotKept(this.#toStoreFailure(error));
					}
				}
				here.kept.set(id, { wasStored: true, ...session, ...here.kept.get(id), credential: successor });
				return true;
			},
		};
	}

	/** Changes the store while no other window does: each writes all sessions that it has read. */
	#alone<T>({ href }: URL, change: () => Promise<T>): Promise<T> {
		return this.#lockOf ? this.#lockOf(href).alone(change) : change();
	}

	#at(href: string): OfThisWindow {
		const here = this.#addresses.get(href) ?? { kept: new Map(), isSignedOut: nobody };
		this.#addresses.set(href, here);
		return here;
	}

	async #dropWhatIsGone(href: string): Promise<void> {
		const here = this.#at(href);
		if (here.kept.size === 0 && here.isSignedOut === nobody) {
			return;
		}
		const stored = await this.#readStored(new URL(href)).catch(() => undefined); // already reported
		if (!stored) {
			return;
		}
		for (const { id, wasStored } of here.kept.values()) {
			// A session that was never stored ends when somebody signs out of everything.
			if (wasStored ? !stored.some(each => each.id === id) : stored.length === 0) {
				here.kept.delete(id);
			}
		}
		if (!stored.some(({ id }) => here.isSignedOut(id))) {
			here.isSignedOut = nobody;
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

	// A keyring's error may repeat stored JSON that this window has never read, so the text is cut at the first brace.
	#toStoreFailure(error: unknown): CorError {
		if (error instanceof CorError) {
			return error;
		}
		const [words = ''] = String(error).split('{', 1);
		return new CorError('secret-store', this.#redaction.redact(words).slice(0, 300));
	}
}
