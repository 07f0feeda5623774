import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noteCredentials } from '../leaks/kept.js';
import { type Fault, type FaultMatch, Faults } from './answers/faults.js';
import { application } from './application.js';
import { rootsOf, versionsOf } from './attachments/versions.js';
import type { LoggedDownload } from './downloads/downloads.js';
import { type LoggedRequest, RequestLog, type RequestMatch } from './request-log.js';
import { collaborator, mainUser, type SeedUser, viewer } from './seed.js';
import { changed, defaultSettings, type Limits, nowOf, type SettingsChange } from './settings.js';
import { type TokenPair, Tokens } from './sign-in/tokens.js';
import { type AttachmentRecord, type MessageRecord, type NewAttachment, Store } from './store.js';
import type { Variants } from './variants.js';
import type { World } from './world.js';

export interface SandboxOptions {
	readonly dataDir: string;
	/** 0, the default, takes any free one. */
	readonly port?: number;
	readonly tokenLifeMs?: number;
	readonly latencyMs?: number;
	readonly uploadBytesPerSecond?: number;
	readonly listLagMs?: number;
	readonly storeLagMs?: number;
	readonly clockAheadMs?: number;
	readonly limits?: Limits;
	readonly variants?: Partial<Variants>;
}

export interface Credentials {
	readonly apiKey: string;
	readonly clientSecret: string;
}

export interface StoredAttachment extends AttachmentRecord {
	/** The file with the uploaded bytes. */
	readonly path: string;
	/** Later versions, oldest first, without this one. */
	readonly versions: readonly StoredAttachment[];
}

interface PlacedFile {
	readonly user: SeedUser;
	readonly name: string;
	readonly bytes: Uint8Array;
	/** The root of which it is a version. */
	readonly parentId?: number;
	/** How long it has been there. */
	readonly agoMs?: number;
}

export interface Sandbox {
	readonly origin: string;
	/** `origin` + `/v1` */
	readonly apiUrl: string;
	readonly webUrl: string;
	/** May attach and sees every task. */
	readonly credentials: Credentials;
	/** May attach; does not see the tasks of project 303. */
	readonly collaboratorCredentials: Credentials;
	/** May not attach (403); sees the tasks of project 301. */
	readonly viewerCredentials: Credentials;
	/** The API's requests, oldest first; a live list. */
	readonly requests: readonly LoggedRequest[];
	/** The requests for files, oldest first; a live list. */
	readonly downloads: readonly LoggedDownload[];
	/** What a caller did that COR does not document; a live list. A good client leaves it empty. */
	readonly complaints: readonly string[];

	set(change: SettingsChange): void;
	failNext(match: FaultMatch, fault: Fault): void;

	openRequests(method?: string): number;
	maxOpenRequests(method?: string): number;
	/** Resolves with the first request, past or future, that matches. */
	seen(match: RequestMatch): Promise<LoggedRequest>;
	/** Resolves when no request is open and nothing is left to do for one whose caller has gone. */
	settled(): Promise<void>;

	issueToken(user?: SeedUser, lifeMs?: number): TokenPair;
	/** Access tokens given so far answer 401 from now on. */
	expireTokens(): void;
	revokeRefreshTokens(): void;

	/** The task's roots with their versions, oldest first. */
	attachments(taskId: number): readonly StoredAttachment[];
	/** The task's messages, oldest first. */
	messages(taskId: number): readonly MessageRecord[];
	/** Stores a file as if this user had uploaded it in COR's own pages. Resolves with its id. */
	place(taskId: number, file: PlacedFile): Promise<number>;

	/** Forgets attachments, requests, complaints and faults; settings and tokens stay. */
	clear(): Promise<void>;
	/** Breaks what is still open. */
	close(): Promise<void>;
}

const portsKey = Symbol.for('ports of sandboxes');

/**
 * The ports that sandboxes of this process have had. The system gives a port again, but what an editor has learnt of one
 * COR is nothing to know of the next. Global, since each suite in an editor has a bundle of its own.
 */
function usedPorts(): Set<number> {
	const shared = globalThis as { [portsKey]?: Set<number> };
	shared[portsKey] ??= new Set();
	return shared[portsKey];
}

/** Listens on a port, or for 0 on one that no sandbox of this process has had. Resolves with it. */
async function listen(server: Server, port: number): Promise<number> {
	for (;;) {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		const given = (server.address() as AddressInfo).port;
		if (port !== 0 || !usedPorts().has(given)) {
			usedPorts().add(given);
			return given;
		}
		server.close();
		await once(server, 'close');
	}
}

/** COR on this machine, on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const { dataDir, port = 0, ...settings } = options;
	const store = await Store.open(dataDir);
	const world: World = {
		settings: changed(defaultSettings, settings),
		changes: new EventEmitter().setMaxListeners(0),
		store,
		tokens: new Tokens(store),
		log: new RequestLog(),
		complaints: [],
		downloads: [],
		origin: '',
	};
	const faults = new Faults();
	for (const { apiKey, clientSecret } of [mainUser, collaborator, viewer].map(credentialsOf)) {
		noteCredentials(apiKey, clientSecret, `${apiKey}:${clientSecret}`);
	}

	const server = createServer(application(world, faults));
	server.requestTimeout = 0; // a slow upload is the caller's business
	server.keepAliveTimeout = 65_000; // longer than a client's, so that no request meets a closing connection
	world.origin = `http://127.0.0.1:${await listen(server, port)}`;

	return {
		origin: world.origin,
		apiUrl: `${world.origin}/v1`,
		webUrl: world.origin,
		credentials: credentialsOf(mainUser),
		collaboratorCredentials: credentialsOf(collaborator),
		viewerCredentials: credentialsOf(viewer),
		requests: world.log.requests,
		complaints: world.complaints,
		downloads: world.downloads,

		set: change => {
			world.settings = changed(world.settings, change);
			world.changes.emit('change');
		},
		failNext: (match, fault) => faults.add(match, fault),

		openRequests: method => world.log.open(method),
		maxOpenRequests: method => world.log.maxOpen(method),
		seen: match => world.log.find(match),
		settled: () => world.log.settled(),

		issueToken: (user = mainUser, lifeMs = world.settings.tokenLifeMs) => world.tokens.issueNow(user, lifeMs),
		expireTokens: () => world.tokens.expireAll(),
		revokeRefreshTokens: () => world.tokens.forgetRefreshTokens(),

		attachments: taskId => {
			const all = store.ofTask(taskId);
			const stored = (record: AttachmentRecord): StoredAttachment => ({
				...record,
				path: store.pathOf(record),
				versions: versionsOf(all, record).map(stored),
			});
			return rootsOf(all).map(stored);
		},

		messages: taskId => store.messagesOf(taskId),

		place: async (taskId, file) => {
			const incomingPath = store.newIncomingPath();
			await writeFile(incomingPath, file.bytes);
			const placed: NewAttachment = {
				taskId,
				userId: file.user.id,
				parentId: file.parentId ?? null,
				originalname: file.name,
				mimeType: 'application/octet-stream',
				size: file.bytes.length,
				sha256: createHash('sha256').update(file.bytes).digest('hex'),
				incomingPath,
				available: true,
				status: null,
				createdFrom: 'task_panel',
				sessionToken: null,
				createdAt: new Date(nowOf(world.settings) - (file.agoMs ?? 0)).toISOString(),
			};
			const [record] = await store.add([placed], world.settings.variants.idOrder);
			return record?.id ?? 0;
		},

		clear: async () => {
			faults.clear();
			world.complaints.length = 0;
			world.downloads.length = 0;
			world.log.clear();
			await store.removeAll();
		},
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
			await store.settled();
		},
	};
}

function credentialsOf({ apiKey = '', clientSecret = '' }: SeedUser): Credentials {
	return { apiKey, clientSecret };
}
