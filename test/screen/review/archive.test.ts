import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { extensionHosts } from '../../host/extension-host.js';
import { readVsix } from '../../package/kit/read-vsix.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { ofReview } from '../kit/hands.js';
import { keptOnDisk } from '../kit/kept-on-disk.js';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { title: titled } = wordsIn('en');

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
		await hands.chooseOptions('One archive: ');
	}

	it('is chosen in the review, which names it and still shows each file', async () => {
		const { hands, folder } = cor();
		const { notifications, quickInput } = hands.bench;
		await review(brief, logo, notes);
		await quickInput.asks(`Attach 3 files (25 kB) to ${task} · as Lucía Fernández · as one archive: Café del Sur.zip`);
		await hands.bench.screenshot('1-review');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.ok();
		await notifications.shows(`Attached Café del Sur.zip to ${task}.`);
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
		await notifications.shows('Attached Café del Sur.zip');
		await attachments.open();
		await contextMenu.openWith(attachments.row(/^Café del Sur\.zipv1 · from here · \d/), 'Copy as Markdown');
		assert.deepEqual(await contextMenu.labels(), [
			'Open',
			'Open in Browser',
			'Save As…',
			'Compare with Local File',
			titled('command.copyLink'),
			'Copy as Markdown',
			'Attach New Version…',
			'Remove from Task…',
		]);
		await contextMenu.close();
	});

	it('holds a folder as it lies, and nothing that was unticked, such as a secret', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await review('obra');
		await quickInput.asks(`as one archive: obra.zip`);
		await quickInput.item('Contains a private key').waitFor();
		await hands.bench.screenshot('3-secret-left-out');
		await quickInput.ok();
		await notifications.shows(`Attached obra.zip to ${task}. Skipped: servidor.pem (Contains a private key).`);
		const { files } = await contents();
		assert.deepEqual([...files.keys()].sort(), ['obra/llaves/leeme.txt', 'obra/plano.txt']);
	});

	it('becomes a new version of the one before, and is left out while it is the same', async () => {
		const { hands, folder } = cor();
		const { notifications, quickInput } = hands.bench;
		await review(brief, notes);
		await quickInput.ok();
		await notifications.shows(`Attached Café del Sur.zip to ${task}.`);
		await notifications.dismissAll();
		writeFileSync(folder.pathOf(notes), 'Cambios.\n');
		await review(brief, notes);
		await quickInput.ok();
		await quickInput.item('new version 2').waitFor();
		await hands.bench.screenshot('4-new-version');
		await quickInput.accept();
		await notifications.shows(`Attached Café del Sur.zip to ${task} as version 2.`);
		await notifications.dismissAll();
		assert.equal((await contents(1)).files.get(notes)?.toString(), 'Cambios.\n');

		await review(brief, notes);
		await quickInput.ok();
		await quickInput.item('Unchanged since it was attached (v2).').waitFor();
		await quickInput.accept();
		await notifications.shows(`Nothing was attached to ${task}. Skipped: Café del Sur.zip`);
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
			`The archive couldn't be created, so nothing was attached: ${logo} (The file no longer exists).`,
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
		const failed = `fotos.zip was not attached to ${task}.`;
		await notifications.shows(failed);
		assert.equal(kept().length, 1);
		sandbox.set({ limits: {} });
		await notifications.press(failed, 'Show Log');
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
		await quickInput.asks(/^Attach /);
		while (kept().length > 0) {
			await new Promise(resolve => setTimeout(resolve, 100)); // no event tells of a file that goes
		}
		await quickInput.escape();
	});
});
