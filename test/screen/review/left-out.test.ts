import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { agencyFiles, makeRepository } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { beginning, say } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const oneMore = say('1 more item in the folder was skipped. See the log.');
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
		const titleOf = (sent: string) => `${say('{0} · as {1}', sent, 'Lucía Fernández')} · ${say('skipped: {0}', 5)}`;
		const before = titleOf(say('Attach {0} files ({1}) to {2}', 3, '30 bytes', task));
		await quickInput.asks(before);
		await keyboard.press('ArrowDown');
		await quickInput.highlighted('.gitignore').waitFor();
		await keyboard.press('Space');
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', 2, 3));
		await hands.bench.screenshot('1-review');
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		await keyboard.toButton(button, 'Shift+Tab');
		await keyboard.press('Enter');
		await quickInput.asks(new RegExp(`^${say('Skipped: {0}', 5)}$`));
		await hands.bench.screenshot('2-list');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(await quickInput.items(), [
			`.DS_Store${say('System or lock file')} · obra`,
			`.svn/${say('Version control data')} · obra`,
			`app.map${say('Hidden in the Explorer ({0})', 'files.exclude')} · obra`,
			`crudo.psd${say('Excluded by {0}', 'corAttachments.exclude')} · obra`,
			`error.log${say('Ignored by Git')} · obra`,
		]);
		await keyboard.press('ArrowDown');
		assert.match(await keyboard.focused(), new RegExp(`^\\.svn/, ${say('Version control data')} · obra`));
		await keyboard.type(say('Hidden in the Explorer ({0})', 'files.exclude'));
		await quickInput.highlighted('app.map').waitFor();
		await keyboard.press('Enter');

		await quickInput.asks(titleOf(say('Attach {0} of {1} files ({2}) to {3}', 2, 3, '24 bytes', task)));
		await hands.bench.screenshot('3-review-again');
		assert.deepEqual(await quickInput.ticked(), ['app.js', 'otro.map']);
		await keyboard.toButton(button, 'Shift+Tab');
		await keyboard.press('Enter');
		await quickInput.asks(new RegExp(`^${say('Skipped: {0}', 5)}$`));
		await keyboard.press('Escape');
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', 2, 3));
		assert.equal(await quickInput.input.evaluate(box => box === box.ownerDocument.activeElement), true);
		await page.keyboard.press('Enter');
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(cor().storedNames(), ['app.js', 'otro.map']);
	});

	it('is said in the result where no review opens, and named in the log', async () => {
		const { hands } = cor();
		const { notifications, output } = hands.bench;
		await hands.attach('una');
		await hands.chooseTask('4101', title);
		const result = `${say('Attached {0} to {1}.', 'nota.txt', task)} ${oneMore}`;
		await notifications.shows(result);
		await hands.bench.screenshot('4-result');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(result, say('Show Log'));
		await output.shows('skipped in the folder · una/Thumbs.db · system');
	});

	it('is in the log where it is all that there is', async () => {
		const { hands } = cor();
		const { notifications, output } = hands.bench;
		await hands.attach('nada');
		const nothing = say('Nothing to attach: everything in the folder is skipped, for example because Git ignores it.');
		await notifications.shows(nothing);
		await notifications.press(nothing, say('Show Log'));
		await output.shows('skipped in the folder · nada/.DS_Store · system');
	});

	// A call that asks nothing shows no review: the result is the only place.
	for (const [key, sentence] of [
		[
			'Control+Alt+7',
			[
				say('Attached {0} to {1}.', 'nota.txt', task),
				say('Outside the workspace: {0}.', 'nota.txt'),
				say('{0} more items in the folder were skipped. See the log.', 2),
			].join(' '),
		],
		['Control+Alt+8', `${say('Nothing was attached to {0}.', '#4101')} ${oneMore}`],
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
