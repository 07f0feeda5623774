import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { useMemoryFiles } from '../kit/memory-files.js';
import { runAccepting } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useClosedEditors, workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;

describe('attaching a selection', () => {
	const cor = useCor();
	const memory = useMemoryFiles();
	useClosedEditors();

	async function select(uri: vscode.Uri, ...ranges: readonly (readonly [number, number, number, number])[]) {
		const editor = await vscode.window.showTextDocument(uri);
		editor.selections = ranges.map(([line, character, toLine, toCharacter]) => {
			return new vscode.Selection(line, character, toLine, toCharacter);
		});
		return editor;
	}

	const attachSelection = () => runAccepting('corAttachments.attachSelection', { taskId });
	const attached = () =>
		cor.sandbox
			.attachments(taskId)
			.map(({ originalname, path }) => [originalname, readFileSync(path).toString('latin1')]);

	it('sends what is selected, named after the file and its lines', async () => {
		await select(await cor.write('guion.md', 'uno\ndos\ntres\ncuatro\n'), [1, 0, 3, 0]);

		const receipt = await attachSelection();

		assert.deepEqual(
			receipt?.outcomes.map(({ name, status }) => [name, status]),
			[['guion.L2-3.md', 'attached']],
		);
		assert.deepEqual(attached(), [['guion.L2-3.md', 'dos\ntres\n']]);
	});

	it('sends several selections from top to bottom, with the line endings of the file', async () => {
		await select(await cor.write('guion.txt', 'uno\r\ndos\r\ntres\r\n'), [2, 0, 2, 4], [0, 0, 0, 3], [1, 1, 1, 1]);

		await attachSelection();

		assert.deepEqual(attached(), [['guion.L1_L3.txt', 'uno\r\ntres']]);
	});

	it('sends what is selected in the encoding of the file, as it stands in the editor', async () => {
		const uri = await cor.write('viejo.txt', Buffer.from('año\n', 'latin1'));
		await vscode.workspace.openTextDocument(uri, { encoding: 'iso88591' });
		const editor = await select(uri, [0, 0, 0, 3]);
		await editor.edit(edit => edit.insert(new vscode.Position(0, 1), 'ñ'));
		editor.selections = [new vscode.Selection(0, 0, 0, 4)];

		await attachSelection();

		assert.deepEqual(attached(), [['viejo.L1.txt', 'a\xf1\xf1o']]);
	});

	it('names a selection of a document without a file after its first line and its language', async () => {
		const document = await vscode.workspace.openTextDocument({ content: '# Brief\n\nTexto\n', language: 'markdown' });
		const editor = await vscode.window.showTextDocument(document);
		editor.selections = [new vscode.Selection(2, 0, 2, 5)];

		await attachSelection();

		assert.deepEqual(attached(), [['Brief.L3.md', 'Texto']]);
	});

	for (const [name, contents] of [
		['.pgpass', 'db.agencia.example:5432:obra:app:abc'],
		['.git-credentials', 'https://ana@git.agencia.example'],
		['wp-config.php', "define('DB_NAME', 'obra');"],
		['.netrc', 'machine git.agencia.example login ana'],
		['.npmrc', 'save-exact=true'],
		['.env', 'PORT=8080'],
	] as const) {
		it(`of ${name} is a secret as the whole is: Enter sends nothing of it`, async () => {
			await select(await cor.write(name, `uno\n${contents}\n`), [1, 0, 1, contents.length]);

			const receipt = await attachSelection();

			assert.deepEqual(
				receipt?.outcomes.map(({ status }) => status),
				['skipped'],
			);
			assert.equal(cor.uploads(), 0);
		});
	}

	it('of a document that lies outside of the workspace behind a link, or under another name, is asked about', async () => {
		const workspace = workspaceFolder();
		const link = vscode.Uri.joinPath(workspace, 'enlace.md');
		await cor.write('privado.md', 'uno\ndos\n');
		await symlink(path.join(cor.folder, 'privado.md'), link.fsPath);
		try {
			await select(link, [0, 0, 0, 3]);
			const receipt = await attachSelection();
			assert.deepEqual(
				receipt?.outcomes.map(({ status, reason }) => [status, reason]),
				[['skipped', text('Outside the workspace: {0}.', path.join(cor.folder, 'privado.md'))]],
			);
		} finally {
			await rm(link.fsPath);
		}
		assert.equal(cor.uploads(), 0);
	});

	it('of a cell is looked at where its notebook lies, and no file of the same path is taken for it', async () => {
		const workspace = workspaceFolder();
		const cell = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: ['uno'] };
		const notebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] });
		const link = vscode.Uri.joinPath(workspace, 'enlace.ipynb');
		await cor.write('privado.ipynb', notebook);
		await symlink(path.join(cor.folder, 'privado.ipynb'), link.fsPath);
		const namesake = memory.write(link.path, notebook);
		try {
			const ends: unknown[] = [];
			for (const uri of [link, namesake]) {
				const opened = await vscode.workspace.openNotebookDocument(uri);
				await vscode.window.showNotebookDocument(opened);
				await select(opened.cellAt(0).document.uri, [0, 0, 0, 3]);
				const receipt = await attachSelection();
				ends.push(receipt?.outcomes.map(({ status, reason }) => [status, reason]));
			}
			assert.deepEqual(ends, [
				[['skipped', text('Outside the workspace: {0}.', path.join(cor.folder, 'privado.ipynb'))]],
				[['attached', undefined]],
			]);
		} finally {
			await rm(link.fsPath);
		}
	});

	it('sends nothing where nothing is selected', async () => {
		await select(await cor.write('guion.md', 'uno\n'), [0, 1, 0, 1]);

		assert.equal(await vscode.commands.executeCommand('corAttachments.attachSelection', { taskId }), undefined);

		assert.equal(cor.sandbox.requests.length, 0);
	});

	it('takes no files from a program', async () => {
		const uris = [await cor.write('guion.md', 'uno\n')];
		const call = vscode.commands.executeCommand('corAttachments.attachSelection', { taskId, uris });

		await assert.rejects(Promise.resolve(call), /it takes no uris/);
	});
});
