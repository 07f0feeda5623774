import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { attachAndLink } from '../../../src/editor/entry-points/attach-pasted.js';
import type { Parts } from '../../../src/editor/flow/parts.js';

const mark = '[…](#mark)';

describe('the mark of a pasted picture', () => {
	const { applyEdit } = vscode.workspace;
	afterEach('close the document', async () => {
		Object.assign(vscode.workspace, { applyEdit });
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	it('goes although somebody types just then: the editor refuses an edit of an older text', async () => {
		const document = await vscode.workspace.openTextDocument({ content: `${mark} y después` });
		await vscode.window.showTextDocument(document);
		await typed(document); // from here on it has the focus
		let refused = 0;
		Object.assign(vscode.workspace, {
			applyEdit: async (edit: vscode.WorkspaceEdit) => {
				if (refused < 3) {
					void vscode.commands.executeCommand('type', { text: 'x' }); // comes to the editor before the edit
				}
				const isApplied = await applyEdit.call(vscode.workspace, edit);
				refused += isApplied ? 0 : 1;
				return isApplied;
			},
		});
		const uri = vscode.Uri.parse('untitled:pasted');

		await assert.rejects(attachAndLink({} as Parts, uri, { mark, document: document.uri })); // nothing is attached

		assert.equal(document.getText(), 'xxxx y después');
		assert.equal(refused, 3);
	});

	it('is looked for once where it is gone', async () => {
		let edits = 0;
		Object.assign(vscode.workspace, {
			applyEdit: async () => {
				edits += 1;
				return false;
			},
		});
		const uri = vscode.Uri.parse('untitled:pasted');

		await assert.rejects(attachAndLink({} as Parts, uri, { mark, document: uri }));

		assert.equal(edits, 0);
	});
});

/** Types into a document until it takes a letter: the focus may come late. */
async function typed(document: vscode.TextDocument): Promise<void> {
	while (!document.getText().startsWith('x')) {
		const changed = new Promise<void>(resolve => {
			const listening = vscode.workspace.onDidChangeTextDocument(() => {
				listening.dispose();
				resolve();
			});
		});
		await vscode.commands.executeCommand('type', { text: 'x' });
		await Promise.race([changed, new Promise(resolve => setTimeout(resolve, 1_000))]);
	}
}
