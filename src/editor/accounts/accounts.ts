import * as vscode from 'vscode';
import { systemClock } from '../../attach/clock.js';
import type { CorError } from '../../attach/errors.js';
import { CorClient } from '../../cor/client.js';
import { Bearer, type Credential, type CredentialKeeper, type RenewalLock } from '../../cor/credentials.js';
import { Redaction } from '../../cor/http/redaction.js';
import type { Transport } from '../../cor/http/transport.js';
import type { AccountChoice } from '../../machine/memory/account-choice.js';
import { type Account, accountId, toAccounts } from '../../machine/sessions/account.js';
import { Bearers } from '../../machine/sessions/bearers.js';
import { Connection } from '../../machine/sessions/connection.js';
import { type Environment, EnvironmentCredential } from '../../machine/sessions/environment-credential.js';
import type { Session } from '../../machine/sessions/session-format.js';
import type { SessionStore } from '../../machine/sessions/session-store.js';
import { type SignOutEnd, type StoreReport, WindowSessions } from '../../machine/sessions/window-sessions.js';

/**
 * The accounts that may act in COR. Stored ones take precedence over the environment's `COR_API_KEY` with
 * `COR_CLIENT_SECRET`, or `COR_TOKEN`, which are never stored. With several accounts, a workspace uses the one it used
 * last, otherwise the latest sign-in. Signing out in one window signs out in all.
 */
export class Accounts implements vscode.Disposable {
	readonly #sessions: WindowSessions;
	readonly #bearers: Bearers;
	readonly #transport: Transport;
	readonly #environment: EnvironmentCredential;
	readonly #choice: AccountChoice;
	readonly #changes = new vscode.EventEmitter<string>();
	readonly #choices = new vscode.EventEmitter<void>();
	readonly #subscription: { dispose(): unknown };
	/** Fires with an API address after its stored accounts or credentials have changed. */
	readonly onDidChange = this.#changes.event;
	/** Fires after `choose` has made another account act for this workspace. */
	readonly onDidChoose = this.#choices.event;

	constructor(
		store: SessionStore,
		transport: Transport,
		environment: Environment,
		report: StoreReport,
		choice: AccountChoice,
		lockOf?: (name: string) => RenewalLock,
	) {
		const redaction = transport.redaction ?? new Redaction();
		this.#transport = { ...transport, redaction };
		this.#sessions = new WindowSessions(store, report, redaction, lockOf);
		this.#bearers = new Bearers(this.#transport, lockOf);
		this.#environment = new EnvironmentCredential(environment);
		this.#choice = choice;
		// A token in memory must not outlive its session, whichever window ends it.
		this.#subscription = store.onDidChange(href => {
			void this.#sessions.followChange(href).then(() => this.#changes.fire(href)); // never rejects
			this.#bearers.rereadAll(href);
		});
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#changes.dispose();
		this.#choices.dispose();
	}

	/**
	 * The accounts at this address, latest sign-in first.
	 * @throws CorError `secret-store`, `sessions-newer` or `sessions-broken` if they can't be read
	 */
	async list(apiUrl: URL): Promise<readonly Account[]> {
		return toAccounts(await this.#sessions.list(apiUrl));
	}

	/**
	 * A client for this account, or for the workspace's. `undefined` if it, or anybody, isn't signed in. After a new
	 * sign-in as the same person, clients in use get the new credential.
	 * @throws CorError as `list`, if the environment has no credential either
	 */
	async connect(apiUrl: URL, id?: string): Promise<Connection | undefined> {
		let failure: CorError | undefined;
		const sessions = await this.#sessions.list(apiUrl).catch((error: CorError) => {
			failure = error;
			return [];
		});
		const wanted = id ?? this.#choice.at(apiUrl);
		const session = sessions.find(each => each.id === wanted) ?? (id === undefined ? sessions[0] : undefined);
		const account = toAccounts(sessions).find(each => each.id === session?.id);
		if (session && account) {
			return new Connection(this.#client(apiUrl, this.#bearerOf(apiUrl, session)), apiUrl, { account });
		}
		const credential = id === undefined ? this.#environment.read() : undefined;
		if (credential) {
			const bearer = this.#bearers.open(apiUrl, JSON.stringify(credential), credential);
			const owner = this.#environment.ownerOf(credential, apiUrl);
			return new Connection(this.#client(apiUrl, bearer), apiUrl, { owner });
		}
		if (failure) {
			throw failure;
		}
		return undefined;
	}

	/** Id of the account that this workspace used last, which may have signed out since. */
	chosenAt(apiUrl: URL): string | undefined {
		return this.#choice.at(apiUrl);
	}

	/** Makes this workspace use the account from now on. */
	async choose({ apiUrl, account }: Pick<Connection, 'apiUrl' | 'account'>): Promise<void> {
		if (account && account.id !== this.#choice.at(apiUrl)) {
			const before = await this.connect(apiUrl).catch(() => undefined); // an unreadable store: nobody acted
			await this.#choice.set(apiUrl, account.id);
			if (before?.account?.id !== account.id) {
				this.#choices.fire();
			}
		}
	}

	/**
	 * A short-lived token of an account; `undefined` if it isn't signed in.
	 * @throws CorError if COR refuses the credential or can't be reached
	 */
	async accessToken(apiUrl: URL, id: string): Promise<string | undefined> {
		const session = (await this.#sessions.list(apiUrl)).find(each => each.id === id);
		return session && this.#bearerOf(apiUrl, session).bearer();
	}

	/** Asks COR who owns the credential. Stores nothing. Throws `CorError` if COR refuses it. */
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
		const { id: userId, name, email } = await this.#client(apiUrl, new Bearer(credential, settings)).readMe();
		const person = { userId, name, ...(email && { email }) };
		return { ...person, id: accountId(person), createdAt: new Date().toISOString(), credential: latest };
	}

	/**
	 * Stores a session. Throws `CorError` `secret-store` if the store fails, `sessions-newer` if a newer version wrote
	 * it.
	 */
	async keep(apiUrl: URL, session: Session): Promise<void> {
		await this.#sessions.keep(apiUrl, session);
		this.#bearers.rereadAll(apiUrl.href);
	}

	/** Keeps a session in memory until this window closes. */
	keepForThisWindow(apiUrl: URL, session: Session): void {
		this.#sessions.keepForThisWindow(apiUrl, session);
		this.#bearers.rereadAll(apiUrl.href);
		this.#changes.fire(apiUrl.href);
	}

	/** Signs out an account, or all at this address, in all windows. If the store fails, only in this one. */
	async signOut(apiUrl: URL, id?: string): Promise<SignOutEnd> {
		this.#bearers.endAll(apiUrl.href, id);
		const end = await this.#sessions.forget(apiUrl, id);
		this.#bearers.endAll(apiUrl.href, id); // again: a read in between may have restored it
		if (id === undefined || this.#choice.at(apiUrl) === id) {
			await this.#choice.set(apiUrl, undefined);
		}
		this.#changes.fire(apiUrl.href);
		return end;
	}

	/** Whether the editor's environment contains a credential. */
	get hasEnvironmentCredential(): boolean {
		return this.#environment.read() !== undefined;
	}

	#bearerOf(apiUrl: URL, session: Session): Bearer {
		const keeper = this.#sessions.keeperOf(apiUrl, session);
		return this.#bearers.open(apiUrl, session.id, session.credential, keeper);
	}

	#client(apiUrl: URL, credentials: Bearer): CorClient {
		return new CorClient({ apiUrl, transport: this.#transport, credentials });
	}
}
