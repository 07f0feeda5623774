import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { beginning, type Language, like, say, spoken, titled, wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';
import { likeTheSystem } from '../kit/workbench.js';

const { notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const photos = ['foto 1.jpg', 'foto 2.jpg', 'foto 10.jpg', 'foto 11.jpg'];
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];
const schemes = { en: 'high contrast', es: 'dark', 'pt-br': 'light' } as const;

for (const language of Object.keys(spoken) as Language[]) {
	describe(`the review at 1,024 pixels where the editor speaks ${language}`, () => {
		const { say, title: titled } = wordsIn(language);
		const cor = useCorWorkbench({
			suite: `plain-words/${language}`,
			language: spoken[language],
			settings: likeTheSystem,
			hasKey: true,
			width: 1_024,
			height: 768,
			prepare: folder => {
				mkdirSync(folder.pathOf('entrega'));
				for (const name of photos.toReversed()) {
					writeFileSync(folder.pathOf(`entrega/${name}`), name);
				}
				writeFileSync(folder.pathOf('entrega/.env'), 'PORT=8080\n');
			},
		});
		startEachTestClean(cor);
		before('turn to its colours', () => cor().hands.bench.turn(schemes[language]));

		const toReview = async () => {
			const { bench } = cor().hands;
			const keyboard = new Keyboard(bench);
			await bench.explorer.shows('entrega');
			await keyboard.selectInExplorer('entrega');
			await keyboard.chooseInMenu(titled('command.attach'));
			await bench.quickInput.asks(say('Attach {0} files ({1})', 5, '').slice(0, 8));
			await keyboard.type('4101');
			await bench.quickInput.highlighted(title).first().waitFor();
			await keyboard.press('Enter');
			await bench.quickInput.item(say('Options…')).waitFor();
			return keyboard;
		};
		const some = (ticked: number) =>
			say('Attach {0} of {1} files ({2}) to {3}', ticked, 5, '', task).split('(')[0] ?? '';

		it('says what, where and as whom, each name once and in natural order, and cuts nothing off', async () => {
			const { bench } = cor().hands;
			const keyboard = await toReview();
			await bench.screenshot('1-review');
			assert.deepEqual(await bench.cutOff(ours), []);
			const shown = await bench.quickInput.title();
			assert.ok(shown.startsWith(some(4)) && shown.includes(` ${task} · `) && shown.includes('Lucía Fernández'), shown);
			const names = (await bench.quickInput.labels()).filter(label => /\.jpg$|^\.env$/.test(label));
			assert.deepEqual(names, ['.env', ...photos]);
			assert.ok((await bench.quickInput.items()).every(row => row.split(/foto \d+\.jpg|\.env /).length <= 2));
			await keyboard.press('Escape');
			assert.deepEqual(cor().storedNames(), []);
		});

		it('does what it says of the keys: arrows and Space check, Enter attaches', async () => {
			const { bench } = cor().hands;
			const keyboard = await toReview();
			await keyboard.until(/^foto 2\.jpg/, 'ArrowDown');
			await keyboard.press('Space');
			await bench.quickInput.asks(some(3));
			await keyboard.press('Enter');
			await bench.quickInput.isClosed();
			const result = bench.notifications.toast(say('Attached {0} files to {1}.', 3, task));
			await result.waitFor();
			assert.deepEqual(cor().storedNames(), ['foto 1.jpg', 'foto 10.jpg', 'foto 11.jpg']);
		});

		it('shows every option with its values, and what is chosen before Enter', async () => {
			const { bench } = cor().hands;
			const { quickInput } = bench;
			const keyboard = await toReview();
			await keyboard.until(new RegExp(`^${say('Options…')}`), 'ArrowDown');
			await keyboard.press('Enter');
			await quickInput.asks(say('Options for {0}', task));
			await bench.screenshot('2-options');
			assert.deepEqual(await bench.cutOff(ours), []);
			for (const label of [say('One archive: {0}', 'entrega.zip'), say('Hidden in COR'), say('No status')]) {
				await keyboard.until(new RegExp(`^${label}`), 'ArrowDown');
				await keyboard.press('Enter');
				await keyboard.until(new RegExp(`^${label}, ${say('current')}`), 'ArrowDown');
			}
			await bench.screenshot('3-chosen');
			await keyboard.press('Escape');
			const chosen = `entrega.zip · ${say('hidden')}`;
			await quickInput.item(chosen).waitFor();
			await quickInput.asks(` · ${say('as one archive: {0}', 'entrega.zip')} · ${say('hidden')}`);
			await bench.screenshot('4-readable');
			assert.deepEqual(await bench.cutOff(ours), []);
			await keyboard.press('Enter');
			await bench.notifications.shows(say('Attached {0} to {1}.', 'entrega.zip', task));
			assert.deepEqual(
				cor()
					.sandbox.attachments(4101)
					.map(({ originalname, available, status }) => [originalname, available, status]),
				[['entrega.zip', false, null]],
			);
		});

		it('opens nothing where everything is checked at once, by mouse', async () => {
			const { bench } = cor().hands;
			const { quickInput } = bench;
			await toReview();
			await quickInput.tickAll();
			await quickInput.asks(say('Nothing is checked for {0}', task));
			await quickInput.tickAll();
			await quickInput.asks(some(4));
			await quickInput.choose(say('Options…'));
			await quickInput.asks(say('Options for {0}', task));
			await bench.page.keyboard.press('Escape');
			await quickInput.asks(some(4));
			await quickInput.tick(say('Add a message…'));
			await quickInput.asks(say('Message to {0}', task));
			await bench.page.keyboard.press('Escape');
			await quickInput.asks(some(4));
			await quickInput.escape();
		});
	});
}

describe('a task that nothing but its deadline puts first', () => {
	const cor = useCorWorkbench({ suite: 'plain-words/first', hasKey: true });
	startEachTestClean(cor);

	it('is shown in the review before one plain file goes there, and Undo is offered', async () => {
		const { hands } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.shows(notes);
		await hands.attach(notes);
		await quickInput.highlighted(/#\d+/).waitFor();
		const row = await quickInput.highlightedText(/#\d+/);
		const [, id] = /#(\d+)/.exec(row) ?? [];
		await quickInput.accept();
		await quickInput.asks(
			like('{0} · as {1}', like('Attach 1 file ({0}) to {1}', '45 bytes', new RegExp(`#${id} .*`)), /Lucía Fernández$/),
		);
		await hands.bench.screenshot('1-where-it-goes');
		assert.deepEqual(cor().storedNames(Number(id)), []);
		await quickInput.accept();
		await quickInput.isClosed();
		const result = `${beginning('Attached {0} to {1}.', notes)}#${id}`;
		await notifications.shows(result);
		assert.ok((await notifications.buttons(result)).includes(say('Undo')));

		await notifications.dismissAll();
		await hands.attach(agencyFiles.logo);
		await quickInput.highlighted(`#${id}`).waitFor(); // it is known by now
		await quickInput.accept();
		await quickInput.isClosed();
		await notifications.shows(`${beginning('Attached {0} to {1}.', agencyFiles.logo)}#${id}`);
	});

	it('is one key away from a review of one plain file, and from a message with it', async () => {
		const { hands, sandbox } = cor();
		const { notifications, page, quickInput } = hands.bench;
		const keyboard = new Keyboard(hands.bench);
		await hands.attach(agencyFiles.brief);
		await quickInput.asks(like('Attach {0}'));
		await hands.type('4101');
		await quickInput.highlighted(title).first().waitFor();
		await quickInput.press(like('Review First (Message, Options)…'));
		await quickInput.asks(like('Attach 1 file ({0}) to {1}'));
		await keyboard.until(like('Add a message…'), 'ArrowDown');
		await page.keyboard.press('Enter');
		await quickInput.asks(like('Message to {0}', '#4101'));
		await hands.enter('Va el brief');
		await quickInput.asks(new RegExp(`${say('with a message')}$`));
		await quickInput.accept();
		await notifications.shows(say('The message was sent.'));
		assert.deepEqual(
			sandbox.messages(4101).map(({ text }) => text),
			['Va el brief'],
		);
	});

	it('shows a new version in the review, the same bytes unchecked, and another file can be chosen', async () => {
		const { hands, sandbox } = cor();
		const { attachments, contextMenu, notifications, quickInput } = hands.bench;
		await hands.attach(notes);
		await hands.chooseTask('4101', title);
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		await notifications.dismissAll();
		await attachments.open();
		const row = attachments.row(notes).first();
		await contextMenu.choose(row, titled('command.attachVersion'));
		await quickInput.asks(say('Nothing is checked for {0}', task));
		await quickInput.item(say('unchanged, skipped')).waitFor();
		await hands.bench.screenshot('2-unchanged');
		assert.equal(sandbox.attachments(4101).length, 1);

		await quickInput.choose(say('Choose another file…'));
		await quickInput.asks(say('Choose the New Version'));
		await quickInput.choose(agencyFiles.brief); // a path that is typed is refused until its folder is read
		await quickInput.asks(like('Attach 1 file ({0}) to {1}', /.*/, task));
		await quickInput.item(say('new version {0}', 2)).waitFor();
		await hands.bench.screenshot('3-another-file');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', agencyFiles.brief, task, 2));
	});
});
