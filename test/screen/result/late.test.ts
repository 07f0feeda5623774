import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { agencyFiles } from '../kit/agency-folder.js';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { title: titled } = wordsIn('en');

const { notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const upload = { method: 'POST', path: '/v1/tasks/4101/attachments' };
const inMessage = ['.notification-list-item-message', '.notification-list-item-buttons-container'];
const inQuestion = ['.dialog-message', '.dialog-message-detail', '.dialog-buttons .monaco-button'];

describe('a file that COR stored late', () => {
	const cor = useCorWorkbench({ suite: 'late', hasKey: true });
	startEachTestClean(cor);

	it('after it was sent again is told with a button, which leaves one copy on the task', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		const { commandPalette, explorer, modal, notifications } = bench;
		const events = new EventEmitter();
		const stored = once(events, 'stored');
		const meanwhile = { status: 502, body: '<h1>Bad Gateway</h1>' };
		const onDone = () => events.emit('stored');
		sandbox.failNext(upload, { kind: 'late', until: once(events, 'store'), meanwhile, onDone });
		await explorer.shows(notes);
		await hands.attach(notes);
		await hands.chooseTask('4101', title);
		await notifications.shows(`checking whether ${notes} arrived`);
		await bench.screenshot('1-checking');
		await notifications.shows(`Attached ${notes} to ${task}.`);
		const [extra] = sandbox.attachments(4101).map(({ id }) => id);
		await notifications.dismissAll();
		events.emit('store');
		await stored;

		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);

		const twice = `${notes} is on ${task} twice: an upload that seemed lost was also attached.`;
		await notifications.shows(twice);
		await bench.screenshot('2-twice');
		assert.deepEqual(await notifications.buttons(twice), ['Open Task', 'Remove Extra Copy']);
		assert.deepEqual(await bench.cutOff(inMessage), []);

		await notifications.press(twice, 'Remove Extra Copy');
		await modal.says(`Remove the extra copy of ${notes} from ${task}?`);
		await bench.screenshot('3-question');
		assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', 'Keep', 'Remove']);
		assert.deepEqual(await bench.cutOff(inQuestion), []);
		await modal.press('Remove');

		await notifications.shows(`The extra copy of ${notes} was removed from ${task}. The other copy stays.`);
		await bench.screenshot('4-removed');
		assert.deepEqual(cor().storedNames(), [notes]);
		assert.notEqual(sandbox.attachments(4101)[0]?.id, extra);
	});
});
