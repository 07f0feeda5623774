import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ExplorerSelection, type Selected } from '../../../src/editor/sources/explorer-selection.js';
import { fillWorkspace, selectFirstInExplorer, useClosedEditors } from '../kit/workspace.js';

const before = 'Lo que había antes.\r\nCon dos líneas.';
const { clipboard } = vscode.env;

describe('the selection of the explorer, read through the clipboard', () => {
	useClosedEditors();
	let uris: readonly vscode.Uri[];

	beforeEach(async () => {
		uris = await fillWorkspace(['a.txt', 'b.txt', 'c.txt']);
		await vscode.commands.executeCommand('vscode.open', uris[2]);
		await clipboard.writeText(before);
	});
	afterEach(async () => {
		await setSeparator(undefined);
		await fillWorkspace([]);
	});

	const newSelection = () => new ExplorerSelection(() => {});

	it('is what is selected there, although the tab of another file is open, and the clipboard is as before', async () => {
		await selectFirstInExplorer(2);

		assert.deepEqual(inShort(await newSelection().read()), uris.slice(0, 2).map(String));
		assert.equal(await clipboard.readText(), before);
	});

	it('is nothing where nothing is selected there, and where an editor has the focus', async () => {
		await selectFirstInExplorer(0);
		assert.deepEqual(inShort(await newSelection().read()), 'none');

		await selectFirstInExplorer(2);
		await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
		assert.deepEqual(inShort(await newSelection().read()), 'none');
		assert.equal(await clipboard.readText(), before);
	});

	it('is not read where the clipboard has no text to be put back, unless what is there may be lost', async () => {
		await clipboard.writeText('');
		await selectFirstInExplorer(1);

		assert.deepEqual(inShort(await newSelection().read()), 'nothing-to-put-back');
		assert.deepEqual(inShort(await newSelection().read(true)), [String(uris[0])]);
		assert.equal(await clipboard.readText(), '');
	});

	it('is known also where its path is what the clipboard has already', async () => {
		const path = uris[0]?.fsPath ?? '';
		await clipboard.writeText(path);

		await selectFirstInExplorer(1);
		assert.deepEqual(inShort(await newSelection().read()), [String(uris[0])]);
		await selectFirstInExplorer(0);
		assert.deepEqual(inShort(await newSelection().read()), 'none');
		assert.equal(await clipboard.readText(), path);
	});

	it('is not known for sure where the editor separates parts of paths by what may be part of a name', async () => {
		await setSeparator('\\');
		await selectFirstInExplorer(2);

		assert.deepEqual(inShort(await newSelection().read()), 'paths');
		assert.equal(await clipboard.readText(), before);
	});

	/** The clipboard, in the hands of somebody who does something before its `nth` use. */
	function meanwhile(nth: number, act: () => Thenable<unknown>): vscode.Clipboard {
		let uses = 0;
		const use = async () => {
			uses += 1;
			await (uses === nth ? act() : undefined);
		};
		return {
			readText: () => use().then(() => clipboard.readText()),
			writeText: text => use().then(() => clipboard.writeText(text)),
		};
	}

	// 1 reads, 2 marks, 3 reads what was copied, 4 looks whether it is still there, 5 gives back.
	for (const nth of [3, 4]) {
		it(`leaves what the person copies meanwhile in the clipboard, before its use number ${nth}`, async () => {
			await selectFirstInExplorer(2);
			const busy = meanwhile(nth, () => clipboard.writeText('Lo nuevo'));

			const selected = await new ExplorerSelection(() => {}, busy).read();

			assert.notEqual(inShort(selected), 'none');
			assert.equal(await clipboard.readText(), 'Lo nuevo');
		});
	}

	for (const nth of [1, 2, 3]) {
		it(`gives the clipboard back and says why where it fails, at its use number ${nth}`, async () => {
			await selectFirstInExplorer(2);
			const said: string[] = [];
			const failing = meanwhile(nth, () => Promise.reject(new Error('no clipboard')));

			const selected = await new ExplorerSelection(message => said.push(message), failing).read();

			assert.equal(inShort(selected), 'clipboard');
			assert.match(said.join(), /no clipboard/);
			assert.equal(await clipboard.readText(), before);
		});
	}

	it('is read once after the other, so that no reading takes what another one copied for the text of the person', async () => {
		await selectFirstInExplorer(2);
		const selection = newSelection();

		const all = await Promise.all([selection.read(), selection.read(), selection.read()]);

		assert.deepEqual(
			all.map(inShort),
			all.map(() => uris.slice(0, 2).map(String)),
		);
		assert.equal(await clipboard.readText(), before);
	});
});

async function setSeparator(separator: string | undefined): Promise<void> {
	const settings = vscode.workspace.getConfiguration('explorer');
	await settings.update('copyPathSeparator', separator, vscode.ConfigurationTarget.Global);
}

function inShort(selected: Selected) {
	switch (selected.kind) {
		case 'files':
			return selected.uris.map(String);
		case 'none':
			return 'none';
		case 'unknown':
			return selected.why;
	}
}
