import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the editor under test', () => {
	it('is one that engines.vscode promises, with extensions in Node', () => {
		assert.match(vscode.version, /^1\.(100|139)\./);
		assert.ok(process.versions.node);
	});

	it('has the packed extension installed as people have it', async () => {
		const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'cor-attachments');
		assert.ok(extension);
		await extension.activate();
		const commands = await vscode.commands.getCommands(true);
		assert.ok(commands.includes('corAttachments.attach'));
	});

	it('has one trusted folder open', () => {
		const folders = vscode.workspace.workspaceFolders;
		assert.equal(folders?.length, 1);
		assert.equal(vscode.workspace.isTrusted, true);
	});
});
