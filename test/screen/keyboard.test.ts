import assert from 'node:assert/strict';
import { manifest, readJson } from '../package/manifest.js';
import { agencyFiles } from './agency-folder.js';
import { startEachTestClean, useCorWorkbench, webUrlOf } from './use-cor-workbench.js';

const { logo, manyPhotos, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const words = readJson<Record<string, string>>('package.nls.json');
const { commands, menus } = manifest.contributes;

const titleOf = (id: string): string => {
	const command = commands.find(each => each.command === id);
	return words[command?.title.replaceAll('%', '') ?? ''] ?? '';
};
const inPalette = (id: string) => menus.commandPalette?.find(({ command }) => command === id)?.when ?? 'true';

describe('the keyboard alone', () => {
	const cor = useCorWorkbench({ suite: 'keyboard', hasKey: true });
	startEachTestClean(cor);

	const keys = () => cor().hands.bench.page.keyboard;
	const pane = () => cor().hands.bench.attachments.pane;

	async function attach(...names: readonly string[]): Promise<void> {
		const { hands } = cor();
		await hands.bench.explorer.shows(notes);
		await hands.attach(...names);
		await (names.length > 1 || names[0] === manyPhotos
			? hands.chooseTaskAndReview('4101', title)
			: hands.chooseTask('4101', title));
		await hands.bench.notifications.shows(/ attached to #4101/);
		await hands.bench.notifications.dismissAll();
	}

	/** Presses a key and lets the page draw what comes of it. */
	async function press(key: string): Promise<void> {
		await keys().press(key);
		await cor().hands.bench.page.evaluate(
			'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))',
		);
	}

	/** Goes to a row of the view, from the first one down. */
	async function goTo(row: string | RegExp): Promise<void> {
		await cor().hands.bench.commandPalette.run('Explorer: Focus on COR Attachments View');
		await pane().locator('.monaco-list.element-focused').waitFor();
		await press('Home');
		const focused = pane().locator('.monaco-list-row.focused', { hasText: row });
		for (let tries = 120; tries > 0 && !(await focused.isVisible()); tries -= 1) {
			await press('ArrowDown');
		}
		await focused.waitFor();
	}

	/** Opens the menu of the row that has the focus, and gives what it offers. */
	async function openMenu(): Promise<readonly string[]> {
		const { contextMenu } = cor().hands.bench;
		await keys().press('Shift+F10');
		await contextMenu.item('').first().waitFor();
		return contextMenu.labels();
	}

	/** Takes an entry of the open menu. */
	async function take(label: string): Promise<void> {
		const { contextMenu } = cor().hands.bench;
		const entries = await contextMenu.labels();
		const focused = contextMenu.item(label).and(cor().hands.bench.page.locator('.focused'));
		for (let tries = entries.length; tries > 0 && !(await focused.isVisible()); tries -= 1) {
			await press('ArrowDown');
		}
		await focused.waitFor();
		await keys().press('Enter');
	}

	it('finds in the palette what works here, and nothing else', async () => {
		const { explorer, page, quickInput } = cor().hands.bench;
		await explorer.shows(notes);
		await page.keyboard.press('F1');
		await quickInput.fill('>COR: ');
		await quickInput.item('COR: Attach to Task…').waitFor();
		const shown = (await quickInput.items()).filter(item => item.startsWith('COR: ')).map(item => item.slice(5));
		await cor().hands.bench.screenshot('1-palette');
		await quickInput.escape();
		const always = commands.map(({ command }) => command).filter(id => inPalette(id) === 'true');
		// No Git, no text is selected, no view is open: what needs one of these is not there.
		assert.deepEqual([...shown].sort(), always.map(titleOf).sort());
	});

	it('attaches a file of the explorer', async () => {
		const { hands } = cor();
		const { explorer, notifications, page } = hands.bench;
		await explorer.shows(notes);
		await press('Control+Shift+E');
		await press('Home');
		const focused = page.locator('.explorer-folders-view .monaco-list-row.focused', { hasText: notes });
		for (let tries = 20; tries > 0 && !(await focused.isVisible()); tries -= 1) {
			await press('ArrowDown');
		}
		await openMenu();
		await hands.bench.screenshot('2-explorer-menu');
		await take('Attach to Task…');
		await hands.chooseTask('4101', title);
		await notifications.shows(`${notes} is attached to ${task}.`);
	});

	it('does with the task of the view what its menu offers', async () => {
		const { sandbox, hands } = cor();
		await attach(logo);
		await goTo(task);
		const own = await openMenu();
		assert.deepEqual(own, ['Open Task in Browser', 'Pin for This Workspace', 'Refresh Attachments']);
		await hands.bench.screenshot('3-task-menu');
		const opened = hands.bench.context.waitForEvent('page');
		await take('Open Task in Browser');
		const page = await opened;
		assert.equal(page.url(), `${webUrlOf(sandbox)}/tasks/4101`);
		await page.close();

		const lists = () =>
			sandbox.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/attachments')).length;
		const before = lists();
		await goTo(task);
		await openMenu();
		await take('Refresh Attachments');
		await hands.bench.attachments.row(/Lucía Fernández/).waitFor();
		await sandbox.settled();
		assert.equal(lists(), before + 1);
	});

	it('does with an attachment what its menu offers', async () => {
		const { hands, sandbox } = cor();
		const { context, explorer, modal, page, quickInput } = hands.bench;
		await attach(notes);
		const row = /notas\.txtv1 .*Lucía/;
		await goTo(row);
		const offered = await openMenu();
		assert.deepEqual(offered, [
			'Open in Browser',
			'Reveal Local File',
			'Copy Link of the Task',
			'Copy as Markdown',
			'Attach New Version…',
			'Delete…',
		]);
		await hands.bench.screenshot('4-attachment-menu');
		const opened = context.waitForEvent('page');
		await take('Open in Browser');
		const file = await opened;
		assert.ok(file.url().includes('/files/') || file.url() === 'about:blank');
		await file.close();

		await goTo(row);
		await openMenu();
		await take('Reveal Local File');
		await page.locator('.explorer-folders-view .monaco-list-row.focused', { hasText: notes }).waitFor();
		assert.deepEqual(await explorer.selected(), [notes]);

		for (const [label, copied] of [
			['Copy Link of the Task', `${webUrlOf(sandbox)}/tasks/4101`],
			['Copy as Markdown', `[${notes}](${webUrlOf(sandbox)}/tasks/4101)`],
		] as const) {
			await goTo(row);
			await openMenu();
			assert.equal(await hands.copiedBy(() => take(label)), copied);
		}

		await goTo(row);
		await openMenu();
		await take('Attach New Version…');
		await quickInput.item(/Unchanged|version 2/).waitFor();
		await quickInput.escape();

		await goTo(row);
		await openMenu();
		await take('Delete…');
		await modal.says(`Delete ${notes} from ${task}?`);
		await page.keyboard.press('Enter');
		await hands.bench.attachments.row(row).waitFor({ state: 'detached' });
		assert.deepEqual(sandbox.attachments(4101), []);
	});

	it('does with what was attached before what its menu offers, and forgets it', async () => {
		const { hands } = cor();
		const { attachments, modal, page, quickInput } = hands.bench;
		await attach(logo);
		const past = /Logo cliente\.png#4101/;
		await goTo(past);
		const offered = await openMenu();
		assert.deepEqual(offered, [
			'Open Task in Browser',
			'Reveal Local File',
			'Copy Link of the Task',
			'Copy as Markdown',
			'Attach New Version…',
			'Attach Again…',
		]);
		await take('Attach Again…');
		await quickInput.asks('Review: 0 of 1 file');
		await quickInput.item('Unchanged since it was attached').waitFor();
		await quickInput.escape();

		await goTo('Attached from this workspace');
		assert.deepEqual(await openMenu(), ['Clear History…']);
		await take('Clear History…');
		await modal.says('Forget what was attached from this workspace?');
		await hands.bench.screenshot('5-clear-history');
		await page.keyboard.press('Enter');
		await attachments.row('Attached from this workspace').waitFor({ state: 'detached' });
	});

	it('goes on to the next page of a long list, which is read only then', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		await attach(manyPhotos);
		const pages = () =>
			sandbox.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/attachments')).length;
		await goTo(/^foto 51\.jpg/);
		await sandbox.settled();
		const before = pages();
		await goTo('Show More');
		await hands.bench.screenshot('6-show-more');
		await keys().press('Enter');
		await attachments.row('Show More').waitFor({ state: 'detached' });
		assert.equal(pages(), before + 1);
	});

	it('reaches every button of the review: of a row, beside the title, and to tick', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks('Review: 2 of 2 files');
		await press('Shift+Tab'); // to the box that ticks all
		await press('Shift+Tab'); // to the buttons beside the title
		const said: string[] = [];
		const button = () => hands.bench.page.evaluate<string>("document.activeElement?.getAttribute('aria-label') ?? ''");
		for (let label = await button(); !said.includes(label); label = await button()) {
			said.push(label);
			await press('ArrowRight');
		}
		assert.deepEqual(said, [
			'Each file by itself (press to send them as one archive, Café del Sur.zip)',
			'Visible in COR (press to hide)',
			'No status (press for approved)',
			'Belongs to the task (press for a rework)',
			'A notice for each (press for one for all). COR does not document when a notice for all goes out.',
		]);
		await press('ArrowRight');
		await press('Enter');
		await quickInput.asks('· hidden');
		await hands.bench.screenshot('7-review');
		await quickInput.input.focus();
		await press('Enter');
		await notifications.shows(`2 files are attached to ${task}.`);
		assert.deepEqual(
			sandbox.attachments(4101).map(({ available }) => available),
			[false, false],
		);
	});
});
