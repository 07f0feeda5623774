import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { agencyFiles } from '../kit/agency-folder.js';
import { copyImage } from '../kit/copied-image.js';
import { Keyboard } from '../kit/keyboard.js';
import { beginning, like, say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, installer, logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = 'Shift+Alt+U';
const own = 'Control+Alt+Shift+9';
const copiedBefore = 'Hola, esto lo copié antes.\nY esto también.';
const folders = ['entregas', 'mayo'] as const;

describe('a key pressed in the explorer', () => {
	const cor = useCorWorkbench({
		suite: 'explorer-key',
		branch: 'COR-4101',
		hasKey: true,
		userFiles: {
			'keybindings.json': JSON.stringify([
				{ key: 'ctrl+alt+shift+9', command: 'corAttachments.attach' },
				{
					key: 'ctrl+alt+shift+8',
					command: 'corAttachments.attach',
					args: { taskId: 4101 },
				},
			]),
		},
		prepare: ({ pathOf }) => {
			mkdirSync(pathOf(path.join(...folders)), { recursive: true });
			writeFileSync(pathOf(path.join(...folders, 'entrega.txt')), 'Entrega de mayo.\n');
			writeFileSync(pathOf(path.join(folders[0], 'lista.txt')), 'Lista.\n');
		},
	});
	startEachTestClean(cor);

	const page = () => cor().hands.bench.page;
	const copied = () => page().evaluate<string>('navigator.clipboard.readText()');
	const copy = (text: string) => page().evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

	/** Opens the tab of a file that nobody means, and selects others in the explorer, which then has the focus. */
	async function select(...names: readonly string[]): Promise<void> {
		const { explorer } = cor().hands.bench;
		await openBrief();
		await explorer.select(names);
	}

	async function openBrief(): Promise<void> {
		const { explorer } = cor().hands.bench;
		await explorer.shows(brief);
		await explorer.open(brief);
		await page().locator('.monaco-editor.focused .view-line', { hasText: 'Mañana' }).waitFor();
		await explorer.row(brief).and(page().locator('[aria-selected=true]')).waitFor();
	}

	/** Presses Enter where the task of the branch is the first row. */
	async function takeTaskOfBranch(question: string): Promise<void> {
		const { quickInput } = cor().hands.bench;
		await quickInput.asks(question);
		await quickInput.highlighted(title).first().waitFor();
		await page().keyboard.press('Enter');
	}

	const keys = [
		['the default key', ours],
		['a key of their own without arguments', own],
		['a key of their own that names the task alone', 'Control+Alt+Shift+8'],
	] as const;
	for (const [whose, key] of keys) {
		it(`attaches the two files that are selected there, and not the file of the tab, with ${whose}`, async () => {
			const { hands, storedNames } = cor();
			await copy(copiedBefore);
			await select(installer, logo);

			await page().keyboard.press(key);
			await takeTaskOfBranch(beginning('Attach {0} files ({1})', 2));
			await hands.bench.quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
			await hands.bench.screenshot(`1-${whose}`);
			await page().keyboard.press('Enter');

			await hands.bench.notifications.shows(say('Attached {0} files to {1}.', 2, task));
			assert.deepEqual(storedNames(), [logo, installer]);
			assert.equal(await copied(), copiedBefore);
		});
	}

	it('sends the file that is selected there in two keystrokes, the key and Enter', async () => {
		const { hands, storedNames } = cor();
		await copy(copiedBefore);
		await select(notes);

		await page().keyboard.press(ours);
		await takeTaskOfBranch(notes);

		await hands.bench.notifications.shows(say('Attached {0} to {1}.', notes, task));
		await hands.bench.screenshot('2-two-keystrokes');
		assert.deepEqual(storedNames(), [notes]);
		assert.equal(await copied(), copiedBefore);
	});

	it('says that nothing is selected there, and takes no file of a tab for it', async () => {
		const { hands } = cor();
		await copy(copiedBefore);
		await select(notes);
		await page().keyboard.press('Escape'); // nothing is selected any more, and no row has the focus
		await page().locator('.explorer-folders-view .monaco-list-row[aria-selected=true]').waitFor({ state: 'detached' });

		await page().keyboard.press(ours);

		await hands.bench.notifications.shows(say('Nothing to attach: nothing is selected in the Explorer.'));
		await hands.bench.screenshot('3-nothing-selected');
		assert.equal(await copied(), copiedBefore);
	});

	it('loses no picture that is in the clipboard: it asks, and reads the selection only where the person says so', async () => {
		const { hands, storedNames } = cor();
		const { notifications, quickInput } = hands.bench;
		await select(notes, logo);
		await page().evaluate(copyImage);

		await page().keyboard.press(ours);
		await quickInput.asks(say('Which files do you want to attach?'));
		await hands.bench.screenshot('4-picture-in-clipboard');
		assert.deepEqual(await quickInput.items(), [
			say('Choose Files…'),
			`${say('Read the Explorer Selection')} ${say("What's in the clipboard will be lost.")}`,
		]);
		assert.deepEqual(await page().evaluate(typesInClipboard), ['image/png']);
		await quickInput.escape();
		assert.deepEqual(await page().evaluate(typesInClipboard), ['image/png']);

		await page().keyboard.press(ours);
		await quickInput.asks(say('Which files do you want to attach?'));
		await page().keyboard.press('ArrowDown');
		await page().keyboard.press('Enter');
		await takeTaskOfBranch(beginning('Attach {0} files ({1})', 2));
		await hands.acceptReview();
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(storedNames(), [logo, notes]);
		assert.equal(await copied(), '');
	});

	it('means the file of the active tab where an editor has the focus, with each of them', async () => {
		const { quickInput } = cor().hands.bench;
		await copy(copiedBefore);
		await select(notes, logo);
		await page().locator('.monaco-editor .view-line', { hasText: 'Mañana' }).click();
		for (const [, key] of keys) {
			await page().keyboard.press(key);
			await quickInput.asks(say('Attach {0}', brief));
			await quickInput.escape();
		}
		assert.equal(await copied(), copiedBefore);
	});

	it('is not the menu of the empty space, which means the folder that is open', async () => {
		const { bench } = cor().hands;
		const keyboard = new Keyboard(bench);
		await copy(copiedBefore);
		await select(notes);
		await keyboard.press('Escape'); // no row has the focus any more
		await keyboard.chooseInMenu(titled('command.attach'));
		await bench.quickInput.asks(beginning('Attach {0} files ({1})', 59));
		await bench.quickInput.escape();
		assert.equal(await copied(), copiedBefore);
	});

	it('is not the palette, which means the file of the active tab wherever the focus was, and leaves the clipboard alone', async () => {
		const { quickInput } = cor().hands.bench;
		await select(notes, logo);
		await page().evaluate(copyImage);

		await new Keyboard(cor().hands.bench).run(`COR: ${titled('command.attach')}`);

		await quickInput.asks(say('Attach {0}', brief));
		await quickInput.escape();
		assert.deepEqual(await page().evaluate(typesInClipboard), ['image/png']);
	});
});

const typesInClipboard = 'navigator.clipboard.read().then(items => items.flatMap(({ types }) => [...types]))';
