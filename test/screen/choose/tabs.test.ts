import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
import { showChanges } from '../kit/companion/names.js';
import { like, say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, notes } = agencyFiles;
const taskTitle = 'Diseño de la campaña de invierno';
const task = `#4101 ${taskTitle}`;
const item = titled('command.attach');
const itemForOne = titled('command.attachOneTab');

describe('the menu of a tab', () => {
	const cor = useCorWorkbench({
		suite: 'tabs',
		hasKey: true,
		settings: { 'files.autoSave': 'off', 'workbench.editor.useModal': 'off', 'corAttachments.alwaysReview': true },
	});
	startEachTestClean(cor);

	const bench = () => cor().hands.bench;

	/** What the menu of that tab offers, once it is whole. */
	async function offered(tab: string, lastItem: string): Promise<readonly string[]> {
		const { contextMenu, tabs } = bench();
		await contextMenu.openWith(tabs.tab(tab), lastItem);
		const labels = await contextMenu.labels();
		await bench().screenshot(`menu of ${tab}`);
		await contextMenu.close();
		return labels;
	}

	const pages = [
		['Welcome', 'Help: Welcome'],
		['Settings', 'Preferences: Open Settings (UI)'],
		['Keyboard Shortcuts', 'Preferences: Open Keyboard Shortcuts'],
		['Search', 'Search Editor: New Search Editor'],
		['Running Extensions', 'Developer: Show Running Extensions'],
	] as const;
	for (const [tab, command] of pages) {
		it(`offers no attaching for ${tab}, which is no file, and does for a file`, async () => {
			const { commandPalette, explorer, tabs } = bench();
			await explorer.shows(notes);
			await explorer.open(notes);
			await offered(notes, item);
			await commandPalette.run(command);
			await tabs.tab(tab).waitFor();

			const labels = await offered(tab, 'Close');

			assert.deepEqual(
				labels.filter(label => label.includes(say('Attach'))),
				[],
			);
		});
	}

	it('says that it is one of the selected tabs that is attached, in the menu, in the palette and for a key', async () => {
		const { commandPalette, contextMenu, explorer, notifications, page, tabs } = bench();
		for (const name of [brief, notes]) {
			await explorer.shows(name);
			await explorer.open(name);
		}
		await tabs.tab(brief).click({ modifiers: ['Control'] });
		await page.locator('.tabs-container .tab.selected').nth(1).waitFor();
		const labels = await offered(brief, itemForOne);
		assert.ok(!labels.includes(item));
		assert.ok(!(await commandPalette.offers(`COR: ${say('Attach')}`, `COR: ${itemForOne}`)).includes(`COR: ${item}`));

		await contextMenu.choose(tabs.tab(brief), itemForOne);
		await cor().hands.chooseTaskAndReview('4101', taskTitle);
		await notifications.shows(say('Attached {0} to {1}.', brief, task));
		assert.deepEqual(
			cor()
				.sandbox.attachments(4101)
				.map(({ originalname }) => originalname),
			[brief],
		);

		await page.locator('.monaco-editor .view-lines').first().click();
		await page.keyboard.press('Shift+Alt+U');
		await notifications.shows(
			say("Only the active tab will be attached: extensions can't see which other tabs are selected."),
		);
		await bench().screenshot('one of two by a key');
		await page.keyboard.press('Escape');
	});

	it('attaches what an editor shows of a file that is gone, and says so', async () => {
		const { explorer, quickInput, notifications, contextMenu, tabs } = bench();
		await explorer.shows(notes);
		await explorer.open(notes);
		rmSync(cor().folder.pathOf(notes));

		await contextMenu.choose(tabs.tab(notes), item);
		await cor().hands.takeTask('4101', taskTitle);
		await quickInput.asks(like('Attach 1 file ({0}) to {1}'));
		await bench().screenshot('a file that is gone');
		assert.ok(
			(await quickInput.items()).join('\n').includes(say('No longer on disk: the text in the editor is sent.')),
		);
		await cor().hands.acceptReview();
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		const [file] = cor().sandbox.attachments(4101);
		assert.equal(readFileSync(file?.path ?? '', 'utf8'), 'Reunión del jueves: colores, logo, música.\n');
	});

	it('attaches the changed files of a comparison, and asks where the editor does not name all of them', async () => {
		const { commandPalette, contextMenu, modal, notifications, tabs } = bench();
		await commandPalette.run(`Companion: ${showChanges.title}`);

		await contextMenu.choose(tabs.tab('Cambios'), item);
		await modal.says(say('Attach {0} of the {1} files in this tab?', 1, 2));
		await bench().screenshot('a part of the changes');
		await modal.press(say('Attach'));
		await cor().hands.chooseTaskAndReview('4101', taskTitle);

		await notifications.shows(say('Attached {0} to {1}.', 'plano.txt', task));
	});
});
