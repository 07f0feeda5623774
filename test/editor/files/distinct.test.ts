import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { distinct } from '../../../src/editor/files/distinct.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { exists } from '../../../src/editor/folders/exists.js';
import { MemoryFiles } from '../kit/memory-files.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';

describe('one file that is named in several ways', () => {
	const cor = useCor();
	const parts = useLooks();

	/** Texts that all name one file. */
	const namesOf = ({ path: file }: vscode.Uri): readonly string[] => {
		const [folder, name] = [path.posix.dirname(file), path.posix.basename(file)];
		const encoded = [...name].map(each => `%${Buffer.from(each).toString('hex').match(/../g)?.join('%')}`).join('');
		return [
			`file://${folder}/${name}`,
			`file://${folder}/./${name}`,
			`file://${folder}/x/../${name}`,
			`file://${folder}//${name}`,
			`file://${folder}/${name}/`,
			`file://${folder}/${encoded}`,
			`FILE://${folder}/${name}`,
		];
	};

	it('is sent once, under its name, whichever comes first', async () => {
		const uri = await cor.write('a b.txt', 'una vez');
		const names = namesOf(uri);
		for (let first = 0; first < names.length; first++) {
			const uris = [...names.slice(first), ...names.slice(0, first)];
			const { outcomes } = await cor.attach({ taskId: 4101, uris });
			assert.deepEqual(
				outcomes.map(({ name, status, uri: sent }) => [name, status, sent]),
				[['a b.txt', 'attached', uri.toString()]],
			);
		}
		assert.deepEqual(arrived(cor.sandbox, 4101), { 'a b.txt': sha256('una vez') });
		assert.equal(cor.uploads(), names.length);
	});

	it('is sent once where a fragment or a query was passed beside it', async () => {
		const uri = await cor.write('a.txt', 'una vez');
		const others = [uri.with({ fragment: 'L3' }), uri.with({ query: 'v=1' }), uri.with({ query: 'v', fragment: 'f' })];

		const { outcomes } = await cor.attach({ taskId: 4101, uris: [...others, uri] });

		assert.deepEqual(
			outcomes.map(({ name, status }) => [name, status]),
			[['a.txt', 'attached']],
		);
	});

	it('is not sent beside a folder that it lies in, however both are named', async () => {
		const uri = await cor.write('fotos/1.txt', 'uno');
		const folder = vscode.Uri.joinPath(uri, '..');
		const ways = [folder.with({ path: `${folder.path}/` }), folder.with({ path: `${folder.path}/../fotos` })];
		for (const each of ways) {
			const { files } = await gatherFiles(parts.worker, [uri, each], 'saved');
			assert.deepEqual(
				files.map(({ name, uri: found }) => [name, found]),
				[['1.txt', uri.toString()]],
			);
		}
	});

	it('is two where one name is that of a link to the other: each is a thing of its own', async () => {
		const uri = await cor.write('a.txt', 'uno');
		const link = vscode.Uri.joinPath(uri, '../enlace.txt');
		await symlink(uri.fsPath, link.fsPath);
		assert.deepEqual((await distinct([uri, link])).map(String), [uri, link].map(String));
	});

	it('is two where the names differ in case, as two files have on this disk', async () => {
		const uris = [await cor.write('Foto.txt', 'uno'), await cor.write('foto.txt', 'dos')];
		assert.deepEqual((await distinct(uris)).map(String), uris.map(String));
	});

	it('is one where the names differ in case or in the form of accents, and the disk finds the same thing under both', async () => {
		const [foto, accents] = ['/w/Foto.txt', '/w/ñ.txt'].map(path => vscode.Uri.file(path));
		assert.ok(foto && accents);
		const others = [foto.with({ path: '/w/foto.TXT' }), accents.with({ path: accents.path.normalize('NFD') })];
		const asked: string[] = [];
		const ignoring = async (path: string) => {
			asked.push(path);
			return `1 ${path.toLowerCase().normalize('NFC')}`;
		};
		const alone = vscode.Uri.file('/w/sola.txt');

		assert.deepEqual((await distinct([foto, ...others, accents, alone], ignoring)).map(String), [
			foto.toString(),
			others[1]?.toString(),
			alone.toString(),
		]);
		assert.ok(!asked.includes(alone.fsPath));
		const untold = await distinct([foto, ...others], async () => undefined);
		assert.equal(untold.length, 3);
	});

	it('is one also in the file system of another extension, to which a query may mean something', async () => {
		const memory = new MemoryFiles();
		const provider = vscode.workspace.registerFileSystemProvider('distinto', memory);
		const uri = vscode.Uri.parse('distinto:/a/b.txt');
		await exists(uri); // the editor knows the provider by then
		const same = ['distinto:/a/./b.txt', 'distinto:/a/b.txt#f', 'distinto:/x/../a//b.txt'].map(text =>
			vscode.Uri.parse(text),
		);
		const other = vscode.Uri.parse('distinto:/a/b.txt?v=2');
		assert.deepEqual((await distinct([uri, ...same, other])).map(String), [uri, other].map(String));
		provider.dispose();
	});

	it('keeps what is no file as it is: documents without a path, and cells of a notebook', async () => {
		const uris = [
			'untitled:Untitled-1',
			'vscode-notebook-cell:/a/b.ipynb#W0',
			'vscode-notebook-cell:/a/b.ipynb#W1',
		].map(text => vscode.Uri.parse(text));
		assert.deepEqual((await distinct(uris)).map(String), uris.map(String));
	});

	it('keeps the root of a disk', async () => {
		const roots = [vscode.Uri.file('/'), vscode.Uri.file('//')];
		assert.deepEqual((await distinct(roots)).map(String), ['file:///']);
	});
});
