import * as vscode from 'vscode';
import { readDeepLink } from '../../attach/task/deep-link.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { connectAsking, connectSilently } from '../accounts/connect.js';
import { attachToTask } from '../flow/attach-asked.js';
import type { Parts } from '../flow/parts.js';
import { taskLabel } from '../messages/names.js';
import { tellFailure } from '../messages/tell-failure.js';
import { askFiles } from '../sources/sources.js';

interface Chosen {
	readonly task: Task;
	readonly uris: readonly vscode.Uri[];
}

/**
 * Links such as `vscode://PUBLISHER.cor-attachments/attach?task=4101`. Anybody can write one, so it only names a task:
 * the person sees how COR describes it, and chooses the files.
 */
export class DeepLinks implements vscode.UriHandler {
	readonly #parts: Parts;
	#isAsking = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	async handleUri({ path, query, fragment }: vscode.Uri): Promise<void> {
		const link = readDeepLink(path, query, fragment);
		if (link.status === 'refused') {
			this.#parts.log.warn(`a link was not followed: ${link.why}`);
			void vscode.window.showWarningMessage(
				vscode.l10n.t('Invalid link: it must contain a task number and nothing else.'),
			);
			return;
		}
		// A page that opens many links must not cause many questions.
		if (this.#isAsking) {
			this.#parts.log.warn('a link was not followed: another one is being asked about');
			return;
		}
		this.#isAsking = true;
		try {
			const chosen = await this.#ask(link.taskId).finally(() => {
				this.#isAsking = false; // a long upload or an open message must not keep the next link out
			});
			if (chosen) {
				await this.#parts.memory.remember(chosen.task);
				await attachToTask(this.#parts, chosen.task, chosen.uris);
			}
		} catch (error) {
			await tellFailure(this.#parts, error);
		}
	}

	/** `undefined` if the person declines, or chooses no files. */
	async #ask(taskId: number): Promise<Chosen | undefined> {
		const connection = (await connectSilently(this.#parts)) ?? (await this.#askToSignIn(taskId));
		const task = connection && (await readTask(connection, taskId));
		if (!task || !(await confirm(task, connection))) {
			return undefined;
		}
		const uris = await askFiles();
		return uris.length > 0 ? { task, uris } : undefined;
	}

	// Asks nothing, not even COR, before the person has confirmed that they opened the link.
	async #askToSignIn(taskId: number): Promise<Connection | undefined> {
		const signIn = vscode.l10n.t('Sign In');
		const question = vscode.l10n.t('A link asks you to attach files to COR task {0}.', taskId);
		const detail = vscode.l10n.t('Sign in to see which task it is. Nothing is sent until you choose files.');
		const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, signIn);
		return answer === signIn ? connectAsking(this.#parts) : undefined;
	}
}

function readTask(connection: Connection, taskId: number): Thenable<Task> {
	const where = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Loading task {0}…', taskId) };
	return vscode.window.withProgress(where, async () => {
		await connection.identify();
		return connection.client.readTask(taskId);
	});
}

async function confirm(task: Task, { label }: Connection): Promise<boolean> {
	const choose = vscode.l10n.t('Choose Files…');
	const question = vscode.l10n.t('Attach files to {0}?', plainText(taskLabel(task), 80));
	const place = [task.project, task.client].filter(Boolean).join(' · ');
	const lines = [
		plainText(place),
		...(label === undefined ? [] : [vscode.l10n.t('Send as {0}', plainText(label))]),
		vscode.l10n.t('Requested by a link you opened. Nothing is sent until you choose files.'),
	];
	const detail = lines.filter(Boolean).join('\n');
	return (await vscode.window.showInformationMessage(question, { modal: true, detail }, choose)) === choose;
}
