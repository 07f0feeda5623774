import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { checkFiles } from '../../../src/editor/files/guard.js';
import type { BoundedWorker } from '../../../src/machine/worker/bounded-worker.js';
import { draw, privateKey } from '../../attach/kit/made-up-secrets.js';
import { MemoryFiles, useMemoryFiles } from '../kit/memory-files.js';
import { text } from '../kit/text.js';
import { arrived, setApiUrl, sha256, useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';

const taskId = 4101;

describe('what a call that asks nothing does not send', () => {
	const cor = useCor();
	const memory = useMemoryFiles();

	async function ends(uris: readonly (vscode.Uri | string)[]) {
		const { outcomes } = await cor.attach({ taskId, uris });
		return outcomes.map(({ name, status, reason }) => [name, status, reason]);
	}

	it('is a file whose name is one for secrets, or that holds one; the others go', async () => {
		const uris = [
			await cor.write('.env', 'PORT=8080\n'),
			await cor.write('notas.txt', 'hola'),
			await cor.write('clave.txt', privateKey()),
			await cor.write('guion.txt', `usa el token ghp_${draw(36)} para entrar`),
			await cor.write('vacío.txt', ''),
		];

		assert.deepEqual(await ends(uris), [
			['.env', 'skipped', text('The name suggests secrets: {0}.', '.env*')],
			['notas.txt', 'attached', undefined],
			['clave.txt', 'skipped', text('Contains a private key.')],
			['guion.txt', 'skipped', text('May contain a secret: {0}.', 'GitHub')],
			['vacío.txt', 'attached', undefined],
		]);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'notas.txt': sha256('hola'), 'vacío.txt': sha256('') });
	});

	it('is a secret in a folder', async () => {
		await cor.write('obra/plano.txt', 'plano');
		await cor.write('obra/llaves/id_ed25519', 'llave');

		assert.deepEqual(await ends([vscode.Uri.joinPath(vscode.Uri.file(cor.folder), 'obra')]), [
			['id_ed25519', 'skipped', text('The name suggests secrets: {0}.', 'id_rsa, id_ed25519, …')],
			['plano.txt', 'attached', undefined],
		]);
	});

	it('is a real password, whatever words are in it, and whatever bytes are around it', async () => {
		const password = `Acme${draw(8)}`;
		const contents = {
			'con-nul.txt': `\0 mysql://root:${password}@db.acme.com.ar/ventas`,
			'utf16.txt': Buffer.from(`\ufeffmysql://root:${password}@db.acme.com.ar/ventas`, 'utf16le'),
			'palabras.txt': `mysql://root:Acme123456@yourdb.acme.com.ar/ventas`,
			'peso.txt': `postgres://ventas:${password}$1@db:5432/ventas`,
			'comentario.txt': privateKey().replace('-----\n', '-----\nComment: sample\n\n'),
		};
		const uris = await Promise.all(Object.entries(contents).map(([name, text]) => cor.write(name, text)));

		const outcomes = await ends([...uris, await cor.write('ejemplo.txt', 'mysql://root:your-password@db.acme.com.ar')]);

		assert.deepEqual(
			outcomes.map(([name, status]) => [name, status]),
			[...Object.keys(contents).map(name => [name, 'skipped']), ['ejemplo.txt', 'attached']],
		);
	});

	it('is a secret of a file system provider, or of a document that was never saved', async () => {
		const key = memory.write('/obra/clave.pem', privateKey('EC PRIVATE KEY'));
		const other = memory.write('/obra/a.txt', 'a');
		const { uri } = await vscode.workspace.openTextDocument({ content: `npm_${draw(36)}` });

		const outcomes = await ends([key, other, uri]);

		assert.deepEqual(
			outcomes.map(([, status]) => status),
			['skipped', 'attached', 'skipped'],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
	});

	it('reaches COR with no request at all where nothing else is to be sent', async () => {
		const before = cor.sandbox.requests.length;

		assert.deepEqual(await ends([await cor.write('.npmrc', 'save-exact=true')]), [
			['.npmrc', 'skipped', text('The name suggests secrets: {0}.', '.npmrc')],
		]);
		assert.equal(cor.sandbox.requests.length, before);
	});

	it('is skipped where every other file fails', async () => {
		await setApiUrl('http://127.0.0.1:9/v1');
		try {
			const outcomes = await ends([await cor.write('.env', 'A=1'), await cor.write('a.txt', 'a')]);
			assert.deepEqual(
				outcomes.map(([, status]) => status),
				['skipped', 'failed'],
			);
		} finally {
			await setApiUrl(cor.sandbox.apiUrl);
		}
	});

	it('is a secret that came into a file after it was looked at', async () => {
		class ChangingFiles extends MemoryFiles {
			override readFile(uri: vscode.Uri): Uint8Array {
				const bytes = super.readFile(uri);
				this.files.set(uri.path, Buffer.from(privateKey()));
				return bytes;
			}
		}
		const changing = new ChangingFiles();
		changing.files.set('/a.txt', Buffer.from('a'));
		const registered = vscode.workspace.registerFileSystemProvider('changing', changing);
		try {
			assert.deepEqual(await ends(['changing:/a.txt']), [
				['a.txt', 'failed', text('It changed before it was sent and may now contain a secret. Review it again.')],
			]);
		} finally {
			registered.dispose();
		}
		assert.deepEqual(arrived(cor.sandbox, taskId), {});
	});

	it('is nothing of a picture, whatever its name', async () => {
		const zip = Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0]), Buffer.alloc(500)]);

		assert.deepEqual(await ends([await cor.write('Propuesta.key', zip)]), [['Propuesta.key', 'attached', undefined]]);
	});
});

describe('the look at files before they are reviewed', () => {
	const cor = useCor();
	const parts = useLooks();

	it('is one job for many files of this machine; of those that are not read in one go each has its own', async () => {
		for (const name of ['a.txt', 'b.txt', '.npmrc', 'hondo/c.txt']) {
			await cor.write(`obra/${name}`, name);
		}
		const { files } = await gatherFiles(parts.worker, [vscode.Uri.file(`${cor.folder}/obra`)], 'saved');
		const asked: string[] = [];
		const run = ((name, ...rest) => {
			asked.push(name);
			return parts.worker.run(name, ...rest);
		}) as BoundedWorker['run'];
		const counted = { ...parts, worker: { run } as BoundedWorker };
		const doubtsOf = async (...chosen: typeof files) =>
			(await checkFiles(counted, chosen, 1_000_000)).flatMap(({ name, doubts }) =>
				doubts.map(({ kind }) => [name, kind]),
			);

		assert.deepEqual(await doubtsOf(...files), [['.npmrc', 'secret']]);
		assert.deepEqual(asked, ['lookAtFiles']);
		asked.length = 0;
		const pipe = { ...files[0], uri: vscode.Uri.file('/dev/null').toString() } as (typeof files)[number];
		assert.deepEqual(await doubtsOf(pipe), []);
		assert.deepEqual(asked, ['lookAtFiles', 'look']);
	});
});
