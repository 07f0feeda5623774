import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { activeTabUri } from '../../../src/editor/sources/sources.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { useClosedEditors } from '../kit/workspace.js';

const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
const onePixel = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

describe('the file of the active tab', () => {
	const cor = useCor();
	const parts = useLooks();
	useClosedEditors();

	const meant = () => [activeTabUri() ?? []].flat().map(uri => uri.toString());
	const open = (uri: vscode.Uri, column?: vscode.ViewColumn) =>
		vscode.commands.executeCommand('vscode.open', uri, column);

	const kinds: readonly (readonly [name: string, contents: string | Uint8Array])[] = [
		['logo.png', onePixel],
		['tono.wav', Buffer.from('RIFF')],
		['datos.bin', Buffer.from([0, 1, 2, 0, 255])],
		['cuaderno.ipynb', JSON.stringify(notebook)],
		['brief.md', '# Brief\n'],
	];
	for (const [name, contents] of kinds) {
		it(`is ${name} where that is shown`, async () => {
			const uri = await cor.write(name, contents);

			await open(uri);

			assert.deepEqual(meant(), [uri.toString()]);
		});
	}

	it('is the modified one of two that are compared, texts and notebooks', async () => {
		const [before, after] = [await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b')];
		await vscode.commands.executeCommand('vscode.diff', before, after);
		assert.deepEqual(meant(), [after.toString()]);

		const first = await cor.write('uno.ipynb', JSON.stringify(notebook));
		await copyFile(first.fsPath, path.join(cor.folder, 'dos.ipynb'));
		const second = vscode.Uri.joinPath(first, '../dos.ipynb');
		await vscode.commands.executeCommand('vscode.diff', first, second);
		assert.deepEqual(meant(), [second.toString()]);
	});

	it('is that of the group which has the focus', async () => {
		const [left, right] = [await cor.write('izquierda.txt', 'a'), await cor.write('derecha.txt', 'b')];
		await open(left, vscode.ViewColumn.One);
		await open(right, vscode.ViewColumn.Two);
		assert.deepEqual(meant(), [right.toString()]);

		await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');

		assert.deepEqual(meant(), [left.toString()]);
	});

	it('is none where the tab is of no file: nothing is guessed', async () => {
		await open(await cor.write('brief.md', '# Brief\n'));
		const panel = vscode.window.createWebviewPanel('vista', 'Vista previa', vscode.ViewColumn.One);
		while (vscode.window.tabGroups.activeTabGroup.activeTab?.label !== 'Vista previa') {
			await new Promise(resolve => vscode.window.tabGroups.onDidChangeTabs(resolve));
		}

		assert.deepEqual(meant(), []);
		panel.dispose();
	});

	it('is the saved one of a notebook with unsaved changes, and is known to be so', async () => {
		const uri = await cor.write('cuaderno.ipynb', JSON.stringify(notebook));
		const document = await vscode.workspace.openNotebookDocument(uri);
		await vscode.window.showNotebookDocument(document);
		const edit = new vscode.WorkspaceEdit();
		const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'nuevo', 'markdown');
		edit.set(uri, [vscode.NotebookEdit.insertCells(0, [cell])]);
		assert.ok(await vscode.workspace.applyEdit(edit));

		const { files } = await gatherFiles(parts.worker, [uri], 'shown');

		const savedSize = JSON.stringify(notebook).length;
		assert.deepEqual(
			files.map(({ size, unsaved }) => [size, unsaved]),
			[[savedSize, { savedSize, sends: 'saved' }]],
		);
	});
});
