import * as vscode from 'vscode';
import { CorError, toCorError } from '../../attach/errors.js';
import { explain } from '../messages/explain-failure.js';
import { type ListedAccount, listAccounts, whatChanged } from './authentication-accounts.js';
import { isOfStore, requireApiUrl } from './connect.js';
import type { SignInParts } from './sign-in.js';

/** Id by which other extensions ask for a session. Same as in the manifest. */
const providerId = 'corAttachments';

/**
 * COR in VS Code's Accounts menu: the accounts at the configured API address. Only `createSession` asks the person
 * anything. With the person's permission, other extensions get a short-lived access token and nothing that could renew
 * it. The environment's credential isn't listed: nobody signed in with it here, and nobody can sign it out.
 */
export class CorAuthentication implements vscode.AuthenticationProvider, vscode.Disposable {
	readonly #parts: SignInParts;
	readonly #changes = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
	readonly onDidChangeSessions = this.#changes.event;
	readonly #subscriptions: vscode.Disposable;
	/** What VS Code knows; `undefined` until it has asked. */
	#told: readonly ListedAccount[] | undefined;
	/** Handles changes one after another, because each is compared with the one before. */
	#turn: Promise<void> = Promise.resolve();

	constructor(parts: SignInParts) {
		this.#parts = parts;
		this.#subscriptions = vscode.Disposable.from(
			this.#changes,
			parts.accounts.onDidChange(() => this.#follow()),
			vscode.workspace.onDidChangeConfiguration(
				event => event.affectsConfiguration('corAttachments.apiUrl') && this.#follow(),
			),
		);
	}

	/** Registers the provider. VS Code asks for the accounts later. */
	register(): vscode.Disposable {
		const options = { supportsMultipleAccounts: true };
		return vscode.authentication.registerAuthenticationProvider(providerId, 'COR', this, options);
	}

	dispose(): void {
		this.#subscriptions.dispose();
	}

	/**
	 * Without `scopes`, VS Code only wants the list of accounts, so no token is requested. COR has no scopes: a token
	 * allows what its owner's role allows. Leaves out an account that COR refuses, so that the person can sign in again.
	 */
	async getSessions(
		scopes: readonly string[] | undefined,
		{ account: wanted }: vscode.AuthenticationProviderSessionOptions = {},
	): Promise<vscode.AuthenticationSession[]> {
		const listed = await inWords(this.#list());
		const asked = listed.filter(({ account }) => !wanted || account.id === wanted.id);
		if (!scopes) {
			this.#told ??= listed;
			return asked.map(each => toSession(each, '', []));
		}
		return (await inWords(Promise.all(asked.map(each => this.#withToken(each, scopes))))).flat();
	}

	/** Runs the same sign-in as the command. Rejects if the person gives up. */
	async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
		return inWords(this.#signIn(scopes));
	}

	async removeSession(sessionId: string): Promise<void> {
		const listed = (await inWords(this.#list())).find(({ sessionId: id }) => id === sessionId);
		const end = listed && (await this.#parts.accounts.signOut(listed.apiUrl, listed.account.id));
		if (end === 'not-removed') {
			const { signOutSentence } = await import('./sign-out.js');
			throw new Error(signOutSentence(end));
		}
	}

	async #list(): Promise<readonly ListedAccount[]> {
		return listAccounts(this.#parts.accounts, requireApiUrl());
	}

	async #signIn(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
		const why = await this.#list().then(
			() => undefined,
			(error: unknown) => (isOfStore(error) ? explain(error) : undefined),
		);
		const { signIn } = await import('./sign-in.js');
		const signedIn = await signIn(this.#parts, requireApiUrl(), { why });
		if (!signedIn) {
			throw new vscode.CancellationError();
		}
		const listed = (await this.#list()).find(({ account }) => account.id === signedIn.id);
		const [session] = listed ? await this.#withToken(listed, scopes) : [];
		if (!session) {
			throw new CorError('account-missing', 'signed out before the session was there');
		}
		return session;
	}

	/** Empty if COR refuses the credential, or it is gone meanwhile. */
	async #withToken(listed: ListedAccount, scopes: readonly string[]): Promise<vscode.AuthenticationSession[]> {
		try {
			const token = await this.#parts.accounts.accessToken(listed.apiUrl, listed.account.id);
			return token === undefined ? [] : [toSession(listed, token, scopes)];
		} catch (error) {
			const { kind } = toCorError(error);
			if (kind === 'unauthorized' || kind === 'account-missing') {
				return [];
			}
			throw error;
		}
	}

	#follow(): void {
		this.#turn = this.#turn.then(async () => {
			const now = await this.#list().catch(() => undefined); // logged already; VS Code gets the error when it asks
			if (now) {
				const { added, removed, changed } = whatChanged(this.#told ?? [], now);
				this.#told = now;
				const plain = (all: readonly ListedAccount[]) => all.map(each => toSession(each, '', []));
				if (added.length + removed.length + changed.length > 0) {
					this.#changes.fire({ added: plain(added), removed: plain(removed), changed: plain(changed) });
				}
			}
		});
	}
}

function toSession(
	{ sessionId, account }: ListedAccount,
	accessToken: string,
	scopes: readonly string[],
): vscode.AuthenticationSession {
	return { id: sessionId, accessToken, account, scopes };
}

/** Turns a `CorError` into a sentence, because another extension or the person will see it. */
async function inWords<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw error instanceof CorError ? new Error(explain(error)) : error;
	}
}
