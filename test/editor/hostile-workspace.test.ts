import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { missingTaskId } from '../sandbox/seed.js';
import { collected, MiB, mostDuring } from './kit/resident-memory.js';
import { text } from './kit/text.js';
import { arrived, sha256, useCor } from './kit/use-cor.js';
import { workspaceFolder } from './kit/workspace.js';
import { reportMark } from './runner/report-mark.js';

const taskId = 4101;
const unusableRules = text(
	'Nothing in the folder was attached: the ignore rules of Git or your settings are too long or too slow.',
);

/** Several times what 10,000 files take, and less than 100,000 would. */
const mostAddedMiB = 90;

describe('a folder that is meant to do harm', () => {
	const cor = useCor();
	const inFolder = (name: string) => path.join(cor.folder, 'proyecto', name);
	const folder = () => vscode.Uri.file(path.join(cor.folder, 'proyecto'));
	beforeEach(async () => {
		await cor.write('proyecto/.git/HEAD', '');
		await cor.write('proyecto/a.txt', 'a');
	});

	async function attach(...uris: readonly vscode.Uri[]) {
		const { outcomes } = await cor.attach({ taskId, uris });
		return outcomes.map(({ name, status, reason }) => (reason ? [name, status, reason] : [name, status]));
	}

	for (const file of ['.gitignore', '.git/info/exclude']) {
		it(`has a device without an end, or a pipe, for its rules (${file})`, async () => {
			await mkdir(inFolder('.git/info'), { recursive: true });
			await symlink('/dev/zero', inFolder(file));
			assert.deepEqual(await attach(folder()), [['a.txt', 'attached']]);

			await rm(inFolder(file));
			execFileSync('mkfifo', [inFolder(file)]);
			assert.deepEqual(await attach(folder()), [['a.txt', 'attached']]);
		});
	}

	it('has rules that would take years', async () => {
		await cor.write('proyecto/.gitignore', `${'/**/a'.repeat(12)}/b.txt\n`);
		await cor.write(`proyecto/${'a/'.repeat(60)}c/b.txt`, 'x');

		assert.deepEqual(await attach(folder(), await cor.write('b.txt', 'b')), [
			['proyecto', 'failed', unusableRules],
			['b.txt', 'attached'],
		]);
	});

	it('has rules without an end', async () => {
		await cor.write('proyecto/.gitignore', 'a\n'.repeat(500_000));

		assert.deepEqual(await attach(folder()), [['proyecto', 'failed', unusableRules]]);
		assert.equal(cor.uploads(), 0);
	});

	for (const [what, patterns] of [
		['would take years', { [`${'*a'.repeat(20)}b`]: true }],
		['has no end', { ['a'.repeat(200_000)]: true }],
	] as const) {
		it(`is in a workspace whose files.exclude ${what}`, async () => {
			const settings = vscode.workspace.getConfiguration('files');
			await cor.write(`proyecto/${'a'.repeat(200)}.txt`, 'x');
			await settings.update('exclude', patterns, vscode.ConfigurationTarget.Workspace);
			try {
				assert.deepEqual(await attach(folder(), await cor.write('b.txt', 'b')), [
					['proyecto', 'failed', unusableRules],
					['b.txt', 'attached'],
				]);
			} finally {
				await settings.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
			}
		});
	}

	it('has pipes, sockets and links that lead nowhere or in circles: in a folder they are left out', async () => {
		execFileSync('mkfifo', [inFolder('tubo')]);
		await symlink('/dev/zero', inFolder('cero'));
		await symlink('vuelta', inFolder('vuelta'));
		await symlink('nada', inFolder('perdido'));
		const server = createServer().listen(inFolder('enchufe'));
		await once(server, 'listening');
		try {
			assert.deepEqual(await attach(folder()), [['a.txt', 'attached']]);

			const each = ['tubo', 'cero', 'enchufe', 'vuelta', 'perdido'].map(name => vscode.Uri.file(inFolder(name)));
			const outcomes = await attach(...each);
			assert.deepEqual(
				outcomes.map(([, status]) => status),
				Array(5).fill('failed'),
			);
			for (const [name, , reason] of outcomes) {
				assert.ok([text("The file can't be read."), text('The file no longer exists.')].includes(reason ?? ''), name);
			}
		} finally {
			server.close();
		}
	});

	it('has 100,000 files: the first 10,000 count, that there are more is said, and memory stays small', async () => {
		execFileSync('sh', ['-c', 'seq -f %06.0f.txt 0 99999 | xargs touch'], { cwd: inFolder('') });
		// Nothing of so much has to leave to see it.
		const attachFolder = () => cor.attach({ taskId: missingTaskId, uris: [folder()] });
		const noSuchTask = text("This task doesn't exist or you can't access it.");
		const { outcomes } = await attachFolder();
		const before = collected(); // what is loaded once is not part of it
		const added = ((await mostDuring(attachFolder)) - before) / MiB;

		console.log(reportMark, `      100,000 files added ${added.toFixed(0)} MiB`);
		assert.ok(added < mostAddedMiB, `${added} MiB`);
		assert.equal(outcomes.length, 10_001);
		assert.deepEqual(
			outcomes.slice(9_998).map(({ name, status, reason }) => [name, status, reason]),
			[
				['009998.txt', 'failed', noSuchTask],
				['009999.txt', 'failed', noSuchTask],
				[
					'proyecto',
					'failed',
					text('The folder contains more than {0} files or folders. The rest was not attached.', '10,000'),
				],
			],
		);
		execFileSync('rm', ['-r', inFolder('')]);
	});

	it('has a path of nearly 4,000 bytes', async () => {
		const part = 'ñ'.repeat(120);
		const room = 4_000 - Buffer.byteLength(inFolder(''));
		const below = Array.from({ length: Math.floor(room / 241) - 1 }, () => part).join('/');
		const file = await cor.write(`proyecto/${below}/b.txt`, 'b');
		assert.ok(Buffer.byteLength(file.fsPath) > 3_500);

		assert.deepEqual(await attach(folder(), file), [
			['a.txt', 'attached'],
			['b.txt', 'attached'],
		]);
	});

	it('is nested 1,000 deep', async () => {
		await cor.write(`proyecto/${'d/'.repeat(1_000)}b.txt`, 'b');

		assert.deepEqual(await attach(folder()), [
			['a.txt', 'attached'],
			['b.txt', 'attached'],
		]);
	});

	it('has names with what no name should have: they arrive as harmless ones, each once', async () => {
		const names = [
			'uno\n2026-11-24 [info] dos.txt',
			'factura\u202efdp.exe',
			'\u001b[31mrojo.txt',
			'$(alert) [abrir](command:workbench.action.quit).txt',
			'{0} y {1}.txt',
			'Año.txt',
			'AÑO.txt',
			'Año.txt'.normalize('NFD'),
		];
		for (const name of names) {
			await cor.write(`proyecto/nombres/${name}`, name);
		}

		await attach(vscode.Uri.file(inFolder('nombres')));

		const found = arrived(cor.sandbox, taskId);
		const isYear = (name: string) => /a.{1,2}o\b.*\.txt$/i.test(name);
		assert.deepEqual(Object.fromEntries(Object.entries(found).filter(([name]) => !isYear(name))), {
			'uno_2026-11-24 [info] dos.txt': sha256(names[0] ?? ''),
			'factura_fdp.exe': sha256(names[1] ?? ''),
			'_[31mrojo.txt': sha256(names[2] ?? ''),
			'$(alert) [abrir](command:workbench.action.quit).txt': sha256(names[3] ?? ''),
			'{0} y {1}.txt': sha256(names[4] ?? ''),
		});
		const years = Object.keys(found).filter(isYear);
		assert.equal(new Set(years.map(name => name.normalize('NFC').toLowerCase())).size, 3);
	});
});

describe('a link in the workspace', () => {
	const cor = useCor();
	let inside: string;
	const linked = (name: string) => vscode.Uri.file(path.join(inside, name));

	beforeEach(async () => {
		inside = temporaryFolder(workspaceFolder().fsPath);
		await writeFile(path.join(inside, 'propio.txt'), 'own');
		await cor.write('privado/apuntes.txt', 'private');
	});
	afterEach(() => removeTemporaryFolder(inside));

	const attach = async (...uris: readonly vscode.Uri[]) => {
		const { outcomes } = await cor.attach({ taskId, uris });
		return outcomes.map(({ name, status, reason }) => [name, status, reason]);
	};
	const outside = (name: string) => text('Outside the workspace: {0}.', path.join(cor.folder, 'privado', name));

	it('to a file outside of the workspace is not sent by a call that asks nobody, under whatever name', async () => {
		await symlink(path.join(cor.folder, 'privado/apuntes.txt'), path.join(inside, 'logo.png'));

		assert.deepEqual(await attach(linked('logo.png'), linked('propio.txt')), [
			['logo.png', 'skipped', outside('apuntes.txt')],
			['propio.txt', 'attached', undefined],
		]);
	});

	it('to a folder outside of the workspace, and what is reached through it, is not sent by a call that asks nobody', async () => {
		await symlink(path.join(cor.folder, 'privado'), path.join(inside, 'imágenes'));

		assert.deepEqual(await attach(linked('imágenes')), [['apuntes.txt', 'skipped', outside('apuntes.txt')]]);
		assert.deepEqual(await attach(linked('imágenes/apuntes.txt')), [
			['apuntes.txt', 'skipped', outside('apuntes.txt')],
		]);
		assert.equal(cor.uploads(), 0);
	});

	it('to a file of the workspace is sent', async () => {
		await symlink('propio.txt', path.join(inside, 'otro.txt'));

		assert.deepEqual(await attach(linked('otro.txt')), [['otro.txt', 'attached', undefined]]);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'otro.txt': sha256('own') });
	});

	it('to a secret of the workspace is taken for a secret, under whatever name', async () => {
		await writeFile(path.join(inside, '.env'), 'PORT=8080');
		await mkdir(path.join(inside, 'docs'));
		await symlink('../.env', path.join(inside, 'docs/brief.md'));
		await symlink('brief.md', path.join(inside, 'docs/otra.md'));

		assert.deepEqual(await attach(linked('docs/brief.md'), linked('docs/otra.md')), [
			['brief.md', 'skipped', text('The name suggests secrets: {0}.', '.env*')],
			['otra.md', 'skipped', text('The name suggests secrets: {0}.', '.env*')],
		]);
	});

	it('is the only one to ask about: a file that was chosen through a link elsewhere is sent', async () => {
		await symlink(path.join(cor.folder, 'privado'), path.join(cor.folder, 'atajo'));
		const file = vscode.Uri.file(path.join(cor.folder, 'atajo/apuntes.txt'));

		assert.deepEqual(await attach(file), [['apuntes.txt', 'attached', undefined]]);
	});
});
