import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { arrived, sha256, useCor } from '../kit/use-cor.js';
import { workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;

describe('attaching a folder', () => {
	const cor = useCor();

	/** Writes files below `proyecto`, each with its own name as its text, and gives the folder's URI. */
	async function writeFiles(...names: readonly string[]): Promise<vscode.Uri> {
		for (const name of names) {
			await cor.write(`proyecto/${name}`, name);
		}
		return vscode.Uri.file(path.join(cor.folder, 'proyecto'));
	}

	async function makeRepository(rules: Readonly<Record<string, readonly string[]>>): Promise<void> {
		await mkdir(path.join(cor.folder, 'proyecto/.git'), { recursive: true });
		for (const [file, lines] of Object.entries(rules)) {
			await cor.write(`proyecto/${file}`, `${lines.join('\n')}\n`);
		}
	}

	async function exclude(where: 'Global' | 'Workspace', patterns: readonly string[] | undefined): Promise<void> {
		const settings = vscode.workspace.getConfiguration('corAttachments');
		await settings.update('exclude', patterns, vscode.ConfigurationTarget[where]);
	}

	afterEach(async () => {
		await exclude('Global', undefined);
		await exclude('Workspace', undefined);
	});

	/** Attaches and gives the names in COR with the texts that the files must have had. */
	async function attachAll(...uris: readonly vscode.Uri[]): Promise<readonly string[]> {
		const { outcomes } = await cor.attach({ taskId, uris });
		assert.deepEqual(
			outcomes.map(({ status }) => status),
			outcomes.map(() => 'attached'),
		);
		const names = outcomes.map(({ name }) => name).sort();
		assert.deepEqual(Object.keys(arrived(cor.sandbox, taskId)).sort(), names);
		return names;
	}

	it('sends the files in it and below it', async () => {
		const folder = await writeFiles('a.txt', 'textos/b.txt', 'textos/año/c.txt', '.oculto');

		await attachAll(folder);

		assert.deepEqual(arrived(cor.sandbox, taskId), {
			'a.txt': sha256('a.txt'),
			'b.txt': sha256('textos/b.txt'),
			'c.txt': sha256('textos/año/c.txt'),
			'.oculto': sha256('.oculto'),
		});
	});

	it('sends a file once that was chosen beside its folder', async () => {
		const folder = await writeFiles('a.txt', 'textos/b.txt');
		const [inside, below] = ['a.txt', 'textos'].map(name => vscode.Uri.joinPath(folder, name)) as [
			vscode.Uri,
			vscode.Uri,
		];

		assert.deepEqual(await attachAll(inside, folder, below, folder), ['a.txt', 'b.txt']);
	});

	it('follows no links', async () => {
		await cor.write('secreto/llave.pem', 'secret');
		const folder = await writeFiles('a.txt');
		await symlink(path.join(cor.folder, 'secreto/llave.pem'), path.join(folder.fsPath, 'llave.pem'));
		await symlink(path.join(cor.folder, 'secreto'), path.join(folder.fsPath, 'enlace'));
		await symlink('..', path.join(folder.fsPath, 'vuelta'));

		assert.deepEqual(await attachAll(folder), ['a.txt']);
	});

	it('leaves out .git and node_modules, wherever they are', async () => {
		const folder = await writeFiles(
			'a.txt',
			'.git/config',
			'node_modules/x/y.js',
			'web/node_modules/z.js',
			'web/b.txt',
		);

		assert.deepEqual(await attachAll(folder), ['a.txt', 'b.txt']);
	});

	it('leaves out what Git ignores, with rules of folders below and exceptions', async () => {
		await makeRepository({
			'.gitignore': ['*.log', '!guardar.log', '/salida/', 'temporal'],
			'textos/.gitignore': ['borrador-*', '!importante.log', 'guardar.log'],
			'.git/info/exclude': ['privado.txt'],
		});
		const folder = await writeFiles(
			'a.txt',
			'error.log',
			'guardar.log',
			'privado.txt',
			'salida/x.bin',
			'textos/salida/y.bin',
			'textos/borrador-1.md',
			'textos/importante.log',
			'textos/guardar.log',
			'temporal/z.txt',
		);

		assert.deepEqual(await attachAll(folder), [
			'a.txt',
			'guardar.log',
			'importante.log',
			'proyecto__.gitignore',
			'proyecto__textos__.gitignore',
			'y.bin',
		]);
	});

	it('heeds the rules of the repository around a chosen folder, and none above the repository', async () => {
		await cor.write('.gitignore', '*.txt\n');
		await makeRepository({ '.gitignore': ['*.log', '/textos/viejo.txt'] });
		const folder = await writeFiles('textos/b.txt', 'textos/b.log', 'textos/viejo.txt');

		assert.deepEqual(await attachAll(vscode.Uri.joinPath(folder, 'textos')), ['b.txt']);
	});

	it('sends a chosen folder whole that is itself ignored', async () => {
		await makeRepository({ '.gitignore': ['/salida/', '*.map'] });
		const folder = await writeFiles('salida/app.js', 'salida/app.map', 'salida/node_modules/x.js');

		assert.deepEqual(await attachAll(vscode.Uri.joinPath(folder, 'salida')), ['app.js', 'app.map']);
	});

	it('sends a chosen file although Git ignores it', async () => {
		await makeRepository({ '.gitignore': ['*.log'] });
		const folder = await writeFiles('error.log');

		assert.deepEqual(await attachAll(vscode.Uri.joinPath(folder, 'error.log')), ['error.log']);
	});

	it('leaves out what the settings exclude, from the chosen folder on where it is in no workspace', async () => {
		await exclude('Global', ['*.psd', '!final.psd', '/crudo/']);
		const folder = await writeFiles('a.txt', 'logo.psd', 'final.psd', 'crudo/b.txt', 'web/crudo/c.txt', 'web/d.psd');

		assert.deepEqual(await attachAll(folder), ['a.txt', 'c.txt', 'final.psd']);
	});

	it('lets no place bring back what another excludes, nor what Git ignores', async () => {
		await exclude('Global', ['*.psd']);
		await exclude('Workspace', ['!*.psd', '!*.log', '*.txt']);
		await makeRepository({ '.gitignore': ['*.log'] });
		const folder = await writeFiles('a.txt', 'b.psd', 'c.log', 'd.md');

		assert.deepEqual(await attachAll(folder), ['.gitignore', 'd.md']);
	});

	it('sends a chosen folder whose name the settings exclude, and a chosen file', async () => {
		await exclude('Global', ['crudo', '*.psd']);
		const inside = vscode.Uri.joinPath(workspaceFolder(), 'crudo');
		await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(inside, 'a.txt'), Buffer.from('a'));
		const folder = await writeFiles('b.psd');
		try {
			assert.deepEqual(await attachAll(inside, vscode.Uri.joinPath(folder, 'b.psd')), ['a.txt', 'b.psd']);
		} finally {
			await vscode.workspace.fs.delete(inside, { recursive: true });
		}
	});

	it('gives files of one name their paths as names', async () => {
		const folder = await writeFiles('léeme.md', 'web/LÉEME.md', 'móvil/léeme.md', 'web/app.js');

		await attachAll(folder);

		assert.deepEqual(arrived(cor.sandbox, taskId), {
			'proyecto__léeme.md': sha256('léeme.md'),
			'proyecto__web__LÉEME.md': sha256('web/LÉEME.md'),
			'proyecto__móvil__léeme.md': sha256('móvil/léeme.md'),
			'app.js': sha256('web/app.js'),
		});
	});

	it('sends a file that was chosen beside its folder, though that leaves it out', async () => {
		const folder = await writeFiles('a.txt', 'node_modules/b.js');
		const inside = vscode.Uri.joinPath(folder, 'node_modules/b.js');
		const names = await attachAll(folder, inside, vscode.Uri.joinPath(folder, 'a.txt'));
		assert.equal(names.length, 2);
		assert.ok(
			names.some(name => name.startsWith('b.js')),
			names.join(),
		);
	});

	it('sends nothing of an empty folder', async () => {
		await mkdir(path.join(cor.folder, 'vacía'));

		const receipt = await cor.attach({ taskId, uris: [vscode.Uri.file(path.join(cor.folder, 'vacía'))] });

		assert.deepEqual(receipt, { taskId, outcomes: [] });
		assert.equal(cor.uploads(), 0);
	});
});
