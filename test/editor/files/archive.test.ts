import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, truncate, utimes } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CheckedFile } from '../../../src/attach/plan/stages.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { checkFiles } from '../../../src/editor/files/guard.js';
import { guardedPart } from '../../../src/editor/files/guarded-part.js';
import { Looks } from '../../../src/editor/files/looks.js';
import { NotPacked, packArchive } from '../../../src/machine/archive/pack-archive.js';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { readVsix } from '../../package/kit/read-vsix.js';
import { useMemoryFiles } from '../kit/memory-files.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';

const { signal } = new AbortController();

describe('an archive', () => {
	const cor = useCor();
	const memory = useMemoryFiles();
	const parts = useLooks();

	const place = () => path.join(cor.folder, 'archive.zip');
	const gather = async (...uris: readonly vscode.Uri[]): Promise<readonly CheckedFile[]> => {
		const { files } = await gatherFiles(parts.worker, uris, 'shown');
		return checkFiles(parts, files, 100_000_000);
	};
	const openPart = (file: CheckedFile) => guardedPart(file, new Looks(parts));
	const pack = (files: readonly CheckedFile[], abort = signal) =>
		packArchive(files, 'obra.zip', place(), openPart, abort);
	const why = (error: unknown) => (error instanceof NotPacked ? [error.file?.name, error.reason?.kind] : error);

	it('holds files of the disk, of a provider and of editors, byte for byte, at their places', async () => {
		const movie = randomBytes(3_000_000);
		await cor.write('obra/planos/año.txt', 'plano '.repeat(10_000));
		await cor.write('obra/vídeo.mp4', movie);
		await cor.write('obra/vacío.txt', '');
		const note = memory.write('/nube/nota.txt', 'de la nube');
		const draft = await vscode.workspace.openTextDocument({ content: '# Guion\n', language: 'markdown' });
		const folder = vscode.Uri.joinPath(vscode.Uri.file(cor.folder), 'obra');

		const archive = await pack(await gather(folder, note, draft.uri));

		assert.deepEqual([archive.name, archive.size], ['obra.zip', (await stat(place())).size]);
		assert.ok(archive.size < movie.length + 5_000, 'text is compressed');
		const files = await readVsix(place());
		const names = [...files.keys()].filter(name => !name.endsWith('.md'));
		assert.deepEqual(names.sort(), ['nota.txt', 'obra/planos/año.txt', 'obra/vacío.txt', 'obra/vídeo.mp4']);
		assert.equal([...files].find(([name]) => name.endsWith('.md'))?.[1].toString(), '# Guion\n');
		assert.deepEqual(files.get('obra/vídeo.mp4'), movie);
		assert.equal(files.get('nota.txt')?.toString(), 'de la nube');
		assert.equal(files.get('obra/planos/año.txt')?.toString(), 'plano '.repeat(10_000));
	});

	it('can be unpacked where a file is called as a folder, and files of one name were chosen in several folders', async () => {
		const chosen = [await cor.write('x/assets', 'archivo'), await cor.write('cliente-a/logo.png', 'a')];
		chosen.push(await cor.write('cliente-b/logo.png', 'b'));
		await cor.write('y/assets/a.png', 'carpeta');

		const archive = await gather(...chosen, vscode.Uri.file(path.join(cor.folder, 'y/assets')));
		await pack(archive);

		assert.deepEqual(Object.fromEntries([...(await readVsix(place()))].map(([name, bytes]) => [name, String(bytes)])), {
			'assets (2)': 'archivo',
			'cliente-a/logo.png': 'a',
			'cliente-b/logo.png': 'b',
			'assets/a.png': 'carpeta',
		});
		execFileSync('python3', ['-m', 'zipfile', '-e', place(), path.join(cor.folder, 'unpacked')]);
		assert.equal(await readFile(path.join(cor.folder, 'unpacked/assets (2)'), 'utf8'), 'archivo');
		assert.equal(await readFile(path.join(cor.folder, 'unpacked/assets/a.png'), 'utf8'), 'carpeta');
	});

	it('has the nearest time that it can have of files from before 1970 and after 2107', async () => {
		const years = [1901, 1969, 2026, 2039, 2150];
		const files: vscode.Uri[] = [];
		for (const year of years) {
			const uri = await cor.write(`obra/${year}.txt`, String(year));
			await utimes(uri.fsPath, new Date(), new Date(Date.UTC(year, 6))); // a number below 0 would be now
			files.push(uri);
		}

		await pack(await gather(...files));

		const told = execFileSync('python3', [
			'-c',
			'import sys, zipfile; [print(i.filename, i.date_time[0]) for i in zipfile.ZipFile(sys.argv[1]).infolist()]',
			place(),
		]);
		assert.deepEqual(String(told).trim().split('\n'), [
			'1901.txt 1980',
			'1969.txt 1980',
			'2026.txt 2026',
			'2039.txt 2039',
			'2150.txt 2107',
		]);
		assert.equal(String((await readVsix(place())).get('2150.txt')), '2150');
	});

	it('has the same bytes where its files are the same', async () => {
		const files = await gather(await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b'));
		await pack(files);
		const first = await readFile(place());
		await rm(place());

		await pack(files);

		assert.deepEqual(await readFile(place()), first);
	});

	it('is not made where a file is gone, or has become a secret since it was looked at', async () => {
		const files = await gather(await cor.write('a.txt', 'a'), await cor.write('clave.txt', 'nada'));
		await cor.write('clave.txt', privateKey());
		await assert.rejects(
			pack(files),
			error => assert.deepEqual(why(error), ['clave.txt', 'became-secret']) === undefined,
		);
		await rm(place());

		await rm(path.join(cor.folder, 'a.txt'));
		await assert.rejects(pack(files), error => assert.deepEqual(why(error), ['a.txt', 'file-missing']) === undefined);
	});

	it('is not made where a file changes while it is read', async () => {
		const files = await gather(await cor.write('largo.bin', randomBytes(40_000_000)));
		const packing = pack(files);
		while (!(await stat(place()).catch(() => undefined))?.size) {
			await new Promise(setImmediate); // no event tells that it has begun
		}
		await truncate(path.join(cor.folder, 'largo.bin'), 1_000);

		await assert.rejects(packing, error => assert.deepEqual(why(error), ['largo.bin', 'file-changed']) === undefined);
	});

	it('is not made where the disk refuses, and nobody waits for ever', async () => {
		const files = await gather(await cor.write('a.bin', randomBytes(5_000_000)));
		const nowhere = path.join(cor.folder, 'no/such/folder/archive.zip');

		const packing = packArchive(files, 'obra.zip', nowhere, openPart, signal);

		await assert.rejects(packing, error => assert.deepEqual(why(error), [undefined, undefined]) === undefined);
	});

	it('is given up when that is asked for', async () => {
		const files = await gather(await cor.write('a.bin', randomBytes(20_000_000)));
		const abort = new AbortController();
		const packing = pack(files, abort.signal);
		abort.abort();

		await assert.rejects(packing, { name: 'AbortError' });
	});
});
