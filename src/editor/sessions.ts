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

	constructor(secrets: vscode.SecretStorage) {
		this.#secrets = secrets;
	}

	/** Fires when another window, or this one, changed what is stored. */
	onDidChange(listener: () => void): vscode.Disposable {
		return this.#secrets.onDidChange(({ key }) => {
			if (key.startsWith(prefix)) {
				listener();
			}
		});
	}

	async read(apiUrl: URL): Promise<readonly Session[]> {
		const text = await this.#secrets.get(keyOf(apiUrl));
		return text === undefined ? [] : parse(text);
	}

	/** Stores a session in front of the others, in place of one with the same id. */
	async store(apiUrl: URL, session: Session): Promise<void> {
		const others = (await this.read(apiUrl)).filter(({ id }) => id !== session.id);
		await this.#write(apiUrl, [session, ...others]);
	}

	/** Whether there was something to remove. */
	async removeAll(apiUrl: URL): Promise<boolean> {
		const had = (await this.#secrets.get(keyOf(apiUrl))) !== undefined;
		await this.#secrets.delete(keyOf(apiUrl));
		return had;
	}

	async #write(apiUrl: URL, sessions: readonly Session[]): Promise<void> {
		const stored: StoredSessions = { version: 1, sessions };
		await this.#secrets.store(keyOf(apiUrl), JSON.stringify(stored));
	}
}

const prefix = 'corAttachments.sessions:';

function keyOf(apiUrl: URL): string {
	return prefix + apiUrl.href;
}

function parse(text: string): readonly Session[] {
	try {
		const stored = JSON.parse(text) as Partial<StoredSessions>;
		return stored.version === 1 && Array.isArray(stored.sessions) ? stored.sessions : [];
	} catch {
		return []; // half written or of another version: nobody is signed in, and signing in writes it anew
	}
}
