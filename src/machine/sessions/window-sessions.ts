import { CorError } from '../../attach/errors.js';
import type { CredentialKeeper } from '../../cor/credentials.js';
import type { Redaction } from '../../cor/http/redaction.js';
import type { Session } from './session-format.js';
import type { SessionStore } from './session-store.js';

/** What the secret storage could not do; the error holds no credential. */
export interface StoreReport {
	/** What is stored could not be read or removed. */
	onFailure(error: CorError): void;
	/** A renewed credential lasts only until the window closes; the stored one may be worth nothing. */
	onNotKept(error: CorError): void;
}

/** What became of the stored credential at a sign-out. */
export type SignOutEnd = 'removed' | 'nobody' | 'not-removed';

export interface UsableSession extends Session {
	/** Whether it outlives the window. */
	readonly isStored: boolean;
}

/** What a window knows better than the store, at one address. */
interface OfThisWindow {
	/** By id: what the store did not take. `wasStored`: an older credential of it is in the store. */
	readonly kept: Map<string, Session & { readonly wasStored: boolean }>;
	/** Whose session the store did not let go of, though they signed out here. */
	isSignedOut(id: string): boolean;
}

const nobody = (): boolean => false;

/** The sessions that this window may use: those stored, but for what it keeps, or has signed out, where the store failed. */
export class WindowSessions {
	readonly #store: SessionStore;
	readonly #report: StoreReport;
	readonly #redaction: Redaction;
	readonly #addresses = new Map<string, OfThisWindow>();
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

	/** @throws CorError `secret-store` where the store fails, `sessions-newer` where it is left to a newer version */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		const here = this.#at(apiUrl.href);
		try {
			// What a sign-out left behind must not come back with somebody else's sign-in.
			await this.#store.store(apiUrl, session, here.isSignedOut);
		} catch (error) {
			throw this.#toStoreFailure(error);
		}
		here.kept.delete(session.id);
		here.isSignedOut = nobody;
	}

	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#at(apiUrl.href).kept.set(session.id, { ...session, wasStored: false });
	}

	/** Forgets one session, or all at this address. Where the store fails, this window alone forgets them. */
	async forget(apiUrl: URL, id?: string): Promise<SignOutEnd> {
		const here = this.#at(apiUrl.href);
		const isMeant = (each: string) => id === undefined || each === id;
		const wasKept = [...here.kept.keys()].some(isMeant);
		const removing = id === undefined ? this.#store.removeAll(apiUrl) : this.#store.remove(apiUrl, id);
		const wasStored = await removing.catch((error: unknown) => {
			const before = here.isSignedOut;
			here.isSignedOut = each => isMeant(each) || before(each);
			this.#report.onFailure(this.#toStoreFailure(error));
			return undefined;
		});
		// Not before: a renewal that was under way may have put its credential here.
		for (const each of [...here.kept.keys()].filter(isMeant)) {
			here.kept.delete(each);
		}
		if (wasStored === undefined) {
			return 'not-removed';
		}
		return wasStored || wasKept ? 'removed' : 'nobody';
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
						return await this.#store.replace(apiUrl, id, successor);
					} catch (error) {
						// The successor is all there is: what is stored may be worth nothing now.
						this.#report.onNotKept(this.#toStoreFailure(error));
					}
				}
				here.kept.set(id, { wasStored: true, ...session, ...here.kept.get(id), credential: successor });
				return true;
			},
		};
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
		const stored = await this.#readStored(new URL(href)).catch(() => undefined); // reported already
		if (!stored) {
			return;
		}
		for (const { id, wasStored } of here.kept.values()) {
			// What was never stored ends when somebody signs out of everything.
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

	// A keyring may repeat what it was given, or what it holds and this window has never read: JSON is cut off.
	#toStoreFailure(error: unknown): CorError {
		if (error instanceof CorError) {
			return error;
		}
		const [words = ''] = String(error).split('{', 1);
		return new CorError('secret-store', this.#redaction.redact(words).slice(0, 300));
	}
}
