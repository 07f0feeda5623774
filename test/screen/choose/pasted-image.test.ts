import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { editors } from '../../host/editors.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { comesTo } from '../kit/comes-to.js';
import { copyImage } from '../kit/copied-image.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { say } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const mostTries = 20;
const offer = say('Attach to COR Task and Insert Link');

for (const editor of editors) {
	describe(`an image that is pasted into Markdown in VS Code ${editor.name}`, () => {
		const cor = useCorWorkbench({
			suite: `pasted-image-${editor.name}`,
			editor,
			hasKey: true,
			settings: { 'files.autoSave': 'off' },
		});
		startEachTestClean(cor);
		before('open a document', async () => {
			const { attachments, explorer, page } = cor().hands.bench;
			await explorer.shows(brief);
			await explorer.open(brief);
			// Both extensions that have something to offer are there by then: that of Markdown knows the headings.
			await attachments.open();
			await attachments.row(say('My open tasks')).waitFor();
			await page.locator('.monaco-breadcrumbs', { hasText: '# Campaña' }).first().waitFor();
			await page.locator('.monaco-editor .view-lines', { hasText: 'Mañana fría' }).first().click();
		});

		const text = (shown: string) =>
			cor().hands.bench.page.locator('.monaco-editor .view-lines', { hasText: shown }).first();

		/** Pastes at the end, and takes our offer by keyboard. */
		async function pasteAndTakeOffer(): Promise<void> {
			const { bench } = cor().hands;
			const { page } = bench;
			const row = page.locator('.action-widget .monaco-list-row.focused');
			await page.evaluate(copyImage);
			await page.keyboard.press('Control+End');
			await page.keyboard.press('Control+V');
			await page.locator('.monaco-editor .post-edit-widget').waitFor();
			await page.keyboard.press('Control+.');
			await row.waitFor();
			await bench.screenshot('1-offered');
			await takeByKeyboard(page, row.filter({ hasText: offer }));
		}

		it('is attached where the person takes that offer, and its link is inserted', async () => {
			const { hands, sandbox } = cor();
			await pasteAndTakeOffer();
			await hands.chooseTask('4101', title);
			await hands.bench.notifications.shows(/Attached image-.*\.png to #4101/);
			const [stored] = sandbox.attachments(4101);
			assert.ok(stored);
			assert.match(stored.originalname, /^image-\d{4}-\d\d-\d\d-\d{6}\.png$/);
			assert.match(readFileSync(stored.path, 'latin1'), /^.PNG/);
			await text(`Mañana fría[${stored.originalname}](${webUrlOf(sandbox)}/tasks/4101)`).waitFor();
			await hands.bench.screenshot('2-link');
		});

		it('is nowhere where the person gives up', async () => {
			const { hands, sandbox } = cor();
			await pasteAndTakeOffer();
			await hands.bench.quickInput.asks(/^Attach image-/);
			await text('[Attaching image-').waitFor();
			await hands.bench.quickInput.escape();
			await text('[Attaching image-').waitFor({ state: 'detached' });
			assert.deepEqual(sandbox.attachments(4101), []);
		});
	});
}

async function takeByKeyboard(page: Page, highlighted: Locator): Promise<void> {
	for (let tries = 0; tries < mostTries; tries += 1) {
		if (await comesTo(highlighted, 'visible', 1_000)) {
			await page.keyboard.press('Enter');
			return;
		}
		await page.keyboard.press('ArrowDown');
	}
	throw new Error('What was to be taken was never highlighted.');
}
