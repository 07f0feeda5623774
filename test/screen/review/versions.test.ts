import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { signIn } from '../../cor/kit/connect.js';
import { Handles } from '../../cor/kit/parts.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { like, say, withReason } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const { signal } = new AbortController();
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('versions', () => {
	const cor = useSharedWindow('versions');
	startEachTestClean(cor);

	const versionsOn = () =>
		cor()
			.sandbox.attachments(4101)
			.map(({ originalname, versions }) => [originalname, versions.map(({ version }) => version)])
			.sort();

	/** What the review says that becomes of each file whose name is on the task. */
	const said = async () => {
		const rows = await cor().hands.bench.quickInput.items();
		return rows.flatMap(row => /^.*?\.(?:png|txt) ?([a-z][^·]*?) · /.exec(row)?.[1] ?? []);
	};

	const listReads = () =>
		cor().sandbox.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/attachments')).length;

	const attachFirst = async (name: string): Promise<void> => {
		const { hands } = cor();
		await hands.bench.explorer.shows(name);
		await hands.attach(name);
		await hands.chooseTask('4101', title);
		await hands.bench.notifications.shows(say('Attached {0} to {1}.', name, task));
		await hands.bench.notifications.dismissAll();
	};

	it('leaves a file from elsewhere of the same name unticked, and decides once for all', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		const elsewhere = signIn(sandbox);
		for (const name of [logo, notes]) {
			await elsewhere.upload(4101, [new Handles().part(name, 'De otra parte.')], { signal });
		}
		await hands.bench.explorer.shows(notes);
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await hands.bench.screenshot('1-from-elsewhere');
		assert.deepEqual(await said(), [say('skipped'), say('skipped')]);
		await hands.chooseOptions(say('All as separate files'));
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		assert.deepEqual(await said(), [say('separate file'), say('separate file')]);
		await hands.chooseOptions(say('Skip all'));
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await hands.chooseOptions(say('New versions of all'));
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		assert.deepEqual(await said(), [say('new version {0}', 2), say('new version {0}', 2)]);
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		await hands.bench.screenshot('2-all-new-versions');
		await quickInput.ok();
		await notifications.shows(
			`${say('Attached {0} files to {1}.', 2, task)} ${say('New versions: {0}.', `${logo} (v2), ${notes} (v2)`)}`,
		);
		assert.deepEqual(versionsOn(), [
			[logo, [2]],
			[notes, [2]],
		]);
	});

	it('makes a changed file a new version with one more Enter, and leaves it out while it is the same', async () => {
		const { hands, folder } = cor();
		const { notifications, page, quickInput } = hands.bench;
		await attachFirst(notes);
		writeFileSync(folder.pathOf(notes), 'Cambios del cliente: el logo más grande.\n');
		const readsBefore = listReads();
		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(like('Attach 1 file ({0}) to {1}'));
		await quickInput.item(say('new version {0}', 2)).waitFor();
		await hands.bench.screenshot('3-new-version');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', notes, task, 2));
		await hands.bench.screenshot('4-version-2');
		assert.deepEqual(versionsOn(), [[notes, [2]]]);
		assert.equal(listReads() - readsBefore, 1);
		await notifications.dismissAll();

		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		const unchanged = say('Unchanged since it was attached (v{0}).', 2);
		await quickInput.item(unchanged).waitFor();
		assert.deepEqual(await said(), [say('unchanged, skipped')]);
		await hands.bench.screenshot('5-unchanged');
		await quickInput.accept();
		await notifications.shows(
			`${say('Nothing was attached to {0}.', task)} ${say('Skipped: {0}.', withReason(notes, unchanged))}`,
		);
		assert.deepEqual(versionsOn(), [[notes, [2]]]);
		await notifications.dismissAll();

		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.item(notes).waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(notes).waitFor();
		await page.keyboard.press('Space');
		await quickInput.asks(like('Attach 1 file ({0}) to {1}'));
		await quickInput.item(say('new version {0}', 3)).waitFor();
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', notes, task, 3));
	});

	it('decides by a button of the row, and keeps what is ticked', async () => {
		const { hands, folder } = cor();
		const { notifications, page, quickInput } = hands.bench;
		await attachFirst(notes);
		writeFileSync(folder.pathOf(notes), 'Otra vez.\n');
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(notes).waitFor();
		await quickInput.pressButton(say('Attach as Separate File'));
		await quickInput.item(say('separate file')).waitFor();
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		await hands.bench.screenshot('6-beside');
		await quickInput.ok();
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(versionsOn(), [
			[logo, []],
			[notes, []],
			[notes, []],
		]);
	});
});
