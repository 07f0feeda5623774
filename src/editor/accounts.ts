import type * as vscode from 'vscode';
import { systemClock } from '../attach/clock.js';
import type { CorError } from '../attach/errors.js';
import { CorClient } from '../cor/client.js';
import { Bearer, type Credential, type CredentialKeeper } from '../cor/credentials.js';
import { Redaction } from '../cor/redaction.js';
import type { Transport } from '../cor/transport.js';
import { Bearers } from './bearers.js';
import { KeptSessions, type SignOutEnd, type StoreReport } from './kept-sessions.js';
import type { Session, SessionStore } from './sessions.js';

/** A client that acts for somebody, at one address for good: other settings make another connection. */
export interface Connection {
	readonly client: CorClient;
	readonly apiUrl: URL;
	/** Whose uploads these are, where it is known without asking COR. */
	readonly userId?: number;
	/** Who acts: a session's label, or `undefined` where the credential comes from the environment. */
	readonly label?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who acts in COR. What is kept wins over the environment's `COR_API_KEY` with `COR_CLIENT_SECRET`, or `COR_TOKEN`, which
 * are never stored. Signed out in one window is signed out in all.
 */
export class Accounts implements vscode.Disposable {
	readonly #sessions: KeptSessions;
	readonly #bearers: Bearers;
	readonly #transport: Transport;
	readonly #environment: Environment;
	readonly #subscription: vscode.Disposable;

	constructor(store: SessionStore, transport: Transport, environment: Environment, report: StoreReport) {
		const redaction = new Redaction();
		this.#transport = { ...transport, redaction };
		this.#sessions = new KeptSessions(store, report, redaction);
		this.#bearers = new Bearers(this.#transport);
		this.#environment = environment;
		// A token in memory must not outlive its session, whichever window ended that.
		this.#subscription = store.onDidChange(href => {
			this.#sessions.followChange(href);
			this.#bearers.rereadAll(href);
		});
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
		const session = await this.#sessions.find(apiUrl).catch((error: CorError) => {
			failure = error;
			return undefined;
		});
		if (session) {
			const keeper = this.#sessions.keeperOf(apiUrl, session);
			const bearer = this.#bearers.open(apiUrl, session.id, session.credential, keeper);
			return { client: this.#client(apiUrl, bearer), apiUrl, label: session.label, userId: session.userId };
		}
		const credential = fromEnvironment(this.#environment);
		if (credential) {
			const bearer = this.#bearers.open(apiUrl, JSON.stringify(credential), credential);
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

	/** Stores a session. Throws `CorError` `secret-store` where the store fails. */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		await this.#sessions.keep(apiUrl, session);
		this.#bearers.rereadAll(apiUrl.href);
	}

	/** Keeps a session in memory, until this window closes. */
	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#sessions.keepForThisWindow(apiUrl, session);
		this.#bearers.rereadAll(apiUrl.href);
	}

	/** Forgets whoever is signed in at this address, in all windows; where the store fails, in this one. */
	async signOut(apiUrl: URL): Promise<SignOutEnd> {
		this.#bearers.endAll(apiUrl.href);
		const end = await this.#sessions.forget(apiUrl);
		this.#bearers.endAll(apiUrl.href); // one that was looking it up may have found it still there
		return end;
	}

	/** Whether the environment of the editor carries a credential. */
	get hasEnvironmentCredential(): boolean {
		return fromEnvironment(this.#environment) !== undefined;
	}

	#client(apiUrl: URL, credentials: Bearer): CorClient {
		return new CorClient({ apiUrl, transport: this.#transport, credentials });
	}
}

function fromEnvironment(environment: Environment): Credential | undefined {
	const { COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret, COR_TOKEN: accessToken } = environment;
	if (apiKey && clientSecret) {
		return { kind: 'key', apiKey, clientSecret };
	}
	return accessToken ? { kind: 'token', accessToken } : undefined;
}
