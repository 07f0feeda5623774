import type * as vscode from 'vscode';
import { systemClock } from '../attach/clock.js';
import { CorClient } from '../cor/client.js';
import { Bearer, type Credential } from '../cor/credentials.js';
import type { Transport } from '../cor/transport.js';
import type { Session, SessionStore } from './sessions.js';

/** A client that acts for somebody. */
export interface Connection {
	readonly client: CorClient;
	readonly apiUrl: URL;
	/** Who acts: a session's label, or `undefined` where the credential comes from the environment. */
	readonly label?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who acts in COR. What is stored wins over the environment's `COR_API_KEY` with `COR_CLIENT_SECRET`, or `COR_TOKEN`,
 * which are never stored.
 */
export class Accounts implements vscode.Disposable {
	readonly #store: SessionStore;
	readonly #transport: Transport;
	readonly #environment: Environment;
	readonly #onStoreFailure: (error: unknown) => void;
	readonly #subscription: vscode.Disposable;
	/** Sessions that the store would not take: they last until the window closes. */
	readonly #ofThisWindow = new Map<string, Session>();
	#bearer: { readonly of: string; readonly bearer: Bearer } | undefined;

	constructor(
		store: SessionStore,
		transport: Transport,
		environment: Environment,
		onStoreFailure: (error: unknown) => void,
	) {
		this.#store = store;
		this.#transport = transport;
		this.#environment = environment;
		this.#onStoreFailure = onStoreFailure;
		// Signed out elsewhere is signed out here: a token in memory must not outlive its session.
		this.#subscription = store.onDidChange(() => this.#forgetBearer());
	}

	dispose(): void {
		this.#subscription.dispose();
	}

	/** A client for whoever is signed in at this address; `undefined` where nobody is. */
	async connect(apiUrl: URL): Promise<Connection | undefined> {
		const session = (await this.#readStored(apiUrl))[0] ?? this.#ofThisWindow.get(apiUrl.href);
		const credential = session?.credential ?? fromEnvironment(this.#environment);
		if (!credential) {
			return undefined;
		}
		const client = this.#client(apiUrl, this.#bearerFor(apiUrl, credential, session));
		return { client, apiUrl, ...(session && { label: session.label }) };
	}

	/** Asks COR whose credential it is. Stores nothing. Throws `CorError` where COR refuses it. */
	async verify(apiUrl: URL, credential: Credential): Promise<Session> {
		let latest = credential;
		const onRotated = async (rotated: Credential): Promise<void> => {
			latest = rotated;
		};
		const settings = { apiUrl, transport: this.#transport, clock: systemClock, onRotated };
		const user = await this.#client(apiUrl, new Bearer(credential, settings)).readMe();
		return {
			id: String(user.id),
			userId: user.id,
			label: user.email && user.email !== user.name ? `${user.name} (${user.email})` : user.name,
			createdAt: new Date().toISOString(),
			credential: latest,
		};
	}

	/** Keeps a session in the store. Rejects where the store fails. */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		await this.#store.store(apiUrl, session);
		this.#forgetBearer();
	}

	/** Keeps a session in memory, until this window closes. */
	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#ofThisWindow.set(apiUrl.href, session);
		this.#forgetBearer();
	}

	/** Forgets whoever is signed in at this address; whether somebody was. Rejects where the store fails. */
	async signOut(apiUrl: URL): Promise<boolean> {
		const wasOfThisWindow = this.#ofThisWindow.delete(apiUrl.href);
		this.#forgetBearer();
		return (await this.#store.removeAll(apiUrl)) || wasOfThisWindow;
	}

	/** Whether the environment of the editor carries a credential. */
	get hasEnvironmentCredential(): boolean {
		return fromEnvironment(this.#environment) !== undefined;
	}

	// A machine without a keyring can still use what is kept for this window, or the environment.
	async #readStored(apiUrl: URL): Promise<readonly Session[]> {
		try {
			return await this.#store.read(apiUrl);
		} catch (error) {
			this.#onStoreFailure(error);
			return [];
		}
	}

	#client(apiUrl: URL, credentials: Bearer): CorClient {
		return new CorClient({ apiUrl, transport: this.#transport, credentials });
	}

	// One for all batches, so that a token is asked for once and not for each.
	#bearerFor(apiUrl: URL, credential: Credential, session: Session | undefined): Bearer {
		const of = JSON.stringify([apiUrl.href, credential]);
		if (this.#bearer?.of !== of) {
			const onRotated = async (rotated: Credential): Promise<void> => {
				if (session) {
					await this.#keepRotated(apiUrl, { ...session, credential: rotated });
				}
			};
			const settings = { apiUrl, transport: this.#transport, clock: systemClock, onRotated };
			this.#bearer = { of, bearer: new Bearer(credential, settings) };
		}
		return this.#bearer.bearer;
	}

	async #keepRotated(apiUrl: URL, session: Session): Promise<void> {
		if (this.#ofThisWindow.has(apiUrl.href)) {
			this.#ofThisWindow.set(apiUrl.href, session);
			return;
		}
		await this.#store.store(apiUrl, session);
	}

	#forgetBearer(): void {
		this.#bearer = undefined;
	}
}

function fromEnvironment(environment: Environment): Credential | undefined {
	const { COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret, COR_TOKEN: accessToken } = environment;
	if (apiKey && clientSecret) {
		return { kind: 'key', apiKey, clientSecret };
	}
	return accessToken ? { kind: 'token', accessToken } : undefined;
}
