import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { say, title: titled } = wordsIn('en');
const { brief, notes, proposal } = agencyFiles;
const empty = 'vacío.txt';
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = ['.quick-input-widget', '.notification-list-item-message'];

// Secrets, versions and what Git ignores have suites of their own (review, versions, meanwhile).
describe('what is special about a file', () => {
	const dir = temporaryFolder();
	const names = ['uno.txt', 'dos.txt', 'tres.txt', 'cuatro.txt'];
	for (const name of names) {
		writeFileSync(path.join(dir, name), name);
	}
	const call = (key: string, chosen: readonly string[]) => {
		const uris = chosen.map(name => pathToFileURL(path.join(dir, name)).href);
		return { key, command: 'corAttachments.attach', args: { taskId: 4101, uris } };
	};
	const cor = useCorWorkbench({
		suite: 'special-files',
		hasKey: true,
		prepare: folder => writeFileSync(folder.pathOf(empty), ''),
		settings: {
			'files.autoSave': 'off', // in a browser the editor saves by itself
			'corAttachments.warnAboveMegabytes': 1,
			'corAttachments.alwaysReview': true,
		},
		userFiles: {
			'keybindings.json': JSON.stringify([
				call('ctrl+alt+7', names.slice(0, 1)),
				call('ctrl+alt+8', names),
				call('ctrl+alt+9', ['no-existe.txt']),
			]),
		},
	});
	startEachTestClean(cor);

	it('is that it is empty, or larger than the setting: it comes first and unticked', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.shows(notes);
		await hands.attach(empty, proposal, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(`Attach 1 of 3 files (45 bytes) to ${task}`);
		await hands.bench.screenshot('1-empty-and-large');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(await quickInput.ticked(), [notes]);
		const rows = (await quickInput.items()).join('\n');
		assert.match(rows, /vacío\.txt ?0 bytes The file is empty\./);
		assert.match(rows, /Propuesta diseño ñandú\.pdf ?2\.4 MB Larger than 1 MB\./);
		await quickInput.accept();
		await notifications.shows(`Attached ${notes} to ${task}. Skipped: `);
		const [told = ''] = await notifications.texts();
		assert.ok(told.includes(`${empty} (The file is empty)`), told);
		assert.ok(told.includes(`${proposal} (Larger than 1 MB)`), told);
		assert.deepEqual(
			sandbox.attachments(4101).map(({ originalname }) => originalname),
			[notes],
		);
	});

	it('is nothing of one plain small file, which is shown all the same where the settings ask for it', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(`Attach 1 file (45 bytes) to ${task}`);
		await hands.acceptReview();
		await notifications.shows(`Attached ${notes} to ${task}.`);
	});

	it('is that it is not saved: the button of its row chooses the saved file', async () => {
		const { hands, folder, sandbox } = cor();
		const { commandPalette, explorer, notifications, page, quickInput } = hands.bench;
		await explorer.open(brief);
		await page.locator('.monaco-editor .view-lines').first().click();
		await page.keyboard.press('Control+Home');
		await page.keyboard.type('Borrador ');
		await page.locator('.tabs-container .tab.dirty', { hasText: brief }).waitFor();
		await commandPalette.run(`COR: ${titled('command.attach')}`);
		await hands.takeTask('4101', title);
		await quickInput.item(say('Not saved: the text in the editor is sent.')).waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(brief).waitFor();
		await quickInput.pressButton('Attach the Saved File');
		await quickInput.item('The saved file is sent, without the unsaved changes.').waitFor();
		await hands.bench.screenshot('2-saved-file');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.ok();
		await notifications.shows(`Attached ${brief} to ${task}.`);
		const [stored] = sandbox.attachments(4101);
		assert.deepEqual(readFileSync(stored?.path ?? ''), readFileSync(folder.pathOf(brief)));
	});

	// A call that asks nothing shows no review: the result is the only place.
	for (const [key, sentence] of [
		['Control+Alt+7', `Attached uno.txt to ${task}. Outside the workspace: uno.txt.`],
		['Control+Alt+8', `Attached 4 files to ${task}. Outside the workspace: uno.txt, dos.txt, tres.txt and 1 more.`],
		[
			'Control+Alt+9',
			`no-existe.txt was not attached to ${task}. The file no longer exists. Outside the workspace: no-existe.txt.`,
		],
	] as const) {
		it(`is that it lies outside the workspace, which a call that asks nothing says in its result: ${sentence}`, async () => {
			const { hands } = cor();
			await hands.bench.page.keyboard.press(key);
			await hands.bench.notifications.shows(sentence);
			await hands.bench.screenshot(key.replaceAll('+', '-'));
			assert.deepEqual(await hands.bench.cutOff(['.notification-list-item-message']), []);
		});
	}
});
