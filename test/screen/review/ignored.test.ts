import { writeFileSync } from 'node:fs';
import { agencyFiles, makeRepository } from '../kit/agency-folder.js';
import { like, say } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;

describe('a file that Git ignores', () => {
	const cor = useSharedWindow('ignored', folder => {
		makeRepository(folder.dir, 'main');
		writeFileSync(folder.pathOf('.gitignore'), '*.png\n');
	});
	startEachTestClean(cor);

	it('is said to be ignored and left unticked where it was chosen itself', async () => {
		const { hands } = cor();
		const { notifications, page, quickInput } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.attach(logo);
		await hands.takeTask('4101', title);
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.item(say('Git ignores it.')).waitFor();
		await hands.bench.screenshot('1-ignored');
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(logo).waitFor();
		await page.keyboard.press('Space');
		await quickInput.asks(like('Attach 1 file ({0}) to {1}'));
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', logo, task));
	});
});
