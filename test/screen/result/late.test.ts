import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { agencyFiles } from '../kit/agency-folder.js';
import { say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

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
		await notifications.shows(say('checking whether {0} arrived', notes));
		await bench.screenshot('1-checking');
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		const [extra] = sandbox.attachments(4101).map(({ id }) => id);
		await notifications.dismissAll();
		events.emit('store');
		await stored;

		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);

		const twice = say('{0} is on {1} twice: an upload that seemed lost was also attached.', notes, task);
		await notifications.shows(twice);
		await bench.screenshot('2-twice');
		assert.deepEqual(await notifications.buttons(twice), [say('Open Task'), say('Remove Extra Copy')]);
		assert.deepEqual(await bench.cutOff(inMessage), []);

		await notifications.press(twice, say('Remove Extra Copy'));
		await modal.says(say('Remove the extra copy of {0} from {1}?', notes, task));
		await bench.screenshot('3-question');
		assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', say('Keep'), say('Remove')]);
		assert.deepEqual(await bench.cutOff(inQuestion), []);
		await modal.press(say('Remove'));

		await notifications.shows(say('The extra copy of {0} was removed from {1}. The other copy stays.', notes, task));
		await bench.screenshot('4-removed');
		assert.deepEqual(cor().storedNames(), [notes]);
		assert.notEqual(sandbox.attachments(4101)[0]?.id, extra);
	});
});
