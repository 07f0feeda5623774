import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { attachAndLink } from '../../../src/editor/entry-points/attach-pasted.js';
import type { Parts } from '../../../src/editor/flow/parts.js';

const mark = '[…](#mark)';

describe('the mark of a pasted picture', () => {
	const { applyEdit } = vscode.workspace;
	afterEach(() => {
		Object.assign(vscode.workspace, { applyEdit });
	});

	it('goes although somebody types just then: the editor refuses an edit of an older text', async () => {
		const document = await vscode.workspace.openTextDocument({ content: `${mark} y después` });
		await vscode.window.showTextDocument(document);
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

		assert.equal(document.getText(), 'xxx y después');
		assert.equal(refused, 3);
	});
});
