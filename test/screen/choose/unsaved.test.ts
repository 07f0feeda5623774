import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
import { like, say, titled } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { brief, notes } = agencyFiles;
const taskTitle = 'Diseño de la campaña de invierno';
const task = `#4101 ${taskTitle}`;

describe('attaching what an editor shows', () => {
	const cor = useSharedWindow('unsaved');
	startEachTestClean(cor);

	it('says that it is not saved, sends it all the same, and offers no patch without Git', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		await bench.explorer.shows(brief);
		await bench.explorer.open(brief);
		await bench.page.locator('.monaco-editor .view-lines').first().click();
		await bench.page.keyboard.press('Control+Home');
		await bench.page.keyboard.type('Borrador ');
		await bench.commandPalette.run(`COR: ${titled('command.attach')}`);
		await hands.takeTask('4101', taskTitle);
		await bench.quickInput.asks(like('Attach 1 file ({0}) to {1}'));
		await bench.screenshot('1-review');
		assert.ok((await bench.quickInput.items()).join('\n').includes(say('Not saved: the text in the editor is sent.')));
		await hands.acceptReview();
		await bench.notifications.shows(say('Attached {0} to {1}.', brief, task));
		const [file] = sandbox.attachments(4101);
		assert.match(readFileSync(file?.path ?? '', 'utf8'), /^Borrador # Campaña/);
		const offered = await bench.commandPalette.offers(`COR: ${say('Attach')}`, `COR: ${titled('command.attach')}`);
		const patches = ['File', 'Staged', 'All'].map(which => titled(`command.attach${which}Changes`));
		assert.ok(!offered.some(item => patches.some(patch => item.includes(patch))));
	});

	it('attaches what is selected, from the menu of the editor, and again as a new version', async () => {
		const { hands, sandbox } = cor();
		const { contextMenu, explorer, notifications, page, quickInput } = hands.bench;
		await explorer.shows(notes);
		await explorer.open(notes);
		const text = page.locator('.monaco-editor .view-lines', { hasText: 'Reunión' }).first();
		const selectAll = async () => {
			await text.click();
			await page.keyboard.press('Control+A');
		};
		await selectAll();
		await contextMenu.openWith(text, titled('command.attachSelection'));
		await hands.bench.screenshot('2-selection');
		await contextMenu.close();
		await contextMenu.choose(text, titled('command.attachSelection'));
		await hands.chooseTask('4101', taskTitle);
		await notifications.shows(say('Attached {0} to {1}.', 'notas.L1.txt', task));
		await notifications.dismissAll();

		await page.keyboard.press('Control+Home');
		await page.keyboard.type('Otra ');
		await selectAll();
		await hands.bench.commandPalette.run(`COR: ${titled('command.attachSelection')}`);
		await hands.takeTask('4101', taskTitle);
		await quickInput.item(say('new version {0}', 2)).waitFor();
		await hands.acceptReview();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', 'notas.L1.txt', task, 2));
		const [file] = sandbox.attachments(4101);
		assert.match(readFileSync(file?.versions[0]?.path ?? '', 'utf8'), /^Otra Reunión/);
	});
});
