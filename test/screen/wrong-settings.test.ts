import assert from 'node:assert/strict';
import { agencyFiles } from './agency-folder.js';
import { startEachTestClean, useCorWorkbench } from './use-cor-workbench.js';

const { notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const result = `${notes} is attached to #4101 ${title}.`;
const wrong = '3 settings have values that they cannot have';

describe('settings of wrong types', () => {
	const cor = useCorWorkbench({
		suite: 'wrong-settings',
		hasKey: true,
		settings: {
			'corAttachments.available': 'false',
			'corAttachments.status': 7,
			'corAttachments.warnAboveMegabytes': ['100'],
		},
	});
	startEachTestClean(cor);

	it('are told once, in one message, with what counts instead; the file is shown before it leaves', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications } = hands.bench;
		await explorer.shows(notes);
		assert.equal(await notifications.count(), 0);

		await hands.attach(notes);
		await notifications.shows(
			`${wrong}, their defaults count instead: corAttachments.warnAboveMegabytes (100), corAttachments.available (true), corAttachments.status (none).`,
		);
		await hands.takeTask('4101', title);
		await hands.bench.screenshot('1-told');
		await hands.acceptReview();
		await notifications.shows(result);
		assert.equal(sandbox.attachments(4101).length, 1);
	});

	it('are not told again while they stay as they are', async () => {
		const { hands } = cor();
		const { notifications } = hands.bench;

		await hands.attach(notes);
		await hands.chooseTaskAndReview('4101', title);
		await notifications.shows(result);

		assert.ok((await notifications.texts()).every(text => !text.startsWith(wrong)));
	});
});

describe('one setting of a wrong type', () => {
	const cor = useCorWorkbench({
		suite: 'wrong-setting',
		hasKey: true,
		settings: { 'corAttachments.createdFrom': 'Rework' },
	});
	startEachTestClean(cor);

	it('is named with what counts instead, and shown in the settings', async () => {
		const { hands } = cor();
		const { explorer, notifications, page, quickInput } = hands.bench;
		await explorer.shows(notes);
		await hands.attach(notes);
		const sentence =
			'The setting corAttachments.createdFrom has a value that it cannot have: task_panel counts instead.';
		await notifications.shows(sentence);
		await quickInput.escape();
		await hands.bench.screenshot('1-told');

		await notifications.press(sentence, 'Open Settings');

		const shown = page.locator('.settings-editor .setting-item-category');
		await shown.first().waitFor();
		await hands.bench.screenshot('2-settings');
		assert.equal(await shown.count(), 1);
	});
});
