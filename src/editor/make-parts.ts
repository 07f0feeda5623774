import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { PackTrusts } from '../attach/delivery/pack-trust.js';
import type { RenewalLock } from '../cor/credentials.js';
import { Redaction } from '../cor/http/redaction.js';
import type { Transport } from '../cor/http/transport.js';
import { AccountChoice } from '../machine/memory/account-choice.js';
import { AttachHistory } from '../machine/memory/attach-history.js';
import { TaskMemory } from '../machine/memory/task-memory.js';
import { RealFolders } from '../machine/real-places.js';
import { SessionStore } from '../machine/sessions/session-store.js';
import { WindowRenewals } from '../machine/sessions/window-renewals.js';
import { BoundedWorker } from '../machine/worker/bounded-worker.js';
import { Accounts } from './accounts/accounts.js';
import { storeReport } from './accounts/store-report.js';
import { MadeFiles } from './files/made-files.js';
import type { EarlyParts } from './flow/parts.js';
import { StatusItem } from './sending/status-item.js';
import { UploadQueue } from './sending/upload-queue.js';

/** Creates what attaching needs, once per window. Reads nothing and awaits nothing. */
export function makeParts(context: vscode.ExtensionContext, onHistoryChange: () => void): EarlyParts {
	const { workspaceState, globalState, extensionUri, globalStorageUri, secrets, subscriptions } = context;
	const log = vscode.window.createOutputChannel('COR Attachments', { log: true });
	const warn = (message: string): void => log.warn(message);
	// Looked up for each request: VS Code's `fetch`, with the user's proxy and certificates, may be installed late.
	const fetch = ((...args: Parameters<Transport['fetch']>) =>
		(globalThis.fetch as unknown as Transport['fetch'])(...args)) as Transport['fetch'];
	const transport = { fetch, redaction: new Redaction() };
	const queue = new UploadQueue();
	const choice = new AccountChoice(workspaceState, warn);
	const report = storeReport(log, queue);
	const storage = globalStorageUri.fsPath;
	const renewals = new WindowRenewals(path.join(storage, 'renewals'), path.join(storage, 'alive'), warn);
	const lockOf = (name: string): RenewalLock => renewals.of(name);
	const accounts = new Accounts(new SessionStore(secrets), transport, process.env, report, choice, lockOf);
	const made = new MadeFiles();
	const worker = new BoundedWorker(pathToFileURL(path.join(extensionUri.fsPath, 'dist', 'worker.mjs')));
	const status = new StatusItem(queue);
	subscriptions.push(log, accounts, renewals, made, worker, status);
	return {
		accounts,
		transport,
		memory: new TaskMemory(workspaceState, globalState, warn),
		history: new AttachHistory(workspaceState, warn, onHistoryChange),
		queue,
		trusts: new PackTrusts(),
		made,
		worker,
		folders: new RealFolders(),
		status,
		log,
	};
}
