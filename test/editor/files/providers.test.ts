import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { useMemoryFiles } from '../kit/memory-files.js';
import { text } from '../kit/text.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';

const taskId = 4101;

describe('attaching what is not on a disk', () => {
	const cor = useCor();
	const memory = useMemoryFiles();

	it('sends a file of a file system provider', async () => {
		const bytes = randomBytes(2_000_000);

		const { outcomes } = await cor.attach({ taskId, uris: [memory.write('/obra/plano.pdf', bytes)] });

		assert.deepEqual(
			outcomes.map(({ uri, status }) => [uri, status]),
			[['memfs:/obra/plano.pdf', 'attached']],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'plano.pdf': sha256(bytes) });
	});

	it('sends a folder of a file system provider, without what Git ignores in it', async () => {
		memory.write('/obra/.git/HEAD', 'ref: refs/heads/main');
		memory.write('/obra/.gitignore', '*.tmp\n');
		memory.write('/obra/planos/a.txt', 'a');
		memory.write('/obra/planos/b.tmp', 'b');

		await cor.attach({ taskId, uris: [memory.uriOf('/obra/planos')] });

		assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
	});

	it('sends the text of an untitled document', async () => {
		const document = await vscode.workspace.openTextDocument({ content: 'Guion: «Mañana fría» ☕\n' });

		const { outcomes } = await cor.attach({ taskId, uris: [document.uri] });

		assert.equal(outcomes[0]?.status, 'attached');
		assert.deepEqual(Object.values(arrived(cor.sandbox, taskId)), [sha256('Guion: «Mañana fría» ☕\n')]);
	});

	it('lets an untitled document that is closed fail alone', async () => {
		const uris = [vscode.Uri.parse('untitled:Untitled-404'), await cor.write('a.txt', 'a')];

		const { outcomes } = await cor.attach({ taskId, uris });

		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[
				['failed', text('The file no longer exists.')],
				['attached', undefined],
			],
		);
	});

	it('lets a file alone fail that is larger than a provider may give at once, unread', async () => {
		const uris = [memory.write('/obra/película.mov', 'mov', 100_000_001), memory.write('/obra/a.txt', 'a')];

		const { outcomes } = await cor.attach({ taskId, uris });

		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[
				['failed', text("Files that aren't on this machine can be at most {0}.", '100 MB')],
				['attached', undefined],
			],
		);
		assert.ok(!memory.read.includes('/obra/película.mov'));
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
	});

	it('takes as much of a provider as the setting says', async () => {
		const settings = vscode.workspace.getConfiguration('corAttachments');
		await settings.update('maxProviderMegabytes', 0.01, vscode.ConfigurationTarget.Global);
		try {
			const uris = [
				memory.write('/obra/b.txt', Buffer.alloc(10_001, 'b')),
				memory.write('/obra/a.txt', Buffer.alloc(10_000, 'a')),
			];

			const { outcomes } = await cor.attach({ taskId, uris });

			assert.deepEqual(
				outcomes.map(({ status, reason }) => [status, reason]),
				[
					['failed', text("Files that aren't on this machine can be at most {0}.", '10 kB')],
					['attached', undefined],
				],
			);
		} finally {
			await settings.update('maxProviderMegabytes', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('lets a file that may not be read, or does not exist, fail alone', async () => {
		const uris = [
			memory.write('/obra/cerrado.txt', 'x'),
			memory.write('/obra/a.txt', 'a'),
			memory.uriOf('/obra/falta.txt'),
			vscode.Uri.from({ scheme: 'no-such-provider', path: '/obra/b.txt' }),
		];
		memory.locked.add('/obra/cerrado.txt');

		const { outcomes } = await cor.attach({ taskId, uris });

		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[
				['failed', text("The file can't be read.")],
				['attached', undefined],
				['failed', text('The file no longer exists.')],
				['failed', text("The file can't be read.")],
			],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
	});

	it('lets a folder that may not be read fail alone', async () => {
		const folder = memory.uriOf('/obra');
		memory.write('/obra/cerrada/x.txt', 'x');
		memory.write('/obra/z.txt', 'z');
		memory.locked.add('/obra/cerrada');

		const { outcomes } = await cor.attach({ taskId, uris: [folder, await cor.write('a.txt', 'a')] });

		assert.deepEqual(outcomes.map(({ name, status, reason }) => [name, status, reason]).sort(), [
			['a.txt', 'attached', undefined],
			['cerrada', 'failed', text("The folder can't be read.")],
			['z.txt', 'attached', undefined],
		]);
	});

	const awkward = ['100% listo.txt', 'año nuevo.txt', '🌮 y 🍷.txt', 'a#b?c&d.txt', "comillas ' y +.txt", '%41.txt'];
	for (const name of awkward) {
		it(`finds and names ${JSON.stringify(name)} rightly, on disk and elsewhere`, async () => {
			const onDisk = await cor.write(`carpeta %20 ñ/${name}`, 'disk');
			const elsewhere = memory.write(`/carpeta %20 ñ/${name}`, Buffer.from('memory'));

			const [first, second] = [
				await cor.attach({ taskId, uris: [onDisk] }),
				await cor.attach({ taskId: 4102, uris: [elsewhere.toString()] }),
			];

			assert.deepEqual([first.outcomes[0]?.status, second.outcomes[0]?.status], ['attached', 'attached']);
			assert.deepEqual(arrived(cor.sandbox, taskId), { [name]: sha256('disk') });
			assert.deepEqual(arrived(cor.sandbox, 4102), { [name]: sha256('memory') });
		});
	}
});
