import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { useMemoryFiles } from '../kit/memory-files.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';

const taskId = 4101;

describe('the names under which files are attached', () => {
	const cor = useCor();
	const memory = useMemoryFiles();

	/** Attaches these and gives the names in COR, in the order of the outcomes; every byte must have arrived under its name. */
	async function namesOf(...uris: readonly vscode.Uri[]): Promise<readonly string[]> {
		const { outcomes } = await cor.attach({ taskId, uris });
		assert.deepEqual(
			outcomes.map(({ status }) => status),
			outcomes.map(() => 'attached'),
		);
		const contents = await Promise.all(
			outcomes.map(async ({ uri, name }) => [
				name,
				sha256(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true))),
			]),
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), Object.fromEntries(contents));
		return outcomes.map(({ name }) => name);
	}

	const write = (...names: readonly string[]) => Promise.all(names.map(name => cor.write(name, name)));
	const folder = (name: string) => vscode.Uri.file(path.join(cor.folder, name));

	it('have a number before their whole extension: two of one name in two file systems', async () => {
		const names = ['sitio.tar.gz', 'tipos.d.ts', 'informe.v2.pdf', '2024.01.05.txt', '.editorconfig'];
		const onDisk = await write(...names);
		const provided = names.map(name => memory.write(vscode.Uri.joinPath(folder(name)).path, `nube ${name}`));

		assert.deepEqual(await namesOf(...onDisk, ...provided), [
			...names,
			'sitio (2).tar.gz',
			'tipos (2).d.ts',
			'informe.v2 (2).pdf',
			'2024.01.05 (2).txt',
			'.editorconfig (2)',
		]);
	});

	it('tell files of one name apart by their folders, each chosen itself', async () => {
		const uris = await write('cliente-a/logo.png', 'cliente-b/logo.png', 'cliente-b/otro.png');

		assert.deepEqual(await namesOf(...uris), ['cliente-a__logo.png', 'cliente-b__logo.png', 'otro.png']);
	});

	it('tell them apart by as many folders as it takes, without regard to case and Unicode form', async () => {
		const uris = await write('a/img/Año.png', 'b/img/an\u0303o.PNG', 'c/año.png', 'año.png');

		assert.deepEqual(await namesOf(...uris), ['a__img__Año.png', 'b__img__an\u0303o.PNG', 'c__año.png', 'año.png']);
	});

	it('tell apart what was chosen itself, what is in a chosen folder, and what is in another of its name', async () => {
		const [alone] = await write('suelto/logo.png', 'x/img/logo.png', 'y/img/logo.png', 'y/img/solo.png');
		assert.ok(alone);

		assert.deepEqual(await namesOf(alone, folder('x/img'), folder('y/img')), [
			'suelto__logo.png',
			'x__img__logo.png',
			'y__img__logo.png',
			'solo.png',
		]);
	});

	it('tell apart what is in two file systems by folders, where they differ', async () => {
		const [onDisk] = await write('web/logo.png');
		assert.ok(onDisk);

		assert.deepEqual(await namesOf(onDisk, memory.write('/acme/marca/logo.png', 'nube')), [
			'web__logo.png',
			'marca__logo.png',
		]);
	});

	it('are the same when the same is attached again, in another order, and each is known again', async () => {
		const uris = await write('cliente-a/logo.png', 'cliente-b/logo.png');
		await namesOf(...uris);

		const { outcomes } = await cor.attach({ taskId, uris: uris.toReversed(), options: { onExisting: 'skip' } });

		assert.deepEqual(
			outcomes.map(({ name, status }) => [name, status]),
			[
				['cliente-b__logo.png', 'skipped'],
				['cliente-a__logo.png', 'skipped'],
			],
		);
		assert.equal(cor.uploads(), 1);
	});

	it('follow each other in natural order in what is sent of a folder', async () => {
		await write('fotos/foto 10.png', 'fotos/foto 2.png', 'fotos/Foto 1.png', 'fotos/foto 11.png', 'fotos/álbum/9.png');

		assert.deepEqual(await namesOf(folder('fotos')), [
			'9.png',
			'Foto 1.png',
			'foto 2.png',
			'foto 10.png',
			'foto 11.png',
		]);
	});
});
