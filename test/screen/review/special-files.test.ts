import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { beginning, say, titled, withReason } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

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
		await quickInput.asks(say('Attach {0} of {1} files ({2}) to {3}', 1, 3, '45 bytes', task));
		await hands.bench.screenshot('1-empty-and-large');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(await quickInput.ticked(), [notes]);
		const isEmpty = say('The file is empty.');
		const isLarge = say('Larger than {0}.', '1 MB');
		const rows = (await quickInput.items()).join('\n');
		assert.match(rows, new RegExp(`vacío\\.txt ?0 bytes ${isEmpty}`));
		assert.match(rows, new RegExp(`Propuesta diseño ñandú\\.pdf ?2\\.4 MB ${isLarge}`));
		await quickInput.accept();
		await notifications.shows(`${say('Attached {0} to {1}.', notes, task)} ${beginning('Skipped: {0}.')}`);
		const [told = ''] = await notifications.texts();
		assert.ok(told.includes(withReason(empty, isEmpty)), told);
		assert.ok(told.includes(withReason(proposal, isLarge)), told);
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
		await quickInput.asks(say('Attach 1 file ({0}) to {1}', '45 bytes', task));
		await hands.acceptReview();
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
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
		await quickInput.pressButton(say('Attach the Saved File'));
		await quickInput.item(say('The saved file is sent, without the unsaved changes.')).waitFor();
		await hands.bench.screenshot('2-saved-file');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.ok();
		await notifications.shows(say('Attached {0} to {1}.', brief, task));
		const [stored] = sandbox.attachments(4101);
		assert.deepEqual(readFileSync(stored?.path ?? ''), readFileSync(folder.pathOf(brief)));
	});

	const outside = (names: string) => say('Outside the workspace: {0}.', names);
	// A call that asks nothing shows no review: the result is the only place.
	for (const [key, sentence] of [
		['Control+Alt+7', `${say('Attached {0} to {1}.', 'uno.txt', task)} ${outside('uno.txt')}`],
		[
			'Control+Alt+8',
			`${say('Attached {0} files to {1}.', 4, task)} ${outside(say('{0} and {1} more', 'uno.txt, dos.txt, tres.txt', 1))}`,
		],
		[
			'Control+Alt+9',
			`${say('{0} was not attached to {1}. {2}', 'no-existe.txt', task, say('The file no longer exists.'))} ${outside('no-existe.txt')}`,
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
