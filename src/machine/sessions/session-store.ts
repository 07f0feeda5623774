import { CorError } from '../../attach/errors.js';
import type { Credential } from '../../cor/credentials.js';
import { readSessions, type Session, writeSessions } from './session-format.js';

/** Where secrets are kept: the editor's `SecretStorage`. */
export interface SecretStorage {
	get(key: string): PromiseLike<string | undefined>;
	store(key: string, value: string): PromiseLike<void>;
	delete(key: string): PromiseLike<void>;
	onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): unknown };
}

/**
 * The sessions of one API address in the editor's SecretStorage, who signed in last first. A credential is bound to the
 * address it was entered for: its origin and path are in the key. What a newer version of the extension stored is neither
 * used nor written over, since windows of both run side by side after an update; only who signs out of everything removes
 * it. What is broken is not used, and kept under a key of its own before it is written over.
 * Where the store fails, methods reject with the store's error; where what is stored is newer or broken, with a `CorError`
 * `sessions-newer` or `sessions-broken`.
 */
export class SessionStore {
	readonly #secrets: SecretStorage;
	/** Changes go one after another: each writes what it has read. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(secrets: SecretStorage) {
		this.#secrets = secrets;
	}

	/** Fires when another window, or this one, changed what is stored for the API address `href`. */
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

	/** Stores a session in front of the others, in place of one with the same id, and without those that are gone. */
	store(apiUrl: URL, session: Session, isGone: (id: string) => boolean): Promise<void> {
		return this.#inTurn(async () => {
			const before = await this.#get(apiUrl);
			const isBroken = before !== undefined && readSessions(before).status === 'broken';
			const others = isBroken ? [] : sessionsIn(before);
			const staying = others.filter(({ id }) => id !== session.id && !isGone(id));
			await this.#write(apiUrl, before, [session, ...staying]);
		});
	}

	/** Gives a session a new credential; whether the session was still there. */
	replace(apiUrl: URL, id: string, credential: Credential): Promise<boolean> {
		return this.#inTurn(async () => {
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

	/** Removes one session, and with the last of them all that is kept for the address. Whether it was there. */
	remove(apiUrl: URL, id: string): Promise<boolean> {
		return this.#inTurn(async () => {
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

	/** Removes what is newer or broken, too. Whether there was something to remove; where that can't be read, it counts as something. */
	removeAll(apiUrl: URL): Promise<boolean> {
		return this.#inTurn(async () => {
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

	/** Writes in place of `before`, which is kept where something in it is not right. */
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
			throw new CorError('sessions-newer', 'the stored sessions are of a newer version of the extension');
		case 'broken':
			throw new CorError('sessions-broken', 'what is stored is no list of sessions');
	}
}

function isWhole(text: string): boolean {
	const reading = readSessions(text);
	return reading.status === 'read' && reading.isWhole;
}
