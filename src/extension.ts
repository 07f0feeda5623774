import path from 'node:path';
import * as vscode from 'vscode';
import { Claims } from './attach/delivery/claims.js';
import { PackTrusts } from './attach/delivery/pack-trust.js';
import { Redaction } from './cor/http/redaction.js';
import type { Transport } from './cor/http/transport.js';
import { Accounts } from './editor/accounts/accounts.js';
import { CorAuthentication } from './editor/accounts/authentication.js';
import { storeReport } from './editor/accounts/store-report.js';
import { PastedImages } from './editor/entry-points/pasted-images.js';
import { MadeFiles } from './editor/files/made-files.js';
import { loadOnDemand, registerOnDemand } from './editor/register-on-demand.js';
import { StatusItem } from './editor/sending/status-item.js';
import { UploadQueue } from './editor/sending/upload-queue.js';
import { AttachmentsView } from './editor/view/attachments-view.js';
import { Archives } from './machine/archive/archives.js';
import { JournalStore } from './machine/journal/journal-store.js';
import { AccountChoice } from './machine/memory/account-choice.js';
import { AttachHistory } from './machine/memory/attach-history.js';
import { TaskMemory } from './machine/memory/task-memory.js';
import { SessionStore } from './machine/sessions/sessions.js';

/** Builds what there is to build and registers it. Reads nothing and awaits nothing. */
export function activate(context: vscode.ExtensionContext): void {
	const log = vscode.window.createOutputChannel('COR Attachments', { log: true });
	// Asked for at each request: the editor's fetch knows the user's proxy and certificates, and may be put in place late.
	const fetch = ((...args: Parameters<Transport['fetch']>) =>
		(globalThis.fetch as unknown as Transport['fetch'])(...args)) as Transport['fetch'];
	const queue = new UploadQueue();
	const report = storeReport(log, queue);
	const choice = new AccountChoice(context.workspaceState, message => log.warn(message));
	const transport = { fetch, redaction: new Redaction() };
	const accounts = new Accounts(new SessionStore(context.secrets), transport, process.env, report, choice);
	const journals = new JournalStore(path.join(context.globalStorageUri.fsPath, 'journal'), log);
	const memory = new TaskMemory(context.workspaceState, context.globalState, message => log.warn(message));
	const history = new AttachHistory(
		context.workspaceState,
		message => log.warn(message),
		() => view.refresh(),
	);
	const made = new MadeFiles();
	const archives = new Archives(path.join(context.globalStorageUri.fsPath, 'archives'));
	const status = new StatusItem(queue);
	const known = { claims: new Claims(), trusts: new PackTrusts() };
	const parts = { accounts, transport, memory, history, queue, ...known, journals, made, archives, status, log };
	const load = loadOnDemand(parts, context.extension, () => view);
	const view: AttachmentsView = new AttachmentsView(parts, async (...dropped) =>
		(await load()).attachDropped(...dropped),
	);
	const pasted = new PastedImages(made, async (...image) => (await load()).attachPasted(...image));
	const authentication = new CorAuthentication(parts);
	const onDemand = registerOnDemand(commandIds(context), load);
	const refreshing = authentication.onDidChangeSessions(() => view.refresh());
	context.subscriptions.push(log, accounts, journals, made, archives, status, view, pasted, onDemand);
	context.subscriptions.push(authentication, authentication.register(), refreshing);
}

function commandIds({ extension }: vscode.ExtensionContext): readonly string[] {
	const { contributes } = extension.packageJSON as { contributes: { commands: readonly { command: string }[] } };
	return contributes.commands.map(({ command }) => command);
}
