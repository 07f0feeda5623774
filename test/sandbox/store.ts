import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { idOf } from './attachments/ids.js';
import type { Variants } from './variants.js';

export interface AttachmentRecord {
	readonly id: number;
	readonly taskId: number;
	/** Root attachment of which this is a version; `null` for a root. */
	readonly parentId: number | null;
	readonly version: number;
	readonly originalname: string;
	readonly mimeType: string;
	readonly size: number;
	readonly sha256: string;
	/** File name below `files/`, and the unguessable part of the download address. */
	readonly storageName: string;
	readonly token: string;
	readonly available: boolean;
	readonly status: string | null;
	readonly createdFrom: string;
	readonly sessionToken: string | null;
	readonly userId: number;
	readonly createdAt: string;
}

export interface MessageRecord {
	readonly id: number;
	readonly taskId: number;
	readonly text: string;
	/** The attachments that it refers to. */
	readonly attachmentIds: readonly number[];
	readonly userId: number;
	readonly createdAt: string;
}

/** What somebody uploaded, its bytes still in `incoming/`. */
export type NewAttachment = Omit<AttachmentRecord, 'id' | 'version' | 'storageName' | 'token'> & {
	/** From `nextId`. */
	readonly id?: number;
	readonly incomingPath: string;
};

interface Index {
	readonly format: 1;
	nextId: number;
	attachments: AttachmentRecord[];
	messages: MessageRecord[];
	readonly signingKey: string;
	tokenGeneration: number;
	/** SHA-256 of each refresh token that still works, and whose it is. */
	refreshTokens: { readonly sha256: string; readonly userId: number }[];
}

/** Files and their index in one directory. What a method has promised survives a restart. */
export class Store {
	readonly #dataDir: string;
	readonly #index: Index;
	#writing: Promise<void> = Promise.resolve();
	#next: Promise<void> | undefined;

	private constructor(dataDir: string, index: Index) {
		this.#dataDir = dataDir;
		this.#index = index;
	}

	/** @throws when the directory holds an index that cannot be read: better loud than an empty start over somebody's files. */
	static async open(directory: string): Promise<Store> {
		const dataDir = resolve(directory);
		await mkdir(join(dataDir, 'files'), { recursive: true });
		await rm(join(dataDir, 'incoming'), { recursive: true, force: true });
		await mkdir(join(dataDir, 'incoming'));

		const store = new Store(dataDir, (await readIndex(dataDir)) ?? freshIndex());
		await store.#save();
		return store;
	}

	get signingKey(): string {
		return this.#index.signingKey;
	}

	get tokenGeneration(): number {
		return this.#index.tokenGeneration;
	}

	/** Every attachment of a task, versions included, oldest first. */
	ofTask(taskId: number): readonly AttachmentRecord[] {
		return this.#index.attachments.filter(attachment => attachment.taskId === taskId);
	}

	byStorageName(storageName: string): AttachmentRecord | undefined {
		return this.#index.attachments.find(attachment => attachment.storageName === storageName);
	}

	pathOf(attachment: AttachmentRecord): string {
		return join(this.#dataDir, 'files', attachment.storageName);
	}

	newIncomingPath(): string {
		return join(this.#dataDir, 'incoming', randomUUID());
	}

	/** An id that nothing has and nothing else will get. */
	nextId(order: Variants['idOrder']): number {
		return idOf(order, this.#index.nextId++);
	}

	/** Takes the files over, all under one write of the index. */
	async add(uploads: readonly NewAttachment[], order: Variants['idOrder']): Promise<readonly AttachmentRecord[]> {
		const added: AttachmentRecord[] = [];
		for (const { incomingPath, ...upload } of uploads) {
			const storageName = randomUUID();
			await rename(incomingPath, join(this.#dataDir, 'files', storageName));
			const record: AttachmentRecord = {
				...upload,
				id: upload.id ?? this.nextId(order),
				version: this.#nextVersion(upload.parentId),
				storageName,
				token: randomBytes(16).toString('hex'),
			};
			this.#index.attachments.push(record);
			added.push(record);
		}
		await this.#save();
		return added;
	}

	/** Every message of a task, oldest first. */
	messagesOf(taskId: number): readonly MessageRecord[] {
		return this.#index.messages.filter(message => message.taskId === taskId);
	}

	async addMessage(message: Omit<MessageRecord, 'id'>): Promise<MessageRecord> {
		const record = { ...message, id: this.#index.nextId++ };
		this.#index.messages.push(record);
		await this.#save();
		return record;
	}

	/** Removes records and files; `promoted` records take the place of those with the same id. */
	async remove(ids: ReadonlySet<number>, promoted: readonly AttachmentRecord[] = []): Promise<void> {
		const gone = this.#index.attachments.filter(attachment => ids.has(attachment.id));
		const replacement = new Map(promoted.map(attachment => [attachment.id, attachment]));
		this.#index.attachments = this.#index.attachments
			.filter(attachment => !ids.has(attachment.id))
			.map(attachment => replacement.get(attachment.id) ?? attachment);
		await this.#save();
		await Promise.all(gone.map(attachment => rm(this.pathOf(attachment), { force: true })));
	}

	async removeAll(): Promise<void> {
		this.#index.messages = [];
		await this.remove(new Set(this.#index.attachments.map(attachment => attachment.id)));
	}

	rememberRefreshToken(token: string, userId: number): Promise<void> {
		this.#index.refreshTokens.push({ sha256: sha256(token), userId });
		return this.#save();
	}

	userIdOfRefreshToken(token: string): number | undefined {
		return this.#index.refreshTokens.find(known => known.sha256 === sha256(token))?.userId;
	}

	forgetRefreshToken(token: string): Promise<void> {
		this.#index.refreshTokens = this.#index.refreshTokens.filter(known => known.sha256 !== sha256(token));
		return this.#save();
	}

	forgetRefreshTokens(): Promise<void> {
		this.#index.refreshTokens = [];
		return this.#save();
	}

	startTokenGeneration(): Promise<void> {
		this.#index.tokenGeneration++;
		return this.#save();
	}

	/** Resolves when everything promised so far is on disk. */
	settled(): Promise<void> {
		return this.#writing;
	}

	#nextVersion(parentId: number | null): number {
		if (parentId === null) {
			return 1;
		}
		const family = this.#index.attachments.filter(({ id, parentId: of }) => id === parentId || of === parentId);
		return Math.max(0, ...family.map(attachment => attachment.version)) + 1;
	}

	// Changes that come while one write runs share the next: a thousand small files must not queue up here.
	#save(): Promise<void> {
		this.#next ??= this.#writing.then(() => {
			this.#next = undefined;
			return writeWhole(join(this.#dataDir, 'index.json'), this.#index);
		});
		this.#writing = this.#next;
		return this.#writing;
	}
}

function freshIndex(): Index {
	return {
		format: 1,
		nextId: 90_001,
		attachments: [],
		messages: [],
		signingKey: randomBytes(32).toString('hex'),
		tokenGeneration: 1,
		refreshTokens: [],
	};
}

async function readIndex(dataDir: string): Promise<Index | undefined> {
	const path = join(dataDir, 'index.json');
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}
		throw error;
	}
	const index = { messages: [], ...(JSON.parse(text) as Omit<Index, 'messages'>) } as Index;
	if (index.format !== 1) {
		throw new Error(`${path} is not an index of this sandbox`);
	}
	return index;
}

// A reader sees the old index or the new one, never half of one, whenever the process dies.
async function writeWhole(path: string, value: unknown): Promise<void> {
	const temporary = `${path}.new`;
	await writeFile(temporary, JSON.stringify(value), { mode: 0o600 });
	await rename(temporary, path);
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
