import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { sendWanted } from '../../../src/attach/plan/unsaved.js';
import { openFile } from '../../../src/editor/files/files.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { allUnsaved } from '../../../src/editor/files/open-text.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { save, useClosedEditors } from '../kit/workspace.js';

const taskId = 4101;

describe('what is not saved', () => {
	const cor = useCor();
	const parts = useLooks();
	useClosedEditors();

	async function type(uri: vscode.Uri, text: string, encoding?: string): Promise<vscode.TextDocument> {
		const document = await vscode.workspace.openTextDocument(uri, encoding === undefined ? undefined : { encoding });
		const editor = await vscode.window.showTextDocument(document);
		assert.ok(await editor.edit(edit => edit.insert(new vscode.Position(0, 0), text)));
		return document;
	}

	const encoded: readonly (readonly [encoding: string, saved: Buffer])[] = [
		['utf8', Buffer.from('mañana\r\nfría\r\n')],
		['utf8', Buffer.from('mañana\nfría')],
		['utf8bom', Buffer.from('\ufeffmañana\r\n')],
		['utf16le', Buffer.from('\ufeffmañana\n', 'utf16le')],
		['windows1252', Buffer.from('ma\xf1ana\r\n', 'latin1')],
		['shiftjis', Buffer.from([0x93, 0xfa, 0x0a])],
	];
	for (const [encoding, saved] of encoded) {
		it(`is sent as saving would write it, in ${encoding}: ${saved.toString('hex')}`, async () => {
			const name = `${saved.toString('hex')}.txt`; // of its own: the editor may still know the text of another test's file
			const uri = await cor.write(name, saved);
			const document = await type(uri, 'Si\r\n', encoding);

			const { files } = await gatherFiles(parts.worker, [uri], 'shown');
			const { part } = await openFile(uri, name, 'shown');
			const shown = Buffer.concat(await part.open().toArray());
			await save(document);

			assert.equal(shown.toString('hex'), (await readFile(uri.fsPath)).toString('hex'));
			assert.notEqual(shown.length, saved.length);
			const [{ mtimeMs: _, ...file } = {}, ...others] = files;
			assert.deepEqual(others, []);
			assert.deepEqual(file, {
				doubts: [],
				uri: uri.toString(),
				relativePath: name,
				name,
				size: shown.length,
				unsaved: { shownSize: shown.length, savedSize: saved.length, sends: 'shown' },
			});
		});
	}

	it('stays behind where the saved file is chosen', async () => {
		const uri = await cor.write('guion.txt', 'saved');
		await type(uri, 'not ');

		const [file] = (await gatherFiles(parts.worker, [uri], 'shown')).files;
		assert.ok(file);
		const chosen = sendWanted(file, 'saved');
		const { part } = await openFile(uri, chosen.name, chosen.unsaved?.sends);

		assert.equal(chosen.size, 5);
		assert.equal(Buffer.concat(await part.open().toArray()).toString(), 'saved');
	});

	it('stays behind when a program sends the file: nobody has looked at it', async () => {
		const uri = await cor.write('guion.txt', 'saved');
		await type(uri, 'not ');

		await cor.attach({ taskId, uris: [uri] });

		assert.deepEqual(arrived(cor.sandbox, taskId), { 'guion.txt': sha256('saved') });
	});

	it('is sent when the file is gone from the disk', async () => {
		const uri = await cor.write('guion.txt', 'saved');
		await type(uri, 'not ');
		await rm(uri.fsPath);

		const { files } = await gatherFiles(parts.worker, [uri], 'saved');

		assert.deepEqual(
			files.map(({ size, unsaved, problem }) => [size, unsaved, problem]),
			[[9, { shownSize: 9, sends: 'shown' }, undefined]],
		);
	});

	it('is the saved file once the changes are saved or thrown away', async () => {
		const uri = await cor.write('guion.txt', 'saved');
		await type(uri, 'not ');
		await vscode.commands.executeCommand('workbench.action.files.revert');

		const { part } = await openFile(uri, 'guion.txt', 'shown');

		assert.equal(Buffer.concat(await part.open().toArray()).toString(), 'saved');
		assert.equal((await gatherFiles(parts.worker, [uri], 'shown')).files[0]?.unsaved, undefined);
	});

	it('is told of a file in a folder that is sent', async () => {
		const uri = await cor.write('carpeta/guion.txt', 'saved');
		await cor.write('carpeta/otro.txt', 'other');
		await type(uri, 'not ');

		const { files } = await gatherFiles(parts.worker, [vscode.Uri.joinPath(uri, '..')], 'shown');

		assert.deepEqual(
			files.map(({ name, size, unsaved }) => [name, size, unsaved?.sends]),
			[
				['guion.txt', 9, 'shown'],
				['otro.txt', 5, undefined],
			],
		);
	});

	const untitled = [
		{ language: 'markdown', content: '# Mañana fría\n\nTexto', name: 'Mañana fría.md' },
		{ language: 'typescript', content: '', name: /^Untitled-\d+\.ts$/ },
		{ language: 'plaintext', content: '', name: /^Untitled-\d+\.txt$/ },
	];
	for (const { language, content, name } of untitled) {
		it(`has a name with an extension where it was never saved: ${language} of ${content.length} characters`, async () => {
			const document = await vscode.workspace.openTextDocument({ language, content });
			await vscode.window.showTextDocument(document);

			const { outcomes } = await cor.attach({ taskId, uris: [document.uri] });

			const [sent] = Object.entries(arrived(cor.sandbox, taskId));
			assert.equal(outcomes[0]?.status, 'attached');
			assert.ok(typeof name === 'string' ? sent?.[0] === name : name.test(sent?.[0] ?? ''), sent?.[0]);
			assert.equal(sent?.[1], sha256(content));
		});
	}
});

describe('what is open with unsaved changes', () => {
	const cor = useCor();
	useClosedEditors();

	it('is a text and a notebook, and each can be saved', async () => {
		const cell = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: ['uno'] };
		const cells = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
		const [text, notebook] = [
			await cor.write('guion.md', 'uno\n'),
			await cor.write('datos.ipynb', JSON.stringify(cells)),
		];
		await vscode.window.showTextDocument(text);
		const opened = await vscode.workspace.openNotebookDocument(notebook);
		await vscode.window.showNotebookDocument(opened);
		const change = new vscode.WorkspaceEdit();
		change.insert(text, new vscode.Position(0, 0), 'dos');
		change.insert(opened.cellAt(0).document.uri, new vscode.Position(0, 0), 'dos');
		await vscode.workspace.applyEdit(change);

		const ours = () =>
			allUnsaved().filter(({ uri }) => [text, notebook].some(each => each.toString() === uri.toString()));
		assert.deepEqual(
			ours().map(({ uri }) => uri.toString()),
			[text.toString(), notebook.toString()],
		);
		assert.deepEqual(await Promise.all(ours().map(each => each.save())), [true, true]);

		assert.deepEqual(ours(), []);
		for (const { fsPath } of [text, notebook]) {
			assert.match(await readFile(fsPath, 'utf8'), /dosuno/);
		}
	});
});
