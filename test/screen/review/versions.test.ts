import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { signIn } from '../../cor/kit/connect.js';
import { Handles } from '../../cor/kit/parts.js';
import { agencyFiles } from '../kit/agency-folder.js';
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
		await hands.bench.notifications.shows(`Attached ${name} to ${task}.`);
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
		await quickInput.asks('Nothing is checked for #');
		await hands.bench.screenshot('1-from-elsewhere');
		assert.deepEqual(await said(), ['skipped', 'skipped']);
		await hands.chooseOptions('All as separate files');
		await quickInput.asks(/^Attach 2 files \(.*\) to #/);
		assert.deepEqual(await said(), ['separate file', 'separate file']);
		await hands.chooseOptions('Skip all');
		await quickInput.asks('Nothing is checked for #');
		await hands.chooseOptions('New versions of all');
		await quickInput.asks(/^Attach 2 files \(.*\) to #/);
		assert.deepEqual(await said(), ['new version 2', 'new version 2']);
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		await hands.bench.screenshot('2-all-new-versions');
		await quickInput.ok();
		await notifications.shows(`Attached 2 files to ${task}. New versions: ${logo} (v2), ${notes} (v2).`);
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
		await quickInput.asks(/^Attach 1 file \(/);
		await quickInput.item('new version 2').waitFor();
		await hands.bench.screenshot('3-new-version');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.accept();
		await notifications.shows(`Attached ${notes} to ${task} as version 2.`);
		await hands.bench.screenshot('4-version-2');
		assert.deepEqual(versionsOn(), [[notes, [2]]]);
		assert.equal(listReads() - readsBefore, 1);
		await notifications.dismissAll();

		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.asks('Nothing is checked for #');
		await quickInput.item('Unchanged since it was attached (v2).').waitFor();
		assert.deepEqual(await said(), ['unchanged, skipped']);
		await hands.bench.screenshot('5-unchanged');
		await quickInput.accept();
		await notifications.shows(
			`Nothing was attached to ${task}. Skipped: ${notes} (Unchanged since it was attached (v2)).`,
		);
		assert.deepEqual(versionsOn(), [[notes, [2]]]);
		await notifications.dismissAll();

		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.asks('Nothing is checked for #');
		await quickInput.item(notes).waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(notes).waitFor();
		await page.keyboard.press('Space');
		await quickInput.asks(/^Attach 1 file \(/);
		await quickInput.item('new version 3').waitFor();
		await quickInput.accept();
		await notifications.shows(`Attached ${notes} to ${task} as version 3.`);
	});

	it('decides by a button of the row, and keeps what is ticked', async () => {
		const { hands, folder } = cor();
		const { notifications, page, quickInput } = hands.bench;
		await attachFirst(notes);
		writeFileSync(folder.pathOf(notes), 'Otra vez.\n');
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(/^Attach 2 files \(.*\) to #/);
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(notes).waitFor();
		await quickInput.pressButton('Attach as Separate File');
		await quickInput.item('separate file').waitFor();
		await quickInput.asks(/^Attach 2 files \(.*\) to #/);
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		await hands.bench.screenshot('6-beside');
		await quickInput.ok();
		await notifications.shows(`Attached 2 files to ${task}.`);
		assert.deepEqual(versionsOn(), [
			[logo, []],
			[notes, []],
			[notes, []],
		]);
	});
});
