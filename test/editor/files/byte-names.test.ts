import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { checkFiles } from '../../../src/editor/files/guard.js';
import { guardedPart } from '../../../src/editor/files/guarded-part.js';
import { Looks } from '../../../src/editor/files/looks.js';
import { packArchive } from '../../../src/machine/archive/pack-archive.js';
import { onLinux } from '../../host/systems.js';
import { readVsix } from '../../package/kit/read-vsix.js';
import { text } from '../kit/text.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';

const taskId = 4101;

onLinux('names of files are bytes there, in whatever encoding', () => {
	describe('a name that is not UTF-8', () => {
		const cor = useCor();
		const parts = useLooks();

		/** Writes a file whose path is of these bytes, as Latin-1. */
		const write = (name: string, contents: string) => {
			const at = Buffer.concat([Buffer.from(`${cor.folder}/`), Buffer.from(name, 'latin1')]);
			mkdirSync(at.subarray(0, at.lastIndexOf('/')), { recursive: true });
			writeFileSync(at, contents);
		};
		/** What the explorer shows in a folder of this test. */
		const shown = async (folder = vscode.Uri.file(cor.folder)) =>
			(await vscode.workspace.fs.readDirectory(folder)).map(([name]) => vscode.Uri.joinPath(folder, name)).sort();
		const ends = async (uris: readonly vscode.Uri[]) => {
			const { outcomes } = await cor.attach({ taskId, uris });
			return outcomes.map(({ name, status, reason }) => [name, status, reason]);
		};

		it('is read as people wrote it, and its file arrives', async () => {
			write('niño.txt', 'hola');
			write('año "2024" – ok.txt', 'x');
			const uris = await shown();
			assert.ok(uris.every(({ path: each }) => each.includes('\ufffd')));

			assert.equal((await ends(uris)).length, 2);
			assert.equal(arrived(cor.sandbox, taskId)['niño.txt'], sha256('hola'));
		});

		it('does not keep a folder from being attached, nor what is in it', async () => {
			write('diseño/portada final.txt', 'a');
			write('diseño/más/niño.txt', 'b');
			write('diseño/más/plain.txt', 'c');

			assert.deepEqual(
				(await ends([vscode.Uri.file(cor.folder)])).map(([name, status]) => [name, status]),
				[
					['niño.txt', 'attached'],
					['plain.txt', 'attached'],
					['portada final.txt', 'attached'],
				],
			);
			const [folder] = await shown();
			assert.ok(folder);
			assert.deepEqual(
				(await cor.attach({ taskId: 4102, uris: [folder] })).outcomes.map(({ status }) => status),
				['attached', 'attached', 'attached'],
			);
			assert.deepEqual(arrived(cor.sandbox, 4102), arrived(cor.sandbox, taskId));
		});

		it('is said not to be clear where another looks the same, and neither file is sent', async () => {
			write('niño.txt', 'hola');
			write('nião.txt', 'olá');
			const [one] = await shown();
			assert.ok(one);

			assert.deepEqual(
				(await ends([one])).map(([, status, reason]) => [status, reason]),
				[['failed', text("A file name isn't UTF-8 and may be mistaken for another. Rename the file, then attach it.")]],
			);
			assert.equal(cor.uploads(), 0);
		});

		it('is of a file that no longer exists where that is so', async () => {
			assert.deepEqual(
				(await ends([vscode.Uri.file(path.join(cor.folder, 'ni\ufffdo.txt'))])).map(([, , reason]) => reason),
				[text('The file no longer exists.')],
			);
		});

		it('is found where it has the very character that stands for lost bytes', async () => {
			await cor.write('ni\ufffdo.txt', 'this one');

			assert.deepEqual(
				(await ends(await shown())).map(([, status]) => status),
				['attached'],
			);
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'ni\ufffdo.txt': sha256('this one') });
		});

		it('that suggests a secret is one for what people read', async () => {
			write('contraseñas.txt', 'a');
			const { files } = await gatherFiles(parts.worker, await shown(), 'saved');
			const plain = await cor.write('sub/contraseñas.txt', 'a');
			const { files: plainFiles } = await gatherFiles(parts.worker, [plain], 'saved');

			const kinds = async (some: typeof files) =>
				(await checkFiles(parts, some, 1_000_000)).flatMap(({ doubts }) => doubts.map(({ kind }) => kind));
			assert.deepEqual(await kinds(files), await kinds(plainFiles));
		});

		it('has its place in an archive, also of folders', async () => {
			write('diseño/niño.txt', 'b');
			const { files } = await gatherFiles(parts.worker, await shown(), 'saved');
			const place = path.join(cor.folder, 'archive.zip');
			const { signal } = new AbortController();

			await packArchive(files, 'a.zip', place, file => guardedPart(file, new Looks(parts)), signal);

			assert.deepEqual([...(await readVsix(place)).keys()], ['diseño/niño.txt']);
		});
	});
});
