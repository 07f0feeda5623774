import * as vscode from 'vscode';
import { Accounts } from '../../../../src/editor/accounts/accounts.js';
import { connectAsking } from '../../../../src/editor/accounts/connect.js';
import { storeReport } from '../../../../src/editor/accounts/store-report.js';
import { UploadQueue } from '../../../../src/editor/sending/upload-queue.js';
import { AccountChoice } from '../../../../src/machine/memory/account-choice.js';
import { TaskMemory } from '../../../../src/machine/memory/task-memory.js';
import { SessionStore } from '../../../../src/machine/sessions/session-store.js';
import { MemoryFiles } from '../../../editor/kit/memory-files.js';
import { SharedSecrets } from '../../../editor/kit/shared-secrets.js';
import { HostWatch } from './host-watch.js';
import {
	askForSession,
	asModel,
	filesInMemory,
	lookForSession,
	openLink,
	showChanges,
	watchHost,
	withoutKeyring,
} from './names.js';

/**
 * What the screen tests need of another extension: files that are on no disk, calls of tools and links as others make
 * them, the sign-in with a secret storage that fails, which the one of the editor under test does not, and how long the
 * process that both share is blocked.
 */
export function activate(context: vscode.ExtensionContext): void {
	const memory = new MemoryFiles();
	for (const [name, text] of Object.entries(filesInMemory)) {
		memory.files.set(name, Buffer.from(text));
	}
	const provider = vscode.workspace.registerFileSystemProvider('memfs', memory, { isCaseSensitive: true });
	const watch = new HostWatch();
	context.subscriptions.push(
		provider,
		vscode.commands.registerCommand(withoutKeyring.command, () => signInWithoutKeyring(context)),
		vscode.commands.registerCommand(askForSession.command, () => tellSession({ createIfNone: true })),
		vscode.commands.registerCommand(lookForSession.command, () => tellSession({ silent: true })),
		watch,
		vscode.commands.registerCommand(watchHost.command, () => watch.toggle()),
		vscode.commands.registerCommand(asModel.command, callTool),
		vscode.commands.registerCommand(openLink.command, openALink),
		vscode.commands.registerCommand(showChanges.command, () => showChangesOf(memory)),
	);
}

async function callTool(): Promise<void> {
	const text = await vscode.window.showInputBox({ prompt: asModel.title });
	const { tool, input } = JSON.parse(text ?? '{}') as { readonly tool: string; readonly input: object };
	const answer = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined }).then(
		({ content: [part] }) => (part instanceof vscode.LanguageModelTextPart ? part.value : 'no text'),
		(error: unknown) => `refused: ${error instanceof Error ? error.message : String(error)}`,
	);
	void vscode.window.showInformationMessage(answer, 'OK');
}

async function openALink(): Promise<void> {
	const text = await vscode.window.showInputBox({ prompt: openLink.title });
	const cor = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'cor-attachments');
	await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(`${vscode.env.uriScheme}://${cor?.id}/${text}`));
}

async function showChangesOf(memory: MemoryFiles): Promise<void> {
	const [changed, added] = ['/obra/plano.txt', '/obra/notas.txt'].map(name => memory.uriOf(name));
	await vscode.commands.executeCommand('vscode.changes', 'Cambios', [
		[changed, added, changed],
		[added, undefined, added],
	]);
}

async function signInWithoutKeyring(context: vscode.ExtensionContext): Promise<void> {
	const secrets = new SharedSecrets();
	for (const failing of ['get', 'store', 'delete'] as const) {
		secrets.failing.add(failing);
	}
	const log = vscode.window.createOutputChannel('Companion', { log: true });
	const fetch = globalThis.fetch as unknown as ConstructorParameters<typeof Accounts>[1]['fetch'];
	const choice = new AccountChoice(context.workspaceState, message => log.warn(message));
	const accounts = new Accounts(new SessionStore(secrets), { fetch }, {}, storeReport(log, new UploadQueue()), choice);
	const memory = new TaskMemory(context.workspaceState, context.globalState, message => log.warn(message));
	const connection = await connectAsking({ accounts, log, memory });
	const user = await connection?.client.readMe();
	void vscode.window.showInformationMessage(`acts as ${user?.name}`, 'OK');
}

async function tellSession(options: vscode.AuthenticationGetSessionOptions): Promise<void> {
	try {
		const session = await vscode.authentication.getSession('corAttachments', [], options);
		void vscode.window.showInformationMessage(session ? await inWords(session) : 'got no session', 'OK');
	} catch (error) {
		void vscode.window.showInformationMessage(`got an error: ${error}`, 'OK');
	}
}

/** Whose session it is, what it holds, and what COR says to its token. */
async function inWords(session: vscode.AuthenticationSession): Promise<string> {
	const apiUrl = vscode.workspace.getConfiguration('corAttachments').get<string>('apiUrl');
	const headers = { authorization: `Bearer ${session.accessToken}` };
	const answer = await fetch(`${apiUrl}/me`, { headers });
	const { id } = (await answer.json()) as { id: number };
	const holds = Object.keys(session).sort().join(', ');
	const mayHold = JSON.stringify(session).replace(session.accessToken, '');
	const isClean = !/key|secret|refresh/i.test(mayHold);
	return `got a session of ${session.account.label} with ${holds}; ${isClean ? 'nothing else' : 'more'}; COR knows user ${id}`;
}
