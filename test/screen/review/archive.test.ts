import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { extensionHosts } from '../../host/extension-host.js';
import { readVsix } from '../../package/kit/read-vsix.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { ofReview } from '../kit/hands.js';
import { keptOnDisk } from '../kit/kept-on-disk.js';
import { beginning, like, say, titled, withoutStop, withReason } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { brief, logo, manyPhotos, notes, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('several files as one archive', () => {
	const cor = useSharedWindow('archive', folder => {
		mkdirSync(folder.pathOf('obra/llaves'), { recursive: true });
		writeFileSync(folder.pathOf('obra/plano.txt'), 'plano '.repeat(1_000));
		writeFileSync(folder.pathOf('obra/llaves/servidor.pem'), privateKey());
		writeFileSync(folder.pathOf('obra/llaves/leeme.txt'), 'léeme');
	});
	startEachTestClean(cor);

	const kept = () => keptOnDisk(cor().hands.bench.editor, 'archives');
	const contents = async (version = 0) => {
		const [stored, ...more] = cor().sandbox.attachments(4101);
		assert.ok(stored && more.length === 0);
		const file = version === 0 ? stored.path : stored.versions[version - 1]?.path;
		return { name: stored.originalname, files: await readVsix(file ?? '') };
	};

	/** Opens the review of these and takes them as one archive. */
	async function review(...names: readonly string[]): Promise<void> {
		const { hands } = cor();
		const { explorer, quickInput } = hands.bench;
		await explorer.shows(notes);
		await hands.attach(...names);
		await hands.takeTask('4101', title);
		await quickInput.asks(ofReview);
		await hands.chooseOptions(beginning('One archive: {0}'));
	}

	it('is chosen in the review, which names it and still shows each file', async () => {
		const { hands, folder } = cor();
		const { notifications, quickInput } = hands.bench;
		await review(brief, logo, notes);
		await quickInput.asks(
			`${say('{0} · as {1}', say('Attach {0} files ({1}) to {2}', 3, '25 kB', task), 'Lucía Fernández')} · ${say('as one archive: {0}', 'Café del Sur.zip')}`,
		);
		await hands.bench.screenshot('1-review');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.ok();
		await notifications.shows(say('Attached {0} to {1}.', 'Café del Sur.zip', task));
		await hands.bench.screenshot('2-attached');
		const { name, files } = await contents();
		assert.equal(name, 'Café del Sur.zip');
		assert.deepEqual([...files.keys()].sort(), [brief, logo, notes].sort());
		for (const [each, bytes] of files) {
			assert.deepEqual(bytes, readFileSync(folder.pathOf(each)), each);
		}
		assert.deepEqual(kept(), []);
	});

	it('is in the history without what only a file can have done with it', async () => {
		const { hands } = cor();
		const { attachments, contextMenu, notifications, quickInput } = hands.bench;
		await hands.forgetHistory();
		await review(brief, notes);
		await quickInput.ok();
		await notifications.shows(beginning('Attached {0} to {1}.', 'Café del Sur.zip'));
		await attachments.open();
		await contextMenu.openWith(
			attachments.row(new RegExp(`^Café del Sur\\.zipv1 · ${say('from here')} · \\d`)),
			titled('command.copyMarkdown'),
		);
		assert.deepEqual(await contextMenu.labels(), [
			titled('command.openInEditor'),
			titled('command.openAttachment'),
			titled('command.saveAttachment'),
			titled('command.compareLocal'),
			titled('command.copyLink'),
			titled('command.copyMarkdown'),
			titled('command.attachVersion'),
			titled('command.deleteAttachment'),
		]);
		await contextMenu.close();
	});

	it('holds a folder as it lies, and nothing that was unticked, such as a secret', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await review('obra');
		await quickInput.asks(say('as one archive: {0}', 'obra.zip'));
		await quickInput.item(withoutStop(say('Contains a private key.'))).waitFor();
		await hands.bench.screenshot('3-secret-left-out');
		await quickInput.ok();
		await notifications.shows(
			`${say('Attached {0} to {1}.', 'obra.zip', task)} ${say('Skipped: {0}.', withReason('servidor.pem', say('Contains a private key.')))}`,
		);
		const { files } = await contents();
		assert.deepEqual([...files.keys()].sort(), ['obra/llaves/leeme.txt', 'obra/plano.txt']);
	});

	it('becomes a new version of the one before, and is left out while it is the same', async () => {
		const { hands, folder } = cor();
		const { notifications, quickInput } = hands.bench;
		await review(brief, notes);
		await quickInput.ok();
		await notifications.shows(say('Attached {0} to {1}.', 'Café del Sur.zip', task));
		await notifications.dismissAll();
		writeFileSync(folder.pathOf(notes), 'Cambios.\n');
		await review(brief, notes);
		await quickInput.ok();
		await quickInput.item(say('new version {0}', 2)).waitFor();
		await hands.bench.screenshot('4-new-version');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', 'Café del Sur.zip', task, 2));
		await notifications.dismissAll();
		assert.equal((await contents(1)).files.get(notes)?.toString(), 'Cambios.\n');

		await review(brief, notes);
		await quickInput.ok();
		await quickInput.item(say('Unchanged since it was attached (v{0}).', 2)).waitFor();
		await quickInput.accept();
		await notifications.shows(
			`${say('Nothing was attached to {0}.', task)} ${beginning('Skipped: {0}.')}Café del Sur.zip`,
		);
		assert.deepEqual(kept(), []);
	});

	it('is not made where one of its files is gone, and nothing is attached', async () => {
		const { hands, folder, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await review(brief, logo, notes);
		const before = readFileSync(folder.pathOf(logo));
		rmSync(folder.pathOf(logo));
		await quickInput.ok();
		await notifications.shows(
			say(
				"The archive couldn't be created, so nothing was attached: {0} ({1}).",
				logo,
				withoutStop(say('The file no longer exists.')),
			),
		);
		await hands.bench.screenshot('5-not-made');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		writeFileSync(folder.pathOf(logo), before);
		assert.deepEqual([sandbox.attachments(4101), kept()], [[], []]);
	});

	it('is kept for another try where it could not be sent, and removed after a crash', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		const upload = { method: 'POST', path: '/v1/tasks/4101/attachments' };
		sandbox.failNext(upload, { kind: 'status', status: 413, body: {} });
		await review(manyPhotos);
		await quickInput.ok();
		const failed = beginning('{0} was not attached to {1}. {2}', 'fotos.zip', task);
		await notifications.shows(failed);
		assert.equal(kept().length, 1);
		sandbox.set({ limits: {} });
		await notifications.press(failed, say('Show Log'));
		await notifications.dismissAll();

		const { editor } = hands.bench;
		const [host] = extensionHosts(editor);
		assert.ok(host);
		process.kill(host, 'SIGKILL');
		while (!extensionHosts(editor).some(pid => pid !== host)) {
			await new Promise(resolve => setTimeout(resolve, 100)); // no event tells of a process
		}
		assert.equal(kept().length, 1);
		await hands.attach(video);
		await quickInput.asks(like('Attach {0}'));
		while (kept().length > 0) {
			await new Promise(resolve => setTimeout(resolve, 100)); // no event tells of a file that goes
		}
		await quickInput.escape();
	});
});
