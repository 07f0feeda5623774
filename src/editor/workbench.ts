import type * as vscode from 'vscode';
import type { Claims } from '../attach/claims.js';
import { CorError } from '../attach/errors.js';
import type { PackTrusts } from '../attach/pack-trust.js';
import type { Transport } from '../cor/transport.js';
import type { Accounts, Connection } from './accounts.js';
import type { Archives } from './archives.js';
import { explain } from './explain.js';
import type { AttachHistory } from './history.js';
import type { JournalStore } from './journal-store.js';
import type { MadeFiles } from './made-files.js';
import { apiUrlSetting } from './settings.js';
import { type SignInBench, type SignInOptions, signIn } from './sign-in.js';
import type { StatusItem } from './status-item.js';
import type { TaskMemory } from './task-memory.js';
import type { UploadQueue } from './upload-queue.js';

/** What attaching needs of the editor and of COR; made once, in `extension.ts`. */
export interface Workbench {
	readonly accounts: Accounts;
	/** Sends requests, and hides every credential in what comes back. */
	readonly transport: Transport & Required<Pick<Transport, 'redaction'>>;
	readonly memory: TaskMemory;
	readonly history: AttachHistory;
	readonly queue: UploadQueue;
	readonly claims: Claims;
	readonly trusts: PackTrusts;
	readonly journals: JournalStore;
	readonly made: MadeFiles;
	readonly archives: Archives;
	readonly status: StatusItem;
	readonly log: vscode.LogOutputChannel;
}

/** @throws CorError `refused-api-url` where the setting is no address that a credential may be sent to */
export function requireApiUrl(): URL {
	const reading = apiUrlSetting();
	if (reading.status === 'refused') {
		throw new CorError('refused-api-url', `corAttachments.apiUrl: ${reading.why}`);
	}
	return reading.apiUrl;
}

/** @throws CorError `no-credential` where nobody is signed in, and as `Accounts.list` where that can't be told */
export async function connect({ accounts }: Workbench): Promise<Connection> {
	const connection = await accounts.connect(requireApiUrl());
	if (!connection) {
		throw new CorError('no-credential', 'nobody is signed in');
	}
	return connection;
}

/** Asks the person to sign in where nobody is; `undefined` where they give up. */
export async function connectAsking(bench: Workbench): Promise<Connection | undefined> {
	const apiUrl = requireApiUrl();
	try {
		const connection = await bench.accounts.connect(apiUrl);
		if (connection) {
			return connection;
		}
	} catch (error) {
		if (!isOfStore(error)) {
			throw error;
		}
		return connectAnew(bench, apiUrl, { why: explain(error) });
	}
	return connectAnew(bench, apiUrl);
}

/** Asks the person to sign in, and has the workspace use that account unless it had to be that one; `undefined` where they give up. */
export async function connectAnew(
	bench: SignInBench,
	apiUrl: URL,
	options?: SignInOptions,
): Promise<Connection | undefined> {
	const session = await signIn(bench, apiUrl, options);
	const connection = session && (await bench.accounts.connect(apiUrl, session.id));
	if (connection && !options?.only) {
		await bench.accounts.choose(connection);
	}
	return connection;
}

/** Whether it can't be told who is signed in. */
export function isOfStore(error: unknown): error is CorError {
	return error instanceof CorError && ['secret-store', 'sessions-newer', 'sessions-broken'].includes(error.kind);
}
