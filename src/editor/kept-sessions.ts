import { CorError } from '../attach/errors.js';
import type { CredentialKeeper } from '../cor/credentials.js';
import type { Redaction } from '../cor/redaction.js';
import type { Session, SessionStore } from './sessions.js';

/** What the secret storage could not do; the error holds no credential. */
export interface StoreReport {
	/** What is stored could not be read or removed. */
	onFailure(error: CorError): void;
	/** A renewed credential lasts only until the window closes; the stored one may be worth nothing. */
	onNotKept(error: CorError): void;
}

/** What became of the stored credential at a sign-out. */
export type SignOutEnd = 'removed' | 'nobody' | 'not-removed';

/**
 * The sessions that this window may use: what is stored, and, where the secret storage fails, what the window keeps or
 * has forgotten by itself.
 */
export class KeptSessions {
	readonly #store: SessionStore;
	readonly #report: StoreReport;
	readonly #redaction: Redaction;
	/** By address: what the store would not take. */
	readonly #ofThisWindow = new Map<string, Session>();
	/** Addresses at which this window has signed out of what the store would not remove. */
	readonly #notRemoved = new Set<string>();
	/** Settled when the last change of the store is known. */
	#known: Promise<unknown> = Promise.resolve();

	constructor(store: SessionStore, report: StoreReport, redaction: Redaction) {
		this.#store = store;
		this.#report = report;
		this.#redaction = redaction;
	}

	/** @throws CorError `secret-store` where the store can't be read */
	async find(apiUrl: URL): Promise<Session | undefined> {
		await this.#known;
		const { href } = apiUrl;
		if (this.#ofThisWindow.has(href) || this.#notRemoved.has(href)) {
			return this.#ofThisWindow.get(href);
		}
		return (await this.#readStored(apiUrl))[0];
	}

	/** @throws CorError `secret-store` where the store fails */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		try {
			await this.#store.store(apiUrl, session);
		} catch (error) {
			throw this.#toStoreFailure(error);
		}
		this.#ofThisWindow.delete(apiUrl.href);
		this.#notRemoved.delete(apiUrl.href);
	}

	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#ofThisWindow.set(apiUrl.href, session);
	}

	/** Forgets whoever is signed in at this address. Where the store fails, this window alone forgets them. */
	async forget(apiUrl: URL): Promise<SignOutEnd> {
		const wasOfThisWindow = this.#ofThisWindow.delete(apiUrl.href);
		try {
			const wasStored = await this.#store.removeAll(apiUrl);
			return wasStored || wasOfThisWindow ? 'removed' : 'nobody';
		} catch (error) {
			this.#notRemoved.add(apiUrl.href);
			this.#report.onFailure(this.#toStoreFailure(error));
			return 'not-removed';
		}
	}

	/** To be called when the store changed: signed out elsewhere is signed out here. */
	followChange(href: string): void {
		this.#known = this.#known.then(() => this.#forgetIfNoneIsStored(href));
	}

	/** Where the session's credential is kept; whatever renews it writes there. */
	keeperOf(apiUrl: URL, session: Session): CredentialKeeper {
		const { href } = apiUrl;
		const here = (): Session | undefined => {
			const ofThisWindow = this.#ofThisWindow.get(href);
			return ofThisWindow?.id === session.id ? ofThisWindow : undefined;
		};
		return {
			read: async () => {
				await this.#known;
				if (here() || this.#notRemoved.has(href)) {
					return here()?.credential;
				}
				return (await this.#readStored(apiUrl)).find(({ id }) => id === session.id)?.credential;
			},
			replace: async successor => {
				if (!here()) {
					try {
						return await this.#store.replace(apiUrl, session.id, successor);
					} catch (error) {
						// The successor is all there is: what is stored may be worth nothing now.
						this.#report.onNotKept(this.#toStoreFailure(error));
					}
				}
				this.#ofThisWindow.set(href, { ...session, credential: successor });
				return true;
			},
		};
	}

	async #forgetIfNoneIsStored(href: string): Promise<void> {
		if (!this.#ofThisWindow.has(href) && !this.#notRemoved.has(href)) {
			return;
		}
		const stored = await this.#readStored(new URL(href)).catch(() => undefined); // reported already
		if (stored?.length === 0) {
			this.#ofThisWindow.delete(href);
			this.#notRemoved.delete(href);
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
		const [words = ''] = String(error).split('{', 1);
		return new CorError('secret-store', this.#redaction.redact(words).slice(0, 300));
	}
}
