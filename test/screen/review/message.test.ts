import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { spoken, wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';
import { likeTheSystem } from '../kit/workbench.js';

const { logo, notes } = agencyFiles;
const taskTitle = 'Diseño de la campaña de invierno';
const task = `#4101 ${taskTitle}`;
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];
const toMessages = { method: 'POST', path: '/v1/tasks/4101/messages' };

for (const [language, scheme] of [
	['en', 'light'],
	['es', 'dark'],
	['pt-br', 'high contrast'],
] as const) {
	describe(`a message with the files, by keyboard, where the editor speaks ${language}`, () => {
		const { say, title } = wordsIn(language);
		const cor = useCorWorkbench({
			suite: `message/${language}`,
			language: spoken[language],
			settings: likeTheSystem,
			hasKey: true,
		});
		startEachTestClean(cor);
		before('turn to its colours', () => cor().hands.bench.turn(scheme));

		const first = (sentence: string): string => sentence.split('…')[0] ?? '';
		const toReview = async () => {
			const { bench } = cor().hands;
			const keyboard = new Keyboard(bench);
			await bench.explorer.shows(notes);
			await keyboard.selectInExplorer(logo, notes);
			await keyboard.chooseInMenu(title('command.attach'));
			await bench.quickInput.asks(say('Attach {0} files ({1})', 2, '25 kB').slice(0, 8));
			await keyboard.type('4101');
			await bench.quickInput.highlighted(taskTitle).first().waitFor();
			await keyboard.press('Enter');
			await bench.quickInput.item(first(say('Add a message…'))).waitFor();
			return keyboard;
		};
		/** From the box of the review to its last row. */
		const toRow = async (keyboard: Keyboard, label: string) => {
			await keyboard.until(new RegExp(first(label)), 'ArrowDown');
		};
		const texts = () =>
			cor()
				.sandbox.messages(4101)
				.map(({ text }) => text);

		it('is written in one line, shown in the review, and sent after them', async () => {
			const { bench } = cor().hands;
			const { quickInput, notifications } = bench;
			const keyboard = await toReview();
			await toRow(keyboard, say('Add a message…'));
			await bench.screenshot('1-row');
			assert.deepEqual(await bench.cutOff(ours), []);

			await keyboard.press('Enter');
			await quickInput.asks(say('Message to {0}', task));
			await keyboard.type('Va la v2: el encabezado cambió');
			await keyboard.press('Escape');
			await quickInput.item(first(say('Add a message…'))).waitFor();
			await toRow(keyboard, say('Add a message…'));
			await keyboard.press('Enter');
			await quickInput.asks(say('Message to {0}', task));
			assert.equal(await quickInput.input.inputValue(), 'Va la v2: el encabezado cambió'); // nothing typed is lost
			await keyboard.press('End');
			await keyboard.type(' como pidieron 🎨');
			await bench.screenshot('2-writing');
			assert.deepEqual(await bench.cutOff(ours), []);

			await keyboard.press('Enter');
			await quickInput.asks(new RegExp(say('with a message')));
			await quickInput.item('Va la v2').waitFor();
			await bench.screenshot('3-in-the-review');
			assert.deepEqual(await bench.cutOff(ours), []);

			await keyboard.press('Enter');
			await notifications.shows(`${say('Attached {0} files to {1}.', 2, task)} ${say('The message was sent.')}`);
			await bench.screenshot('4-sent');
			assert.deepEqual(await bench.cutOff(ours), []);
			assert.deepEqual(texts(), ['Va la v2: el encabezado cambió como pidieron 🎨']);
		});

		it('that may contain a secret is unchecked until somebody checks it', async () => {
			const { bench } = cor().hands;
			const { quickInput, notifications } = bench;
			const keyboard = await toReview();
			await toRow(keyboard, say('Add a message…'));
			await keyboard.press('Space'); // as a click on its box
			await quickInput.asks(say('Message to {0}', task));
			await keyboard.type(['AKIA', 'QWERTYUIOPASDFGH'].join(''));
			await keyboard.press('Enter');
			await quickInput.item(say('Check it to send anyway.')).waitFor();
			assert.doesNotMatch(await quickInput.title(), new RegExp(say('with a message')));
			await bench.screenshot('5-secret');
			assert.deepEqual(await bench.cutOff(ours), []);

			await toRow(keyboard, say('Message: {0}', 'AKIA'));
			await keyboard.press('Space');
			await quickInput.asks(new RegExp(say('with a message')));
			await keyboard.press('Enter');
			await notifications.shows(say('The message was sent.'));
			assert.equal(texts().length, 1);
		});

		it('is written in an editor, in several lines, and sent from there with the files', async () => {
			const { bench } = cor().hands;
			const { quickInput, notifications, page } = bench;
			const keyboard = await toReview();
			await toRow(keyboard, say('Add a message…'));
			await keyboard.press('Enter');
			await quickInput.asks(say('Message to {0}', task));
			await keyboard.type('Hola');
			await keyboard.toButton(say('Write in an Editor…'), 'Shift+Tab');
			await keyboard.press('Enter');
			await page.locator('.monaco-editor.focused .view-line', { hasText: 'Hola' }).waitFor();
			await page.locator('.codelens-decoration', { hasText: say('Back to the review') }).waitFor();
			await keyboard.press('Control+End', 'Enter');
			await keyboard.type('va la v2');
			await bench.screenshot('7-in-an-editor');

			await keyboard.run(`COR: ${title('command.backToReview')}`);
			await quickInput.asks(new RegExp(say('with a message')));
			await quickInput.item(say('Message: {0}', 'Hola va la v2')).waitFor();
			await bench.tabs.areClosed();
			await toRow(keyboard, say('Message: {0}', 'Hola'));
			await keyboard.press('Enter'); // of several lines: an editor again
			await page.locator('.monaco-editor.focused .view-line', { hasText: 'va la v2' }).waitFor();
			await quickInput.isClosed(); // the review comes back after it
			await keyboard.run(`COR: ${title('command.sendMessage')}`);
			await notifications.shows(`${say('Attached {0} files to {1}.', 2, task)} ${say('The message was sent.')}`);
			await bench.tabs.areClosed();
			assert.deepEqual(texts(), ['Hola\nva la v2']);
		});

		it('that COR refuses is not lost: it can be sent once more', async () => {
			const { bench } = cor().hands;
			const { quickInput, notifications } = bench;
			cor().sandbox.failNext(toMessages, { kind: 'status', status: 403, body: {}, early: false });
			const keyboard = await toReview();
			await toRow(keyboard, say('Add a message…'));
			await keyboard.press('Enter');
			await quickInput.asks(say('Message to {0}', task));
			await keyboard.type('Hola');
			await keyboard.press('Enter');
			await quickInput.asks(new RegExp(say('with a message')));
			await keyboard.press('Enter');
			await notifications.shows(say('The message was not sent. {0}', ''));
			await bench.screenshot('6-refused');
			assert.deepEqual(await bench.cutOff(ours), []);
			await keyboard.pressInMessage(say('Send Message'));
			await notifications.shows(say('The message was sent.'));
			assert.deepEqual(texts(), ['Hola']);
		});
	});
}
