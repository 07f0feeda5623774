import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MessageEditors } from '../../../src/editor/task-message/message-editors.js';
import { onceFound, useClosedEditors } from '../kit/workspace.js';

describe('a message that is written in an editor', () => {
	const { showTextDocument } = vscode.window;
	let editors: MessageEditors;

	useClosedEditors();
	beforeEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors'); // of suites before
		editors = new MessageEditors();
	});
	afterEach(() => {
		Object.assign(vscode.window, { showTextDocument });
	});

	it('closes its own document without a question, though another editor has come to the front', async () => {
		const isWaitedFor = onShow(show => show());
		const writing = editors.write('aquí va', 'Guion');
		await isWaitedFor;
		const message = await openedMessage();
		const other = await vscode.workspace.openTextDocument({ content: 'sin guardar' });
		await showTextDocument(other);
		void onShow(async show => {
			await show();
			await showTextDocument(other);
		});

		editors.end(true, message);

		assert.deepEqual(await writing, { text: 'aquí va', isSent: true });
		assert.deepEqual(openTexts(), [other.uri.toString()]);
		assert.deepEqual([other.isClosed, other.getText()], [false, 'sin guardar']);
	});

	it('is waited for where another editor comes while its own is opened', async () => {
		const isWaitedFor = onShow(async show => {
			await show();
			await openedMessage();
			throw new Error('another editor was opened in the meantime');
		});
		const writing = editors.write('aquí va', 'Guion');
		await isWaitedFor;

		editors.end(false, await openedMessage());

		assert.deepEqual(await writing, { text: 'aquí va', isSent: false });
	});

	it('is taken back where its editor does not open', async () => {
		void onShow(async () => {
			throw new Error('the editor is gone');
		});

		assert.equal(await editors.write('aquí va', 'Guion'), undefined);
	});

	/** Has documents shown in this way from now on. Resolves a turn after the first was shown, or could not be. */
	function onShow(how: (show: () => Thenable<unknown>) => Thenable<unknown>): Promise<void> {
		return new Promise(resolve => {
			Object.assign(vscode.window, {
				showTextDocument: async (...args: [vscode.TextDocument, vscode.TextDocumentShowOptions]) => {
					try {
						return await how(() => showTextDocument(...args));
					} finally {
						setImmediate(resolve);
					}
				},
			});
		});
	}

	function openedMessage(): Promise<vscode.Uri> {
		return onceFound([vscode.window.tabGroups.onDidChangeTabs], () => {
			const open = openTexts(); // VS Code may still list one that the test before has closed
			return vscode.workspace.textDocuments.find(
				document => document.getText() === 'aquí va' && open.includes(document.uri.toString()),
			)?.uri;
		});
	}

	function openTexts(): readonly string[] {
		return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
			tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
		);
	}
});
