import * as vscode from 'vscode';
import { maxMessageLength, tidyMessage } from '../../attach/task-message/task-message.js';
import { plainText } from '../../attach/text/plain-text.js';
import { tellMessages } from '../messages/context-keys.js';
import { explainTooLong } from './message-words.js';

/** A message from an editor. */
export interface WrittenMessage {
	/** Result of `tidyMessage`; may be empty. */
	readonly text: string;
	/** Whether the person chose to send it with the files now. */
	readonly isSent: boolean;
}

/** VS Code refuses an edit if the person has typed meanwhile. */
const triesToEmpty = 5;

/** Messages that are being written in untitled documents. */
export class MessageEditors {
	readonly #open = new Map<string, (isSent: boolean) => void>();

	/**
	 * Opens a document with this text and waits until the person sends the message or takes it back to the review; then
	 * closes it. `undefined` if the person closes the document or saves it as a file.
	 */
	async write(text: string, task: string): Promise<WrittenMessage | undefined> {
		const document = await vscode.workspace.openTextDocument({ content: text, language: 'plaintext' });
		const key = document.uri.toString();
		// If another editor comes in between, VS Code rejects, but the document has its tab.
		const show = vscode.window.showTextDocument(document, { preview: false });
		const isThere = await show.then(
			() => true,
			() => isOpen(key),
		);
		if (!isThere) {
			return undefined;
		}
		const disposables: vscode.Disposable[] = [];
		try {
			const written = await new Promise<WrittenMessage | undefined>(resolve => {
				this.#open.set(key, isSent => {
					const tidy = tidyMessage(document.getText());
					if (tidy.length > maxMessageLength) {
						void vscode.window.showWarningMessage(explainTooLong());
					} else {
						resolve({ text: tidy, isSent });
					}
				});
				disposables.push(
					vscode.languages.registerCodeLensProvider(
						{ scheme: document.uri.scheme, pattern: document.uri.path },
						{ provideCodeLenses: () => lenses(task, document.uri) },
					),
					vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
						if (closed.some(tab => isOf(tab, key)) && !isOpen(key)) {
							resolve(undefined);
						}
					}),
				);
				void this.#tell();
			});
			if (written) {
				await close(document);
			}
			return written;
		} finally {
			this.#open.delete(key);
			void this.#tell();
			vscode.Disposable.from(...disposables).dispose();
		}
	}

	/** Finishes the message in this document, or in the active one. */
	end(isSent: boolean, uri: unknown): void {
		const key = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
		const end = key && this.#open.get(key.toString());
		if (end) {
			end(isSent);
		} else {
			void vscode.window.showInformationMessage(
				vscode.l10n.t('No files are waiting for this message. Attach files and choose Add a message in the review.'),
			);
		}
	}

	#tell(): Promise<void> {
		return tellMessages([...this.#open.keys()]);
	}
}

function lenses(task: string, uri: vscode.Uri): vscode.CodeLens[] {
	const lens = (title: string, command: string) =>
		new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [uri] });
	return [
		lens(vscode.l10n.t('Send with the files to {0}', plainText(task, 60)), 'corAttachments.sendMessage'),
		lens(vscode.l10n.t('Back to the review'), 'corAttachments.backToReview'),
	];
}

/** Closes a document without asking, because its text is kept elsewhere: an untitled one that is empty isn't unsaved. */
async function close(document: vscode.TextDocument): Promise<void> {
	const key = document.uri.toString();
	for (let tries = 0; tries < triesToEmpty && isOpen(key); tries++) {
		const edit = new vscode.WorkspaceEdit();
		edit.delete(document.uri, new vscode.Range(0, 0, document.lineCount, 0));
		if (await vscode.workspace.applyEdit(edit)) {
			break;
		}
	}
	await vscode.window.tabGroups.close(tabsOf(key));
}

function isOpen(key: string): boolean {
	return tabsOf(key).length > 0;
}

function tabsOf(key: string): readonly vscode.Tab[] {
	return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(tab => isOf(tab, key)));
}

function isOf({ input }: vscode.Tab, key: string): boolean {
	return input instanceof vscode.TabInputText && input.uri.toString() === key;
}
