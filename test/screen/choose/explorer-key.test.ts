import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, installer, logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = 'Shift+Alt+U';
const own = 'Control+Alt+Shift+9';
const copiedBefore = 'Hola, esto lo copié antes.';
const inOneRow = ['entregas', 'mayo'];

describe('a key pressed in the explorer', () => {
	const cor = useCorWorkbench({
		suite: 'explorer-key',
		branch: 'COR-4101',
		hasKey: true,
		userFiles: {
			'keybindings.json': JSON.stringify([{ key: 'ctrl+alt+shift+9', command: 'corAttachments.attach' }]),
		},
		prepare: ({ pathOf }) => {
			mkdirSync(pathOf(path.join(...inOneRow)), { recursive: true });
			writeFileSync(pathOf(path.join(...inOneRow, 'entrega.txt')), 'Entrega de mayo.\n');
		},
	});
	startEachTestClean(cor);

	const page = () => cor().hands.bench.page;
	const copied = () => page().evaluate<string>('navigator.clipboard.readText()');
	const copy = (text: string) => page().evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

	/** Opens the tab of a file that nobody means, and selects others in the explorer, which then has the focus. */
	async function select(...names: readonly string[]): Promise<void> {
		const { explorer } = cor().hands.bench;
		await explorer.shows(notes);
		await explorer.open(brief);
		await explorer.select(names);
	}

	/** Presses Enter where the task of the branch is the first row. */
	async function takeTaskOfBranch(files: string): Promise<void> {
		const { quickInput } = cor().hands.bench;
		await quickInput.asks(`Attach ${files}`);
		await quickInput.highlighted(title).first().waitFor();
		await page().keyboard.press('Enter');
	}

	for (const [whose, key] of [
		['the default key', ours],
		['a key of their own without arguments', own],
	] as const) {
		it(`attaches the two files that are selected there, and not the file of the tab, with ${whose}`, async () => {
			const { hands, storedNames } = cor();
			await copy(copiedBefore);
			await select(installer, logo);

			await page().keyboard.press(key);
			await takeTaskOfBranch('2 files');
			await hands.bench.quickInput.asks('Review: 2 of 2 files');
			await hands.bench.screenshot(`1-${key}-review`);
			await page().keyboard.press('Enter');

			await hands.bench.notifications.shows(`2 files are attached to ${task}.`);
			assert.deepEqual(storedNames(), [logo, installer]);
			assert.equal(await copied(), copiedBefore);
		});
	}
});
