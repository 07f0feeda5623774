import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { signIn } from '../../cor/kit/connect.js';
import { tasks } from '../../sandbox/seed.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { beginning, like, say } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const other = { id: 4102, title: 'Guion del vídeo «Mañana fría»' };
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('what changes while somebody looks at the files', () => {
	const cor = useSharedWindow('meanwhile');
	startEachTestClean(cor);

	const uploads = () =>
		cor().sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));

	/** Opens the review of both files. */
	async function review(): Promise<void> {
		const { hands } = cor();
		await hands.bench.explorer.shows(notes);
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await hands.bench.quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
	}

	it('is a task that is gone: nothing leaves, and the files are kept for another', async () => {
		const { hands, sandbox } = cor();
		const { notifications } = hands.bench;
		await review();
		sandbox.set({ tasks: tasks.filter(({ id }) => id !== 4101) });
		await hands.acceptReview();
		const gone = say(
			'None of the {0} files was attached to {1}. {2}',
			2,
			task,
			say("This task doesn't exist or you can't access it."),
		);
		await notifications.shows(gone);
		await hands.bench.screenshot('1-task-gone');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(uploads(), []);
		await notifications.press(gone, say('Choose Another Task'));
		await hands.chooseTask('4102', other.title);
		await notifications.shows(say('Attached {0} files to {1}.', 2, `#${other.id} ${other.title}`));
		assert.deepEqual(cor().storedNames(4102), [logo, notes]);
	});

	for (const [what, change, now] of [
		['finished', { status: 'finalizada' }, `${task} · Campaña de invierno · Café del Sur · ${say('finished')}`],
		[
			'another one',
			{ title: 'Otra cosa' },
			`#4101 Otra cosa · Campaña de invierno · Café del Sur · ${say('in progress')}`,
		],
	] as const) {
		it(`is a task that is ${what} by then: it is asked about`, async () => {
			const { hands, sandbox } = cor();
			const { modal, notifications } = hands.bench;
			await review();
			sandbox.set({ tasks: tasks.map(each => (each.id === 4101 ? { ...each, ...change } : each)) });
			await hands.acceptReview();
			await modal.says(say('{0} has changed since you chose it.', task));
			await hands.bench.screenshot(`2-task-${what.replaceAll(' ', '-')}`);
			assert.ok((await modal.text()).includes(say('Now in COR: {0}.', now)));
			assert.deepEqual(uploads(), []);
			assert.equal(await new Keyboard(hands.bench).focused(), say('Choose Another Task'));
			await modal.press(say('Attach Anyway'));
			await notifications.shows(`${beginning('Attached {0} files to {1}.', 2)}#4101`);
			assert.deepEqual(cor().storedNames(), [logo, notes]);
		});
	}

	it('is a task that the person then leaves for another, or leaves alone', async () => {
		const { hands, sandbox } = cor();
		const { modal, notifications } = hands.bench;
		for (const button of ['Cancel', say('Choose Another Task')]) {
			sandbox.set({ tasks });
			await review();
			sandbox.set({ tasks: tasks.map(each => (each.id === 4101 ? { ...each, status: 'finalizada' } : each)) });
			await hands.acceptReview();
			await modal.says(say('{0} has changed since you chose it.', task));
			await modal.press(button);
		}
		await hands.chooseTaskAndReview('4102', other.title);
		await notifications.shows(say('Attached {0} files to {1}.', 2, `#${other.id} ${other.title}`));
		assert.deepEqual([cor().storedNames(), cor().storedNames(4102)], [[], [logo, notes]]);
	});

	it('is the attachment that was to get a new version: it is said, and the file goes by itself', async () => {
		const { hands, folder, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.attach(notes);
		await hands.chooseTask('4101', title);
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		await notifications.dismissAll();
		writeFileSync(folder.pathOf(notes), 'Cambios.\n');
		await hands.attach(notes);
		await hands.takeTask('4101', title);
		await quickInput.item(say('new version {0}', 2)).waitFor();
		await signIn(sandbox).deleteAttachment(4101, sandbox.attachments(4101)[0]?.id ?? 0);
		await hands.acceptReview();
		const failed = say(
			'{0} was not attached to {1}. {2}',
			notes,
			task,
			say('The original attachment is gone. Retry to attach this as a new file.'),
		);
		await notifications.shows(failed);
		await hands.bench.screenshot('4-parent-gone');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(failed, say('Retry Failed'));
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		assert.deepEqual(cor().storedNames(), [notes]);
	});
});
