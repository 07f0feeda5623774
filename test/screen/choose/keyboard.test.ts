import assert from 'node:assert/strict';
import { manifest, readJson } from '../../project/kit/manifest.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { like, say, titled } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const words = readJson<Record<string, string>>('package.nls.json');
const { commands, menus } = manifest.contributes;

const titleOf = (id: string): string => {
	const command = commands.find(each => each.command === id);
	return words[command?.title.replaceAll('%', '') ?? ''] ?? '';
};
const inPalette = (id: string) => menus.commandPalette?.find(({ command }) => command === id)?.when ?? 'true';

describe('the keyboard alone', () => {
	const cor = useSharedWindow('keyboard');
	startEachTestClean(cor);

	const keys = () => cor().hands.bench.page.keyboard;
	const keyboard = () => new Keyboard(cor().hands.bench);

	/** Presses a key and lets the page draw what comes of it. */
	async function press(key: string): Promise<void> {
		await keys().press(key);
		await cor().hands.bench.page.evaluate(
			'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))',
		);
	}

	it('finds in the palette what works here, and nothing else', async () => {
		const { contextMenu, explorer, page, quickInput } = cor().hands.bench;
		await explorer.shows(notes);
		await contextMenu.openWith(explorer.row(notes), titled('command.attach')); // the extension's words are there by then
		await contextMenu.close();
		await page.keyboard.press('F1');
		await quickInput.fill('>COR: ');
		await quickInput.item(`COR: ${titled('command.attach')}`).waitFor();
		const shown = (await quickInput.labels()).filter(item => item.startsWith('COR: ')).map(item => item.slice(5));
		await cor().hands.bench.screenshot('1-palette');
		await quickInput.escape();
		const always = commands
			.map(({ command }) => command)
			.filter(id => /^(?:true|!\w+(?: && !\w+)*)$/.test(inPalette(id)));
		// No Git, no text is selected, no view is open: what needs one of these is not there.
		assert.deepEqual([...shown].sort(), always.map(titleOf).sort());
	});

	it('reaches every button of the review: of a row, beside the title, and to tick', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		await press('Shift+Tab'); // to the box that ticks all
		await press('Shift+Tab'); // to the buttons beside the title
		const said: string[] = [];
		const button = () => hands.bench.page.evaluate<string>("document.activeElement?.getAttribute('aria-label') ?? ''");
		for (let label = await button(); !said.includes(label); label = await button()) {
			said.push(label);
			await press('ArrowRight');
		}
		assert.deepEqual(said, [say('Add a message…'), say('Options…')]);
		await press('ArrowRight');
		await press('Enter');
		await quickInput.asks(like('Options for {0}', '#'));
		await keyboard().until(like('Hidden in COR'), 'ArrowDown');
		await press('Enter');
		await keyboard().until(new RegExp(`^${say('Hidden in COR')}, ${say('current')}`), 'ArrowDown');
		await press('Escape');
		await quickInput.asks(`· ${say('hidden')}`);
		await hands.bench.screenshot('7-review');
		await press('Enter');
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(
			sandbox.attachments(4101).map(({ available }) => available),
			[false, false],
		);
	});
});
