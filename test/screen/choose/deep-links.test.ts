import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { openLink } from '../kit/companion/names.js';
import { say } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { notes, video } = agencyFiles;
const task = '#4101 Diseño de la campaña de invierno';
const other = '#4102 Guion del vídeo «Mañana fría»';
const notFollowed = say('Invalid link: it must contain a task number and nothing else.');

describe('a link that names a task', () => {
	const cor = useSharedWindow('deep-links');
	startEachTestClean(cor);

	async function open(link: string): Promise<void> {
		const { hands } = cor();
		await hands.bench.commandPalette.run(`Companion: ${openLink.title}`);
		await hands.bench.quickInput.says(openLink.title);
		await hands.bench.quickInput.fill(link);
		await hands.bench.quickInput.accept();
	}

	it('shows the task as COR tells it, and attaches the files that the person chooses', async () => {
		const { hands, sandbox } = cor();
		const { explorer, modal, notifications, quickInput } = hands.bench;
		await explorer.shows(notes);

		await open('attach?task=4101');

		await modal.says(say('Attach files to {0}?', task));
		await hands.bench.screenshot('1-confirmation');
		const said = await modal.text();
		assert.ok(said.includes(say('Send as {0}', 'Lucía Fernández')), said);
		assert.ok(said.includes(say('Requested by a link you opened. Nothing is sent until you choose files.')), said);
		assert.deepEqual(await hands.bench.cutOff(['.monaco-dialog-box']), []);
		assert.deepEqual(sandbox.attachments(4101), []);
		await modal.press(say('Choose Files…'));
		await quickInput.asks(say('Choose Files to Attach'));
		await quickInput.choose(notes);
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		await hands.bench.screenshot('2-attached');
		assert.equal(sandbox.attachments(4101).length, 1);
	});

	it('attaches nothing where the person does not want it', async () => {
		const { hands, sandbox } = cor();
		await open('attach?task=4101');
		await hands.bench.modal.says(say('Attach files to {0}?', task));
		await hands.bench.modal.press('Cancel');

		assert.deepEqual(sandbox.attachments(4101), []);
		assert.equal(await hands.bench.notifications.count(), 0);
	});

	it('is not followed where it asks for something else', async () => {
		const { hands, sandbox } = cor();
		await open('attach?task=$(trash) [x](command:evil)');

		await hands.bench.notifications.shows(notFollowed);
		assert.deepEqual(sandbox.requests, []);
	});

	it('tells of a task that COR does not know', async () => {
		const { hands } = cor();
		await open('attach?task=999999999');

		await hands.bench.notifications.shows(say("This task doesn't exist or you can't access it."));
	});

	it('is asked about while the message on the one before is open, and while its files are sent', async () => {
		const { hands, sandbox } = cor();
		const { explorer, modal, notifications, quickInput } = hands.bench;
		await explorer.shows(video);
		await open('attach?task=999999999');
		await notifications.shows(say("This task doesn't exist or you can't access it."));

		await open('attach?task=4101');
		await modal.says(say('Attach files to {0}?', task));
		sandbox.set({ uploadBytesPerSecond: 200_000 });
		await modal.press(say('Choose Files…'));
		await quickInput.asks(say('Choose Files to Attach'));
		await quickInput.choose(video);
		await notifications.shows(/%/);

		await open('attach?task=4102');
		await modal.says(say('Attach files to {0}?', other));
		await modal.press('Cancel');
		sandbox.set({ uploadBytesPerSecond: 0 });
		await notifications.shows(say('Attached {0} to {1}.', video, task));
	});
});
