import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
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

	it('writes what an output channel is given', async () => {
		const channel = vscode.window.createOutputChannel('Smoke', { log: true });
		try {
			channel.info('a line');
			// Shown while the workbench is still starting, a channel may stay hidden: show it until its text is there.
			while (!shownText(/Smoke/).includes('[info] a line')) {
				channel.show(true);
				await setTimeout(100);
			}
		} finally {
			channel.dispose();
		}
	});

	it('has one trusted folder open', () => {
		const folders = vscode.workspace.workspaceFolders;
		assert.equal(folders?.length, 1);
		assert.equal(vscode.workspace.isTrusted, true);
	});
});

/** What the Output panel shows of the channels with such a name. */
function shownText(name: RegExp): string {
	const documents = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'output' && name.test(uri.path));
	return documents.map(document => document.getText()).join('\n');
}
