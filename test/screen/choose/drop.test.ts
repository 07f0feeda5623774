import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { beginning, like, say } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { brief, logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;

describe('files that are dropped on the view', () => {
	const cor = useSharedWindow('drop');
	startEachTestClean(cor);
	before('a task in the view', async () => {
		const { hands } = cor();
		await hands.bench.explorer.shows(notes);
		await hands.bench.attachments.open();
		await hands.attach(notes);
		await hands.chooseTask('4101', title);
		await hands.bench.notifications.shows(say('Attached {0} to {1}.', notes, task));
	});

	it('go to the task on which they are dropped, from the explorer', async () => {
		const { hands } = cor();
		const { attachments, explorer, notifications } = hands.bench;
		await explorer.select([logo]);
		await explorer.row(logo).dragTo(attachments.row(task).first());
		await notifications.shows(say('Attached {0} to {1}.', logo, task));
		await hands.bench.screenshot('1-dropped');
		assert.deepEqual(cor().storedNames(), [logo]);
	});

	it('are looked at first where there are several', async () => {
		const { hands } = cor();
		const { attachments, explorer, notifications } = hands.bench;
		await explorer.select([brief, logo]);
		await explorer.row(logo).dragTo(attachments.row(task).first());
		await hands.bench.quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		await hands.acceptReview();
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(cor().storedNames(), [brief, logo]);
	});

	it('come from the desktop too, where they have no address', async () => {
		const { hands, sandbox } = cor();
		const { attachments, notifications, page } = hands.bench;
		const row = attachments.row(task).first();
		const box = await row.boundingBox();
		assert.ok(box);
		await page.evaluate(dropAt(box.x + 20, box.y + box.height / 2));
		await notifications.shows(say('Attached {0} to {1}.', 'escritorio.txt', task));
		assert.deepEqual(
			sandbox.attachments(4101).map(({ originalname, size }) => [originalname, size]),
			[['escritorio.txt', 14]],
		);
	});

	it('ask for the task where they are dropped elsewhere', async () => {
		const { hands } = cor();
		const { attachments, explorer, notifications } = hands.bench;
		await explorer.select([logo]);
		await explorer.row(logo).dragTo(attachments.row(new RegExp(`^${say('Recent')}$`)));
		await hands.chooseTask('4102', 'Guion del vídeo');
		await notifications.shows(`${beginning('Attached {0} to {1}.', logo)}#4102`);
		assert.deepEqual([cor().storedNames(), cor().storedNames(4102)], [[], [logo]]);
	});
});

/** A text file that is let go at this place of the page, as from the desktop. */
const dropAt = (x: number, y: number): string => `(() => {
	const dataTransfer = new DataTransfer();
	dataTransfer.items.add(new File(['Del escritorio'], 'escritorio.txt', { type: 'text/plain' }));
	const element = document.elementFromPoint(${x}, ${y});
	for (const type of ['dragenter', 'dragover', 'drop']) {
		const how = { bubbles: true, cancelable: true, composed: true, dataTransfer, clientX: ${x}, clientY: ${y} };
		element.dispatchEvent(new DragEvent(type, how));
	}
})()`;
