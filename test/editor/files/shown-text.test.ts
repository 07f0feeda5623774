import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import { openPlanned } from '../../../src/editor/files/files.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { Repository } from '../../machine/kit/repository.js';
import { useMemoryFiles } from '../kit/memory-files.js';
import { text } from '../kit/text.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';
import { gitOnceEnabled, openRepository, setGit } from '../kit/use-git.js';
import { useLooks } from '../kit/use-looks.js';
import { onceFound, useClosedEditors, workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;
const secret = ['ghp', '_', '1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R'].join('');

describe('what an editor shows and no file has', () => {
	const cor = useCor();
	const parts = useLooks();
	const memory = useMemoryFiles();
	const provided = new Map<string, string>();
	let provider: vscode.Disposable;
	useClosedEditors();
	before(() => {
		provider = vscode.workspace.registerTextDocumentContentProvider('guiones', {
			provideTextDocumentContent: uri => provided.get(uri.toString()),
		});
	});
	after(() => provider.dispose());

	const open = (uri: vscode.Uri, title?: string) => vscode.commands.executeCommand('vscode.open', uri, {}, title);
	const provide = (address: string, contents: string): vscode.Uri => {
		const uri = vscode.Uri.parse(address);
		provided.set(uri.toString(), contents);
		return uri;
	};
	const attach = async (...uris: readonly (vscode.Uri | string)[]) => {
		const { outcomes } = await cor.attach({ taskId, uris });
		return outcomes.map(({ name, status, reason }) => (reason === undefined ? [name, status] : [name, status, reason]));
	};

	describe('of a file that is gone from the disk', () => {
		const encoded: readonly (readonly [encoding: string, saved: Buffer])[] = [
			['utf8', Buffer.from('mañana\r\nfría\r\n')],
			['utf8bom', Buffer.from('\ufeffmañana\n')],
			['utf16le', Buffer.from('\ufeffmañana\r\n', 'utf16le')],
			['windows1252', Buffer.from('ma\xf1ana\r\n', 'latin1')],
		];
		for (const [encoding, saved] of encoded) {
			it(`is sent in the bytes that the file had, in ${encoding}`, async () => {
				const uri = await cor.write('guion.txt', saved);
				await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri, { encoding }));
				await rm(uri.fsPath);

				assert.deepEqual(await attach(uri), [['guion.txt', 'attached']]);
				assert.deepEqual(arrived(cor.sandbox, taskId), { 'guion.txt': sha256(saved) });
			});
		}

		it('is sent where its tab is behind another one, and where it is a side of a comparison', async () => {
			const [one, two, three] = [
				await cor.write('uno.txt', '1'),
				await cor.write('dos.txt', '2'),
				await cor.write('tres.txt', '3'),
			];
			await vscode.window.showTextDocument(one, { preview: false });
			await vscode.commands.executeCommand('vscode.diff', two, three);
			await Promise.all([one, two].map(({ fsPath }) => rm(fsPath)));

			assert.deepEqual(await attach(one, two), [
				['uno.txt', 'attached'],
				['dos.txt', 'attached'],
			]);
		});

		it('is not sent where no tab shows it: a program alone holds it open', async () => {
			const uri = await cor.write('guion.txt', 'nobody sees this');
			await vscode.workspace.openTextDocument(uri);
			await rm(uri.fsPath);

			assert.deepEqual(await attach(uri), [['guion.txt', 'failed', text('The file no longer exists.')]]);
		});

		it('is sent where the file goes between the pick and the sending', async () => {
			const uri = await cor.write('guion.txt', 'shown');
			await vscode.window.showTextDocument(uri);
			const [file] = (await gatherFiles(parts.worker, [uri], 'shown')).files;
			assert.ok(file);
			await rm(uri.fsPath);

			const { part } = await openPlanned(file);

			assert.equal(file.unsaved, undefined);
			assert.equal(await readAndClose(part), 'shown');
		});

		it('is the file again where somebody has put it back', async () => {
			const uri = await cor.write('guion.txt', 'shown');
			await vscode.window.showTextDocument(uri);
			await rm(uri.fsPath);
			const [file] = (await gatherFiles(parts.worker, [uri], 'shown')).files;
			assert.deepEqual(file?.unsaved, { shownSize: 5, sends: 'shown' });
			await cor.write('guion.txt', 'put back');

			const { part } = await openPlanned(file);

			assert.equal(await readAndClose(part), 'put back');
		});

		it('is in no folder that is sent: what is there is what goes', async () => {
			const uri = await cor.write('carpeta/guion.txt', 'shown');
			await cor.write('carpeta/otro.txt', 'other');
			await vscode.window.showTextDocument(uri);
			await rm(uri.fsPath);

			await attach(vscode.Uri.joinPath(uri, '..'));

			assert.deepEqual(arrived(cor.sandbox, taskId), { 'otro.txt': sha256('other') });
		});

		it('is looked at like any file: what holds a secret stays behind', async () => {
			const uri = await cor.write('guion.txt', `clave: ${secret}\n`);
			await vscode.window.showTextDocument(uri);
			await rm(uri.fsPath);

			assert.deepEqual(
				(await attach(uri)).map(([name, status]) => [name, status]),
				[['guion.txt', 'skipped']],
			);
		});

		it('is sent of a file of a provider, too', async () => {
			const uri = memory.write('/obra/guion.txt', 'shown');
			await vscode.window.showTextDocument(uri);
			memory.files.clear();

			assert.deepEqual(await attach(uri), [['guion.txt', 'attached']]);
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'guion.txt': sha256('shown') });
		});
	});

	describe("of a provider's document", () => {
		it('is sent under the name of its address, open or not', async () => {
			const [shown, closed] = [provide('guiones:/x/uno.md', '# Uno\n'), provide('guiones:/x/dos.md?v=2', '# Dos\n')];
			await open(shown);

			await attach(shown, closed.toString());

			assert.deepEqual(arrived(cor.sandbox, taskId), { 'uno.md': sha256('# Uno\n'), 'dos.md': sha256('# Dos\n') });
		});

		const named: readonly (readonly [address: string, title: string | undefined, language: string, name: string])[] = [
			['guiones:/x/plan', undefined, 'markdown', 'plan.md'],
			['guiones:plan', undefined, 'plaintext', 'plan.txt'],
			['guiones:?guion=1', undefined, 'json', 'guiones.json'],
			['guiones:/x/escena.ts?{"ref":"abc"}', 'escena.ts (borrador)', 'typescript', 'escena (borrador).ts'],
			['guiones:/1f3a', 'Escena de la playa', 'markdown', 'Escena de la playa.md'],
		];
		for (const [address, title, language, name] of named) {
			it(`is called ${name} where its address is ${address}${title === undefined ? '' : ` and its tab says ${title}`}`, async () => {
				const uri = provide(address, 'Escena\n');
				await open(uri, title);
				const document = await shownText(each => each.uri.toString() === uri.toString());
				await vscode.languages.setTextDocumentLanguage(document, language);

				assert.deepEqual(await attach(uri), [[name, 'attached']]);
			});
		}

		it('is another one where only what follows the question mark differs', async () => {
			const uris = [provide('guiones:/a.md?v=1', 'first'), provide('guiones:/a.md?v=2', 'second')];

			await attach(...uris);

			const sent = Object.values(arrived(cor.sandbox, taskId)).sort();
			assert.deepEqual(sent, [sha256('first'), sha256('second')].sort());
		});

		it('is looked at like any file: secrets stay behind, by contents and by name', async () => {
			const uris = [provide('guiones:/a.md', `clave: ${secret}\n`), provide('guiones:/x/id_rsa', 'x')];

			const outcomes = await attach(...uris);

			assert.deepEqual(
				outcomes.map(([, status]) => status),
				['skipped', 'skipped'],
			);
		});

		it('fails alone where the provider has none', async () => {
			const uri = vscode.Uri.parse('guiones:/falta.md');
			provided.delete(uri.toString());
			const broken = vscode.Uri.parse('no-hay-tal:/a.md');

			assert.deepEqual(await attach(broken, await cor.write('a.txt', 'a')), [
				['a.md', 'failed', text("The file can't be read.")],
				['a.txt', 'attached'],
			]);
		});

		it('is nothing to ask for a task for where the address is that of a page of the editor', async () => {
			const page = vscode.Uri.parse('vscode-settings:settingseditor');

			assert.equal(
				await vscode.commands.executeCommand('corAttachments.attachFromTab', page, { groupId: 0, editorIndex: 0 }),
				undefined,
			);
		});
	});

	it('of an output channel is sent as a log with the name of the channel', async () => {
		const channel = vscode.window.createOutputChannel('Canal de prueba');
		try {
			channel.append('uno\ndos\n');
			channel.show();
			const document = await shownText(({ uri, getText }) => uri.scheme === 'output' && getText() === 'uno\ndos\n');
			await open(document.uri);

			assert.deepEqual(await attach(document.uri), [['Canal de prueba.log', 'attached']]);
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'Canal de prueba.log': sha256('uno\ndos\n') });
		} finally {
			channel.dispose();
			await vscode.commands.executeCommand('workbench.action.closePanel');
		}
	});

	it('of a file in Git is that version, with the version in its name', async () => {
		await setGit(true);
		const repository = new Repository('escenas', workspaceFolder().fsPath);
		try {
			repository.write('escena.ts', 'old\n');
			repository.commit();
			repository.write('escena.ts', 'new\n');
			await openRepository(await gitOnceEnabled(), repository.root);
			const uri = vscode.Uri.file(path.join(repository.root, 'escena.ts'));
			const committed = uri.with({ scheme: 'git', query: JSON.stringify({ path: uri.fsPath, ref: 'HEAD' }) });

			await attach(committed, uri);

			assert.deepEqual(arrived(cor.sandbox, taskId), {
				'escena (HEAD).ts': sha256('old\n'),
				'escena.ts': sha256('new\n'),
			});
		} finally {
			repository.delete();
			await setGit(undefined);
		}
	});
});

async function readAndClose(part: FilePart): Promise<string> {
	const bytes = Buffer.concat(await part.open().toArray());
	await part.close?.();
	return bytes.toString();
}

/** The document that comes to be so. */
function shownText(isIt: (document: vscode.TextDocument) => boolean): Promise<vscode.TextDocument> {
	const { onDidOpenTextDocument, onDidChangeTextDocument } = vscode.workspace;
	return onceFound([onDidOpenTextDocument, onDidChangeTextDocument], () => vscode.workspace.textDocuments.find(isIt));
}
