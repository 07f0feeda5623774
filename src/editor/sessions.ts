import type * as vscode from 'vscode';
import type { Credential } from '../cor/credentials.js';

/** Somebody signed in to COR. */
export interface Session {
	readonly id: string;
	/** The person's name, and mail address where COR tells it. */
	readonly label: string;
	readonly userId: number;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly credential: Credential;
}

interface StoredSessions {
	readonly version: 1;
	readonly sessions: readonly Session[];
}

/**
 * The sessions of one API address in the editor's SecretStorage, as a list with a version so that more accounts can come
 * later. A credential is bound to the address it was entered for: its origin and path are in the key.
 * Where the store fails, methods reject with the store's error.
 */
export class SessionStore {
	readonly #secrets: vscode.SecretStorage;
	/** Changes go one after another: each writes what it has read. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(secrets: vscode.SecretStorage) {
		this.#secrets = secrets;
	}

	/** Fires when another window, or this one, changed what is stored for the API address `href`. */
	onDidChange(listener: (href: string) => void): vscode.Disposable {
		return this.#secrets.onDidChange(({ key }) => {
			if (key.startsWith(prefix)) {
				listener(key.slice(prefix.length));
			}
		});
	}

	async read(apiUrl: URL): Promise<readonly Session[]> {
		const text = await this.#secrets.get(keyOf(apiUrl));
		return text === undefined ? [] : parse(text);
	}

	/** Stores a session in front of the others, in place of one with the same id. */
	store(apiUrl: URL, session: Session): Promise<void> {
		return this.#inTurn(async () => {
			const others = (await this.read(apiUrl)).filter(({ id }) => id !== session.id);
			await this.#write(apiUrl, [session, ...others]);
		});
	}

	/** Gives a session a new credential; whether the session was still there. */
	replace(apiUrl: URL, id: string, credential: Credential): Promise<boolean> {
		return this.#inTurn(async () => {
			const sessions = await this.read(apiUrl);
			if (!sessions.some(session => session.id === id)) {
				return false;
			}
			await this.#write(
				apiUrl,
				sessions.map(session => (session.id === id ? { ...session, credential } : session)),
			);
			return true;
		});
	}

	/** Whether there was something to remove; where that can't be read, it counts as something. */
	removeAll(apiUrl: URL): Promise<boolean> {
		return this.#inTurn(async () => {
			const had = await Promise.resolve(this.#secrets.get(keyOf(apiUrl))).then(
				text => text !== undefined,
				() => true,
			);
			await this.#secrets.delete(keyOf(apiUrl));
			return had;
		});
	}

	async #write(apiUrl: URL, sessions: readonly Session[]): Promise<void> {
		const stored: StoredSessions = { version: 1, sessions };
		await this.#secrets.store(keyOf(apiUrl), JSON.stringify(stored));
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work);
		this.#turn = done.catch(() => {}); // the failure belongs to whoever asked
		return done;
	}
}

const prefix = 'corAttachments.sessions:';

function keyOf(apiUrl: URL): string {
	return prefix + apiUrl.href;
}

function parse(text: string): readonly Session[] {
	try {
		const stored = JSON.parse(text) as Partial<StoredSessions>;
		return stored.version === 1 && Array.isArray(stored.sessions) ? stored.sessions.filter(isSession) : [];
	} catch {
		return []; // half written or of another version: nobody is signed in, and signing in writes it anew
	}
}

function isSession(value: unknown): value is Session {
	const { id, label, credential } = (value ?? {}) as Partial<Session>;
	return typeof id === 'string' && typeof label === 'string' && typeof credential?.kind === 'string';
}
