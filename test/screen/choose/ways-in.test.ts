import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, installer, logo, manyPhotos, notes, proposal } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const notebook = 'cálculo.ipynb';
const emptyNotebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });

// The explorer's files and folders, texts and pictures in tabs, rows of Source Control and files that are on no disk have
// suites of their own (attach, review, choose-task, changes, virtual-workspace).
describe('the ways in', () => {
	const cor = useCorWorkbench({
		suite: 'ways-in',
		hasKey: true,
		branch: 'main',
		prepare: folder => {
			writeFileSync(folder.pathOf(notebook), emptyNotebook);
			const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder.dir, ...args]);
			git('add', '--all');
			git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '-m', 'Work');
			writeFileSync(folder.pathOf(brief), '# Campaña de invierno\n\n- Tarde tibia\n');
			writeFileSync(folder.pathOf(notes), 'Reunión del viernes\n');
		},
		userFiles: { 'keybindings.json': '[{ "key": "ctrl+alt+a", "command": "corAttachments.attach" }]' },
	});
	startEachTestClean(cor);

	const key = () => cor().hands.bench.page.keyboard.press('Control+Alt+A');

	/** Attaches the one file that the way in is expected to mean. */
	async function arrives(name: string, picture: string): Promise<void> {
		const { hands } = cor();
		await hands.bench.quickInput.asks(`Attach ${name} (`);
		await hands.bench.screenshot(picture);
		await hands.chooseTask('4101', title);
		await hands.bench.notifications.shows(`${name} is attached to ${task}.`);
		assert.deepEqual(cor().storedNames(), [name]);
	}

	it('are the tab of a binary file', async () => {
		const { explorer } = cor().hands.bench;
		await explorer.shows(installer);
		await explorer.open(installer);
		await key();
		await arrives(installer, '2-binary');
	});

	it('are the tab of a comparison: the changed side of it', async () => {
		const { explorer, page, tabs } = cor().hands.bench;
		await explorer.open(brief);
		await page.keyboard.press('Control+Shift+G'); // its badge is in the way of a click
		await page.locator('.scm-view .monaco-list-row', { hasText: notes }).first().click();
		await page.locator('.monaco-diff-editor').first().waitFor();
		await tabs.tab(notes).first().waitFor();
		await key();
		await arrives(notes, '3-comparison');
	});

	it('are a group of Source Control', async () => {
		const { hands } = cor();
		const { contextMenu, notifications, page } = hands.bench;
		const group = page.locator('.scm-view .monaco-list-row', { hasText: /^Changes/ }).first();
		await contextMenu.choose(group, 'Attach to Task…');
		await hands.takeTask('4101', title);
		await hands.bench.quickInput.asks('Review: 2 of 2 files');
		await hands.bench.screenshot('4-group');
		await hands.acceptReview();
		await notifications.shows(`2 files are attached to ${task}.`);
		assert.deepEqual(cor().storedNames(), [brief, notes]);
	});

	it('are the title of Source Control', async () => {
		const { hands } = cor();
		const { contextMenu, notifications, page } = hands.bench;
		const more = page.locator('.pane-header', { hasText: 'Changes' }).getByRole('button', { name: /^More Actions/ });
		await page.locator('.pane-header', { hasText: 'Changes' }).hover();
		await more.click();
		await contextMenu.item('Attach All Changes as Patch…').waitFor();
		await hands.bench.screenshot('5-title');
		await contextMenu.close();
		await more.click();
		await contextMenu.item('Attach All Changes as Patch…').click();
		await hands.chooseTask('4101', title);
		await notifications.shows(`main-changes.patch is attached to ${task}.`);
		assert.deepEqual(cor().storedNames(), ['main-changes.patch']);
	});

	it('are files and a folder of the explorer together', async () => {
		const { hands } = cor();
		const { notifications, page } = hands.bench;
		await page.locator('.activitybar [aria-label*="Explorer"]').first().click();
		await hands.attach(proposal, manyPhotos, logo);
		await hands.takeTask('4101', title);
		await hands.bench.quickInput.asks('Review: 53 of 53 files');
		await hands.bench.screenshot('6-files-and-folder');
		await hands.acceptReview();
		await notifications.shows(`53 files are attached to ${task}.`);
		assert.equal(cor().storedNames().length, 53);
	});

	it('are the tab of a notebook', async () => {
		const { page, explorer } = cor().hands.bench;
		await explorer.open(notebook);
		await page.locator('.notebook-editor').first().waitFor();
		await key();
		await arrives(notebook, '1-notebook');
	});

	it('are a document that was never saved, named after its first line', async () => {
		const { commandPalette, page, quickInput } = cor().hands.bench;
		await commandPalette.run('File: New Untitled Text File');
		await page.locator('.tabs-container .tab.active', { hasText: 'Untitled-1' }).waitFor();
		await page.keyboard.type('Idea para el guion');
		await page.locator('.monaco-editor .view-lines', { hasText: 'Idea para el guion' }).first().waitFor();
		await key();
		await quickInput.asks(/^Attach Idea para el guion\.txt/);
		await arrives('Idea para el guion.txt', '8-untitled');
	});

	it('are what was attached before, by the view, however often', async () => {
		const { hands, folder } = cor();
		const { attachments, contextMenu, notifications, quickInput } = hands.bench;
		await hands.attach(logo);
		await hands.chooseTask('4101', title);
		await notifications.shows(`${logo} is attached to ${task}.`);
		await notifications.dismissAll();
		writeFileSync(folder.pathOf(logo), 'otro');
		await attachments.open();
		await contextMenu.choose(attachments.row(/Logo cliente\.png#4101/).first(), 'Attach Again…');
		await quickInput.item('will become version 2').waitFor();
		await hands.bench.screenshot('7-again');
		await hands.acceptReview();
		await notifications.shows(`${logo} is attached to ${task} as version 2.`);
		assert.deepEqual(cor().storedNames(), [logo]);
	});
});
