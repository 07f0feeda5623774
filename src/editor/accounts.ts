import type * as vscode from 'vscode';
import { systemClock } from '../attach/clock.js';
import { CorError } from '../attach/errors.js';
import { CorClient } from '../cor/client.js';
import { Bearer, type Credential, type CredentialKeeper } from '../cor/credentials.js';
import { Redaction } from '../cor/redaction.js';
import type { Transport } from '../cor/transport.js';
import type { Session, SessionStore } from './sessions.js';

/** A client that acts for somebody, at one address for good: changed settings make another connection. */
export interface Connection {
	readonly client: CorClient;
	readonly apiUrl: URL;
	/** Whose uploads these are, where it is known without asking COR. */
	readonly userId?: number;
	/** Who acts: a session's label, or `undefined` where the credential comes from the environment. */
	readonly label?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the secret storage could not do; the error holds no credential. */
export interface StoreReport {
	/** What is stored could not be read or removed. */
	onFailure(error: CorError): void;
	/** A renewed credential lasts only until the window closes; the stored one may be worth nothing. */
	onNotKept(error: CorError): void;
}

/** What became of the stored credential at a sign-out. */
export type SignOutEnd = 'removed' | 'nobody' | 'not-removed';

interface OpenBearer {
	readonly href: string;
	readonly bearer: Bearer;
}

/**
 * Who acts in COR. What was kept for this window wins over what is stored, and that over the environment's `COR_API_KEY`
 * with `COR_CLIENT_SECRET`, or `COR_TOKEN`, which are never stored. Signed out in one window is signed out in all.
 */
export class Accounts implements vscode.Disposable {
	readonly #store: SessionStore;
	readonly #redaction = new Redaction();
	readonly #transport: Transport;
	readonly #environment: Environment;
	readonly #report: StoreReport;
	readonly #subscription: vscode.Disposable;
	/** Sessions that the store would not take, by address. */
	readonly #ofThisWindow = new Map<string, Session>();
	/** Addresses at which this window has signed out of what the store would not remove. */
	readonly #notRemoved = new Set<string>();
	/** One for all batches of a person, so that a token is asked for once and not for each. */
	readonly #bearers = new Map<string, OpenBearer>();
	/** Settled when the last change of the store is known. */
	#known: Promise<unknown> = Promise.resolve();

	constructor(store: SessionStore, transport: Transport, environment: Environment, report: StoreReport) {
		this.#store = store;
		this.#transport = { ...transport, redaction: this.#redaction };
		this.#environment = environment;
		this.#report = report;
		this.#subscription = store.onDidChange(href => this.#followChange(href));
	}

	dispose(): void {
		this.#subscription.dispose();
	}

	/**
	 * A client for whoever is signed in at this address; `undefined` where nobody is. Signing in again as the same person
	 * gives the clients that are in use the new credential.
	 * @throws CorError `secret-store` where what is stored can't be read and there is nothing else
	 */
	async connect(apiUrl: URL): Promise<Connection | undefined> {
		let failure: CorError | undefined;
		const session = await this.#findSession(apiUrl).catch((error: CorError) => {
			failure = error;
			return undefined;
		});
		if (session) {
			const bearer = this.#bearerFor(apiUrl, session.id, session.credential, this.#keeperOf(apiUrl, session));
			return { client: this.#client(apiUrl, bearer), apiUrl, label: session.label, userId: session.userId };
		}
		const credential = fromEnvironment(this.#environment);
		if (credential) {
			const bearer = this.#bearerFor(apiUrl, JSON.stringify(credential), credential);
			return { client: this.#client(apiUrl, bearer), apiUrl };
		}
		if (failure) {
			throw failure;
		}
		return undefined;
	}

	/** Asks COR whose credential it is. Stores nothing. Throws `CorError` where COR refuses it. */
	async verify(apiUrl: URL, credential: Credential): Promise<Session> {
		let latest = credential;
		const keeper: CredentialKeeper = {
			read: async () => latest,
			replace: async successor => {
				latest = successor;
				return true;
			},
		};
		const settings = { apiUrl, transport: this.#transport, clock: systemClock, keeper };
		const user = await this.#client(apiUrl, new Bearer(credential, settings)).readMe();
		return {
			id: String(user.id),
			userId: user.id,
			label: user.email && user.email !== user.name ? `${user.name} (${user.email})` : user.name,
			createdAt: new Date().toISOString(),
			credential: latest,
		};
	}

	/** Keeps a session in the store. Throws `CorError` `secret-store` where the store fails. */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		try {
			await this.#store.store(apiUrl, session);
		} catch (error) {
			throw this.#storeFailure(error);
		}
		this.#ofThisWindow.delete(apiUrl.href);
		this.#notRemoved.delete(apiUrl.href);
		this.#rereadAll(apiUrl.href);
	}

	/** Keeps a session in memory, until this window closes. */
	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#ofThisWindow.set(apiUrl.href, session);
		this.#rereadAll(apiUrl.href);
	}

	/** Forgets whoever is signed in at this address. Where the store fails, this window alone forgets them. */
	async signOut(apiUrl: URL): Promise<SignOutEnd> {
		const wasOfThisWindow = this.#ofThisWindow.delete(apiUrl.href);
		try {
			const wasStored = await this.#store.removeAll(apiUrl);
			return wasStored || wasOfThisWindow ? 'removed' : 'nobody';
		} catch (error) {
			this.#notRemoved.add(apiUrl.href);
			this.#report.onFailure(this.#storeFailure(error));
			return 'not-removed';
		} finally {
			this.#rereadAll(apiUrl.href);
		}
	}

	/** Whether the environment of the editor carries a credential. */
	get hasEnvironmentCredential(): boolean {
		return fromEnvironment(this.#environment) !== undefined;
	}

	async #findSession(apiUrl: URL): Promise<Session | undefined> {
		await this.#known;
		const { href } = apiUrl;
		if (this.#ofThisWindow.has(href) || this.#notRemoved.has(href)) {
			return this.#ofThisWindow.get(href);
		}
		return (await this.#readStored(apiUrl))[0];
	}

	async #readStored(apiUrl: URL): Promise<readonly Session[]> {
		try {
			return await this.#store.read(apiUrl);
		} catch (error) {
			const failure = this.#storeFailure(error);
			this.#report.onFailure(failure);
			throw failure;
		}
	}

	#keeperOf(apiUrl: URL, session: Session): CredentialKeeper {
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
						// It is all there is: what is stored may be worth nothing now.
						this.#report.onNotKept(this.#storeFailure(error));
					}
				}
				this.#ofThisWindow.set(href, { ...session, credential: successor });
				return true;
			},
		};
	}

	#client(apiUrl: URL, credentials: Bearer): CorClient {
		return new CorClient({ apiUrl, transport: this.#transport, credentials });
	}

	#bearerFor({ href }: URL, who: string, credential: Credential, keeper?: CredentialKeeper): Bearer {
		const key = `${href} ${who}`;
		const open = this.#bearers.get(key);
		if (open) {
			open.bearer.reread();
			return open.bearer;
		}
		const settings = { apiUrl: new URL(href), transport: this.#transport, clock: systemClock };
		const bearer = new Bearer(credential, keeper ? { ...settings, keeper } : settings);
		this.#bearers.set(key, { href, bearer });
		return bearer;
	}

	// A token in memory must not outlive its session, whichever window ended that.
	#followChange(href: string): void {
		this.#known = this.#known.then(() => this.#forgetIfSignedOut(href));
		this.#rereadAll(href);
	}

	async #forgetIfSignedOut(href: string): Promise<void> {
		if (!this.#ofThisWindow.has(href) && !this.#notRemoved.has(href)) {
			return;
		}
		const stored = await this.#readStored(new URL(href)).catch(() => undefined); // reported already
		if (stored?.length === 0) {
			this.#ofThisWindow.delete(href);
			this.#notRemoved.delete(href);
		}
	}

	#rereadAll(href: string): void {
		for (const open of this.#bearers.values()) {
			if (open.href === href) {
				open.bearer.reread();
			}
		}
	}

	// What a keyring says may repeat what it was given.
	#storeFailure(error: unknown): CorError {
		return new CorError('secret-store', this.#redaction.redact(String(error)));
	}
}

function fromEnvironment(environment: Environment): Credential | undefined {
	const { COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret, COR_TOKEN: accessToken } = environment;
	if (apiKey && clientSecret) {
		return { kind: 'key', apiKey, clientSecret };
	}
	return accessToken ? { kind: 'token', accessToken } : undefined;
}
