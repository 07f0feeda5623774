import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { activeTabFiles, clickedTabFiles, type TabFiles } from '../../../src/editor/sources/tabs.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { onceFound, useClosedEditors } from '../kit/workspace.js';

const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
const onePixel = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

describe('the file of the active tab', () => {
	const cor = useCor();
	const parts = useLooks();
	useClosedEditors();

	const asText = ({ uris, ...rest }: TabFiles) => ({ uris: uris.map(uri => uri.toString()), ...rest });
	const meant = () => asText(activeTabFiles()).uris;
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
		await shownTab(({ label }) => label === 'Vista previa');

		assert.deepEqual(meant(), []);
		panel.dispose();
	});

	it('is the result where versions are merged', async () => {
		const [base, ours, theirs, result] = [
			await cor.write('base.txt', 'a'),
			await cor.write('nuestra.txt', 'b'),
			await cor.write('suya.txt', 'c'),
			await cor.write('resultado.txt', 'd'),
		];

		await vscode.commands.executeCommand('_open.mergeEditor', {
			base,
			input1: { uri: ours, title: 'Nuestra' },
			input2: { uri: theirs, title: 'Suya' },
			output: result,
		});

		assert.deepEqual(meant(), [result.toString()]);
	});

	describe('with the changes of several files', () => {
		let uno: vscode.Uri;
		let dos: vscode.Uri;
		beforeEach(async () => {
			[uno, dos] = [await cor.write('uno.txt', '1'), await cor.write('dos.txt', '2')];
		});
		const compare = async (...changes: readonly (readonly (vscode.Uri | undefined)[])[]) => {
			await vscode.commands.executeCommand('vscode.changes', 'Cambios (2026)', changes);
			await shownTab(({ input, label }) => /Cambios.*\d/.test(label) && isOf(changes, input));
		};
		// The editor names them a moment after the tab is there.
		const isOf = (changes: readonly (readonly (vscode.Uri | undefined)[])[], input: unknown) =>
			(input as { textDiffs?: unknown[] } | undefined)?.textDiffs?.length ===
			changes.filter(([, before, after]) => before && after).length;

		it('is each of the changed ones, once', async () => {
			await compare([uno, dos, uno], [dos, uno, dos]);

			assert.deepEqual(asText(activeTabFiles()), { uris: [`${uno}`, `${dos}`] });
		});

		it('is known to be a part of them where some were added or deleted, which the editor does not name', async () => {
			await compare([uno, dos, uno], [dos, undefined, dos]);

			assert.deepEqual(asText(activeTabFiles()), { uris: [`${uno}`], shows: 2 });
		});

		it('is the same where the menu of its tab passes the address of the comparison', async () => {
			await open(uno);
			await compare([uno, dos, uno], [dos, uno, dos]);
			await vscode.commands.executeCommand('workbench.action.pinEditor');
			const place = { groupId: 0, editorIndex: 0 };
			const address = vscode.Uri.parse('multi-diff-editor:1f3a');

			assert.deepEqual(asText(clickedTabFiles(address, place)), { uris: [`${uno}`, `${dos}`] });
			assert.deepEqual(asText(clickedTabFiles(dos, place)), { uris: [`${dos}`] });
			assert.deepEqual(asText(clickedTabFiles(address, { groupId: 0, editorIndex: 7 })), { uris: [`${address}`] });
		});
	});

	const pages: readonly (readonly [label: string, command: string, ...args: readonly unknown[]])[] = [
		['Settings', 'workbench.action.openSettings'],
		['Keyboard Shortcuts', 'workbench.action.openGlobalKeybindings'],
		['Welcome', 'workbench.action.openWalkthrough'],
		['Editor Playground', 'workbench.action.showInteractivePlayground'],
		['Search', 'search.action.openNewEditor'],
		['Extension: Git', 'extension.open', 'vscode.git'],
		['Running Extensions', 'workbench.action.showRuntimeExtensions'],
		['Workspace Trust', 'workbench.trust.manage'],
		['Chat', 'workbench.action.openChat'],
		['Preview brief.md', 'markdown.showPreview'],
	];
	for (const [label, command, ...args] of pages) {
		it(`is none where the tab is ${label}, whatever file is open behind it`, async () => {
			await open(await cor.write('brief.md', '# Brief\n'));

			void vscode.commands.executeCommand(command, ...args);
			await shownTab(tab => tab.label === label);

			assert.deepEqual(meant(), []);
		});
	}

	it('is none where the tab is a terminal', async () => {
		await open(await cor.write('brief.md', '# Brief\n'));

		void vscode.commands.executeCommand('workbench.action.createTerminalEditor');
		await shownTab(({ input }) => input instanceof vscode.TabInputTerminal);

		assert.deepEqual(meant(), []);
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

/** Waits until the active tab is so. */
function shownTab(isIt: (tab: vscode.Tab) => boolean): Promise<unknown> {
	const { tabGroups } = vscode.window;
	return onceFound([tabGroups.onDidChangeTabs, tabGroups.onDidChangeTabGroups], () => {
		const { activeTab } = tabGroups.activeTabGroup;
		return activeTab && isIt(activeTab) ? activeTab : undefined;
	});
}
