import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { agencyFiles, makeRepository } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { say } = wordsIn('en');
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const button = say('Skipped: {0}…', 5);
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('what is left out of a folder', () => {
	const dir = temporaryFolder();
	for (const name of ['otra/nota.txt', 'otra/.DS_Store', 'otra/Thumbs.db', 'nada/.DS_Store']) {
		mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
		writeFileSync(path.join(dir, name), name);
	}
	const call = (key: string, folder: string) => {
		const uris = [pathToFileURL(path.join(dir, folder)).href];
		return { key, command: 'corAttachments.attach', args: { taskId: 4101, uris } };
	};
	const cor = useCorWorkbench({
		suite: 'left-out',
		hasKey: true,
		git: true, // who cannot ask it is shown the review
		settings: { 'files.exclude': { '**/*.map': { when: '$(basename).js' } }, 'corAttachments.exclude': ['*.psd'] },
		userFiles: {
			'keybindings.json': JSON.stringify([call('ctrl+alt+7', 'otra'), call('ctrl+alt+8', 'nada')]),
		},
		prepare: folder => {
			makeRepository(folder.dir, 'main');
			const write = (name: string) => {
				mkdirSync(path.dirname(folder.pathOf(name)), { recursive: true });
				writeFileSync(folder.pathOf(name), name);
			};
			for (const name of ['app.js', 'app.map', 'otro.map', '.DS_Store', 'crudo.psd', 'error.log', '.svn/entries']) {
				write(`obra/${name}`);
			}
			writeFileSync(folder.pathOf('obra/.gitignore'), '*.log\n');
			write('una/nota.txt');
			write('una/Thumbs.db');
			write('nada/.DS_Store');
		},
	});
	startEachTestClean(cor);

	it('has what the explorer hides, by patterns with a sibling too', async () => {
		const { hands, folder } = cor();
		const { explorer } = hands.bench;
		await explorer.shows(agencyFiles.notes);
		await explorer.unfold('obra');
		await explorer.showsJust([...folder.names(), '.gitignore', 'app.js', 'crudo.psd', 'error.log', 'otro.map']);
		await explorer.unfold('obra', false);
		await explorer.showsJust(folder.names());
	});

	it('can be read in a list from the review, by keyboard alone, and the review comes back as it was', async () => {
		const { hands } = cor();
		const { explorer, notifications, page, quickInput } = hands.bench;
		const keyboard = new Keyboard(hands.bench);
		await explorer.shows(agencyFiles.notes);
		await hands.attach('obra');
		await hands.takeTask('4101', title);
		const before = `Attach 3 files (30 bytes) to ${task} · as Lucía Fernández · ${say('skipped: {0}', 5)}`;
		await quickInput.asks(before);
		await keyboard.press('ArrowDown');
		await quickInput.highlighted('.gitignore').waitFor();
		await keyboard.press('Space');
		await quickInput.asks('Attach 2 of 3 files');
		await hands.bench.screenshot('1-review');
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		await keyboard.toButton(button, 'Shift+Tab');
		await keyboard.press('Enter');
		await quickInput.asks(new RegExp(`^${say('Skipped: {0}', 5)}$`));
		await hands.bench.screenshot('2-list');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(await quickInput.items(), [
			'.DS_StoreSystem or lock file · obra',
			'.svn/Version control data · obra',
			'app.mapHidden in the Explorer (files.exclude) · obra',
			'crudo.psdExcluded by corAttachments.exclude · obra',
			'error.logIgnored by Git · obra',
		]);
		await keyboard.press('ArrowDown');
		assert.match(await keyboard.focused(), /^\.svn\/, Version control data · obra/);
		await keyboard.type('Explorer');
		await quickInput.highlighted('app.map').waitFor();
		await keyboard.press('Enter');

		await quickInput.asks(`Attach 2 of 3 files (24 bytes) to ${task} · as Lucía Fernández · ${say('skipped: {0}', 5)}`);
		await hands.bench.screenshot('3-review-again');
		assert.deepEqual(await quickInput.ticked(), ['app.js', 'otro.map']);
		await keyboard.toButton(button, 'Shift+Tab');
		await keyboard.press('Enter');
		await quickInput.asks(new RegExp(`^${say('Skipped: {0}', 5)}$`));
		await keyboard.press('Escape');
		await quickInput.asks('Attach 2 of 3 files');
		assert.equal(await quickInput.input.evaluate(box => box === box.ownerDocument.activeElement), true);
		await page.keyboard.press('Enter');
		await notifications.shows(`Attached 2 files to ${task}.`);
		assert.deepEqual(cor().storedNames(), ['app.js', 'otro.map']);
	});

	it('is said in the result where no review opens, and named in the log', async () => {
		const { hands } = cor();
		const { notifications, output } = hands.bench;
		await hands.attach('una');
		await hands.chooseTask('4101', title);
		const result = `Attached nota.txt to ${task}. 1 more item in the folder was skipped. See the log.`;
		await notifications.shows(result);
		await hands.bench.screenshot('4-result');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(result, 'Show Log');
		await output.shows('skipped in the folder · una/Thumbs.db · system');
	});

	it('is in the log where it is all that there is', async () => {
		const { hands } = cor();
		const { notifications, output } = hands.bench;
		await hands.attach('nada');
		const nothing = 'Nothing to attach: everything in the folder is skipped, for example because Git ignores it.';
		await notifications.shows(nothing);
		await notifications.press(nothing, 'Show Log');
		await output.shows('skipped in the folder · nada/.DS_Store · system');
	});

	// A call that asks nothing shows no review: the result is the only place.
	for (const [key, sentence] of [
		[
			'Control+Alt+7',
			`Attached nota.txt to ${task}. Outside the workspace: nota.txt. 2 more items in the folder were skipped. See the log.`,
		],
		['Control+Alt+8', 'Nothing was attached to #4101. 1 more item in the folder was skipped. See the log.'],
	] as const) {
		it(`is said in the result of a call that asks nothing: ${sentence}`, async () => {
			const { hands } = cor();
			await hands.bench.page.keyboard.press(key);
			await hands.bench.notifications.shows(sentence);
			await hands.bench.screenshot(key.replaceAll('+', '-'));
			assert.deepEqual(await hands.bench.cutOff(['.notification-list-item-message']), []);
		});
	}
});
