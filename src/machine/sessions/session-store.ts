import { CorError } from '../../attach/errors.js';
import { Sequence } from '../../attach/sequence.js';
import type { Credential } from '../../cor/credentials.js';
import { readSessions, type Session, writeSessions } from './session-format.js';

/** VS Code's `SecretStorage`. */
export interface SecretStorage {
	get(key: string): PromiseLike<string | undefined>;
	store(key: string, value: string): PromiseLike<void>;
	delete(key: string): PromiseLike<void>;
	onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown };
}

/**
 * The sessions of each API address in VS Code's SecretStorage, latest sign-in first. A credential belongs to the
 * address it was entered for: the key contains origin and path. What a newer version of the extension stored is neither
 * used nor overwritten, since windows of both versions may run at the same time after an update; only signing out of
 * everything removes it. A broken value isn't used, and is saved under another key before it is overwritten. Methods
 * reject with the store's error, or with a `CorError` `sessions-newer` or `sessions-broken`.
 */
export class SessionStore {
	readonly #secrets: SecretStorage;
	/** One after another, because each writes what it has read. */
	readonly #changes = new Sequence();

	constructor(secrets: SecretStorage) {
		this.#secrets = secrets;
	}

	/** Fires when this or another window changed the sessions of the API address `href`. */
	onDidChange(listener: (href: string) => void): { dispose(): unknown } {
		return this.#secrets.onDidChange(({ key }) => {
			if (key.startsWith(prefix)) {
				listener(key.slice(prefix.length));
			}
		});
	}

	async read(apiUrl: URL): Promise<readonly Session[]> {
		return sessionsIn(await this.#get(apiUrl));
	}

	/** Stores a session first, replaces one with the same id, and drops those for which `isGone` is true. */
	store(apiUrl: URL, session: Session, isGone: (id: string) => boolean): Promise<void> {
		return this.#changes.run(async () => {
			const before = await this.#get(apiUrl);
			const isBroken = before !== undefined && readSessions(before).status === 'broken';
			const others = isBroken ? [] : sessionsIn(before);
			const staying = others.filter(({ id }) => id !== session.id && !isGone(id));
			await this.#write(apiUrl, before, [session, ...staying]);
		});
	}

	/** Replaces a session's credential. `false` if the session no longer exists. */
	replace(apiUrl: URL, id: string, credential: Credential): Promise<boolean> {
		return this.#changes.run(async () => {
			const before = await this.#get(apiUrl);
			const sessions = sessionsIn(before);
			if (!sessions.some(session => session.id === id)) {
				return false;
			}
			const replaced = sessions.map(session => (session.id === id ? { ...session, credential } : session));
			await this.#write(apiUrl, before, replaced);
			return true;
		});
	}

	/** Removes one session; with the last one, everything stored for the address. Resolves with whether it existed. */
	remove(apiUrl: URL, id: string): Promise<boolean> {
		return this.#changes.run(async () => {
			const before = await this.#get(apiUrl);
			const sessions = sessionsIn(before);
			const others = sessions.filter(session => session.id !== id);
			if (others.length === sessions.length) {
				return false;
			}
			await (others.length === 0 ? this.#delete(apiUrl) : this.#write(apiUrl, before, others));
			return true;
		});
	}

	/**
	 * Removes everything, including newer and broken values. Resolves with whether there was anything; `true` if that
	 * can't be read.
	 */
	removeAll(apiUrl: URL): Promise<boolean> {
		return this.#changes.run(async () => {
			const had = await this.#get(apiUrl).then(
				text => text !== undefined,
				() => true,
			);
			await this.#delete(apiUrl);
			return had;
		});
	}

	async #get(apiUrl: URL): Promise<string | undefined> {
		return this.#secrets.get(keyOf(apiUrl));
	}

	/** Replaces `before`, which is saved under another key if part of it is invalid. */
	async #write(apiUrl: URL, before: string | undefined, sessions: readonly Session[]): Promise<void> {
		if (before !== undefined && !isWhole(before)) {
			const broken = await this.#secrets.get(brokenKeyOf(apiUrl));
			await this.#secrets.store(brokenKeyOf(apiUrl), broken === undefined ? before : `${broken}\n${before}`);
		}
		await this.#secrets.store(keyOf(apiUrl), writeSessions(sessions));
	}

	async #delete(apiUrl: URL): Promise<void> {
		await this.#secrets.delete(keyOf(apiUrl));
		await this.#secrets.delete(brokenKeyOf(apiUrl));
	}
}

const prefix = 'corAttachments.sessions:';

function keyOf(apiUrl: URL): string {
	return prefix + apiUrl.href;
}

function brokenKeyOf(apiUrl: URL): string {
	return `corAttachments.brokenSessions:${apiUrl.href}`;
}

function sessionsIn(text: string | undefined): readonly Session[] {
	const reading = text === undefined ? undefined : readSessions(text);
	switch (reading?.status) {
		case undefined:
			return [];
		case 'read':
			return reading.sessions;
		case 'newer':
			throw new CorError('sessions-newer', 'the stored sessions are from a newer version of the extension');
		case 'broken':
			throw new CorError('sessions-broken', 'the stored sessions cannot be parsed');
	}
}

function isWhole(text: string): boolean {
	const reading = readSessions(text);
	return reading.status === 'read' && reading.isWhole;
}
