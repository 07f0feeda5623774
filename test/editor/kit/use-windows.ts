import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { CorError, toCorError } from '../../../src/attach/errors.js';
import type { Credential } from '../../../src/cor/credentials.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import { Accounts } from '../../../src/editor/accounts/accounts.js';
import { AccountChoice } from '../../../src/machine/memory/account-choice.js';
import type { Connection } from '../../../src/machine/sessions/connection.js';
import type { Environment } from '../../../src/machine/sessions/environment-credential.js';
import { SessionStore } from '../../../src/machine/sessions/session-store.js';
import { inShort } from '../../cor/kit/connect.js';
import { noteCredentials } from '../../leaks/kept.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import type { Credentials } from '../../sandbox/sandbox.js';
import { collaborator, type SeedUser, viewer } from '../../sandbox/seed.js';
import { SharedSecrets } from './shared-secrets.js';
import type { Cor } from './use-cor.js';

/** Windows that share one secret storage, each with the accounts of its own. */
export interface Windows {
	readonly secrets: SharedSecrets;
	readonly apiUrl: URL;
	/** What the windows said of the secret storage. */
	readonly reports: readonly string[];
	/** Opens a window on a workspace that remembers nothing, or what `state` has. */
	open(environment?: Environment, state?: KeptInMemory): Accounts;
	keyPair(): Credential;
	tokenPair(): Credential;
	/** The key pair of another person of the same agency, and of its client, who may not attach. */
	readonly ofJoao: Credential;
	readonly ofMarta: Credential;
	signIn(accounts: Accounts, credential: Credential): Promise<void>;
	connected(accounts: Accounts, id?: string): Promise<Connection>;
	/** Sends a file to task 4101; its end in short. */
	send(connection: Connection, name: string): Promise<string | undefined>;
}

const transport: Transport = {
	fetch: ((...args: Parameters<Transport['fetch']>) =>
		(globalThis.fetch as unknown as Transport['fetch'])(...args)) as Transport['fetch'],
};

/** For the suite around it; no test may leave a credential in a report, or a rejection that nobody handles. */
export function useWindows(cor: Cor): Windows {
	let secrets: SharedSecrets;
	let windows: Accounts[];
	let reports: string[];
	const unhandled: unknown[] = [];
	// The editor's own extensions have theirs: Git's asks about folders that tests have deleted. It names Git without a
	// path, as we never do.
	const isEditors = (reason: unknown): boolean => {
		const { path, stack }: Partial<NodeJS.ErrnoException> = Object(reason);
		return path === 'git' || stack?.includes('/lib/vscode/extensions/') === true;
	};
	const noteUnhandled = (reason: unknown) => void (isEditors(reason) || unhandled.push(reason));

	before(() => process.on('unhandledRejection', noteUnhandled));
	beforeEach(() => {
		secrets = new SharedSecrets();
		windows = [];
		reports = [];
		cor.sandbox.set({ variants: { refreshTokens: 'rotating' } });
	});
	afterEach(() => {
		for (const each of [...windows, secrets]) {
			each.dispose();
		}
		assert.deepEqual(unhandled, []);
		assert.doesNotMatch(reports.join(), /secret-|key-|eyJ/);
	});
	after(() => process.off('unhandledRejection', noteUnhandled));

	const apiUrl = () => new URL(cor.sandbox.apiUrl);
	return {
		get secrets() {
			return secrets;
		},
		get apiUrl() {
			return apiUrl();
		},
		get reports() {
			return reports;
		},
		open: (environment = {}, state = new KeptInMemory()) => {
			const report = {
				onFailure: (error: Error) => reports.push(`failure ${error.message}`),
				onNotKept: (error: Error) => reports.push(`not kept ${error.message}`),
			};
			const choice = new AccountChoice(state, message => reports.push(message));
			const accounts = new Accounts(new SessionStore(secrets), transport, environment, report, choice);
			windows.push(accounts);
			return accounts;
		},
		keyPair: () => keyOf(cor.sandbox.credentials),
		tokenPair: () => {
			const { access_token: accessToken, refresh_token: refreshToken } = cor.sandbox.issueToken();
			return { kind: 'token', accessToken, refreshToken };
		},
		ofJoao: keyOf(keysOf(collaborator)),
		ofMarta: keyOf(keysOf(viewer)),
		signIn: async (accounts, credential) => accounts.keep(apiUrl(), await accounts.verify(apiUrl(), credential)),
		connected: async (accounts, id) => {
			const connection = await accounts.connect(apiUrl(), id);
			assert.ok(connection);
			return connection;
		},
		send: async ({ client }, name) => {
			const { signal } = new AbortController();
			const upload = async () => (await client.upload(4101, [textPart(name)], { signal }))[0];
			const end = await upload();
			if (end?.status !== 'unknown' || end.error.kind !== 'unauthorized') {
				return inShort(end);
			}
			// As a delivery does: after a 401 it looks at the task, which renews the token, before anything is sent again.
			const list = await client.readAttachments(4101, signal).catch(toCorError);
			return inShort(list instanceof CorError || list.some(item => item.name === name) ? end : await upload());
		},
	};
}

function keysOf({ apiKey = '', clientSecret = '' }: SeedUser): Credentials {
	return { apiKey, clientSecret };
}

function keyOf({ apiKey, clientSecret }: Credentials): Credential {
	noteCredentials(apiKey, clientSecret, `${apiKey}:${clientSecret}`);
	return { kind: 'key', apiKey, clientSecret };
}

function textPart(name: string): FilePart {
	return { name, size: 4, open: () => Readable.from([Buffer.from('hola')]) };
}
