import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { Keyboard } from '../kit/keyboard.js';
import { type Language, spoken, wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, installer, logo, notes, proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const toTask = { method: 'POST', path: '/v1/tasks/4101/attachments' };
const ours = ['.notification-list-item-message', '.notification-list-item-buttons-container', '.quick-input-widget'];

for (const language of Object.keys(spoken) as Language[]) {
	describe(`the first results that somebody sees, in ${language}`, () => {
		const { say, title: titled } = wordsIn(language);
		const cor = useCorWorkbench({
			suite: `first-results/${language}`,
			hasKey: true,
			language: spoken[language],
			settings: { 'corAttachments.webUrl': '' },
		});
		startEachTestClean(cor);
		let keyboard: Keyboard;
		before('wait for the files', async () => {
			keyboard = new Keyboard(cor().hands.bench);
			await cor().hands.bench.explorer.shows(notes);
		});

		const attach = async (...names: readonly string[]) => {
			const { hands } = cor();
			const { contextMenu, explorer, page, quickInput } = hands.bench;
			await explorer.select(names);
			await contextMenu.choose(explorer.row(names.at(-1) ?? ''), titled('command.attach'));
			await quickInput.input.waitFor();
			await hands.type('4101');
			await quickInput.highlighted(title).first().waitFor();
			await quickInput.accept();
			if (names.length > 1) {
				await page.locator('.quick-input-list .monaco-list-row .monaco-checkbox').first().waitFor();
				await quickInput.accept();
			}
			await quickInput.isClosed();
		};
		/** Has COR take files and say so only when that is called. */
		const holdAnswers = (): (() => void) => {
			let answer = (): void => {};
			const until = new Promise<void>(resolve => {
				answer = resolve;
			});
			cor().sandbox.failNext({ ...toTask, times: 3 }, { kind: 'late', until });
			return answer;
		};
		const percent = (from: number) => new RegExp(`\\([${from}-9]\\d\\s?%\\)`);

		it('`webUrl` empty: the links are copied without an address where somebody does not say it, and asks no more', async () => {
			const { hands } = cor();
			const { notifications, quickInput } = hands.bench;
			for (const isAsked of [true, false]) {
				await attach(notes);
				const result = say('Attached {0} to {1}.', notes, task);
				await notifications.shows(result);
				await notifications.press(result, say('Copy Summary'));
				if (isAsked) {
					await quickInput.asks(say('Your COR Web Address'));
					await keyboard.press('Escape');
				}
				await quickInput.highlighted(say('As plain text')).waitFor();
				const copied = await hands.copiedBy(() => quickInput.accept());
				assert.equal(copied, `COR ${task}\n- ${notes}\n`);
				await cor().sandbox.clear();
			}
		});

		it('`webUrl` empty: *Open Task* asks for it once, checks it, and keeps it', async () => {
			const { hands, sandbox } = cor();
			const { context, notifications, quickInput } = hands.bench;
			await attach(notes);
			const result = say('Attached {0} to {1}.', notes, task);
			await notifications.press(result, say('Open Task'));
			await quickInput.asks(say('Your COR Web Address'));
			await quickInput.says(
				say("Open COR in your browser and paste its address, or any task's. You're asked only once."),
			);
			await hands.bench.screenshot('1-web-address');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			await keyboard.press('Escape');
			await notifications.shows(result); // nothing is lost

			await notifications.press(result, say('Open Task'));
			await quickInput.asks(say('Your COR Web Address'));
			await hands.type('http://agencia.cor.works');
			await quickInput.says(say('The address must start with https://.'));
			await hands.type('mi agencia');
			await quickInput.says(say("This isn't a web address. Example: https://your-agency.cor.works."));
			await hands.bench.screenshot('2-no-web-address');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			const opens = context.waitForEvent('page');
			await hands.enter(`${webUrlOf(sandbox)}/tasks/4102`);
			const page = await opens;
			await page.getByText(notes).first().waitFor();
			assert.equal(page.url(), `${webUrlOf(sandbox)}/tasks/4101`);
			await page.close();

			await attach(logo);
			const next = say('Attached {0} to {1}.', logo, task);
			const opensAgain = context.waitForEvent('page');
			await notifications.press(next, say('Open Task'));
			const again = await opensAgain;
			await again.getByText(logo).first().waitFor();
			await again.close();
		});

		it('three files to a slow server: the bytes move, and after the last one it waits for COR', async () => {
			const { hands, sandbox } = cor();
			const { notifications } = hands.bench;
			const answer = holdAnswers();
			await attach(brief, logo, notes);
			// Nothing happens any more by now that could have it told.
			await notifications.shows(new RegExp(`\\(99\\s?%\\) · ${say('Waiting for COR…')}`));
			await hands.bench.screenshot('3-waiting');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			assert.equal(sandbox.attachments(4101).length, 0);
			answer();
			await notifications.shows(say('Attached {0} files to {1}.', 3, task));
		});

		it('a single file to a slow server: its bytes move, and after the last one it waits for COR', async () => {
			const { hands, sandbox } = cor();
			const { notifications } = hands.bench;
			sandbox.set({ uploadBytesPerSecond: 500_000 });
			const answer = holdAnswers();
			await attach(video);
			await notifications.shows(percent(1));
			sandbox.set({ uploadBytesPerSecond: 0 });
			await notifications.shows(new RegExp(`20\\sMB \\(99\\s?%\\) · ${say('Waiting for COR…')}`));
			await hands.bench.screenshot('4-one-waits');
			answer();
			await notifications.shows(say('Attached {0} to {1}.', video, task));
		});

		it('cancel at 47 %: says that nothing is attached', async () => {
			const { hands, sandbox } = cor();
			const { notifications } = hands.bench;
			sandbox.set({ uploadBytesPerSecond: 200_000 });
			await attach(video);
			await notifications.shows(percent(1));
			await notifications.toast(percent(1)).locator('.monaco-button').click();
			const nothing = say('Cancelled. Nothing was attached to {0}.', task);
			await notifications.shows(nothing);
			await hands.bench.screenshot('5-cancelled');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			sandbox.set({ uploadBytesPerSecond: 0 });
			await sandbox.settled();
			assert.deepEqual(cor().storedNames(), []);
		});

		it('cancel after the last byte: says what it is doing, then what is there, and removes it', async () => {
			const { hands } = cor();
			const { modal, notifications } = hands.bench;
			const answer = holdAnswers();
			await attach(notes);
			await notifications.shows(say('Waiting for COR…'));
			await notifications.toast(say('Waiting for COR…')).locator('.monaco-button').click();
			await notifications.shows(say('Cancelling: checking what was already sent…'));
			await hands.bench.screenshot('6-cancelling');
			answer();
			const there = say('Cancelled, but {0} is already on {1}.', notes, task);
			await notifications.shows(there);
			await hands.bench.screenshot('7-there-already');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			assert.deepEqual(await notifications.buttons(there), [say('Remove'), say('Open Task'), say('Copy Summary')]);
			assert.deepEqual(cor().storedNames(), [notes]);
			await notifications.press(there, say('Remove'));
			await modal.press(say('Remove'));
			await notifications.shows(say('{0} was removed from {1}.', notes, task));
			assert.deepEqual(cor().storedNames(), []);
		});

		it('2 of 4 refused: one sum, each file in a list by the keyboard, and only what can help', async () => {
			const { hands, sandbox } = cor();
			const { notifications, quickInput } = hands.bench;
			sandbox.set({ limits: { refusedExtensions: ['exe', 'md'] } });
			await attach(brief, installer, logo, notes);
			const sum = say('{0} of {1} files attached to {2}. Failed: {3}.', 2, 4, task, '').slice(0, -2);
			await notifications.shows(sum);
			await hands.bench.screenshot('8-sum');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			const buttons = [say('Attach as Archive'), say('Open Task'), say('Details')];
			assert.deepEqual(await notifications.buttons(sum), buttons);

			await keyboard.pressInMessage(say('Details'));
			await quickInput.asks(say('Details: {0}', task));
			await hands.bench.screenshot('9-details');
			assert.deepEqual(await hands.bench.cutOff(ours), []);
			assert.deepEqual(await quickInput.labels(), [
				...[brief, say('COR refused it: {0}', 'Invalid extension md')],
				...[installer, say('COR refused it: {0}', 'Invalid extension exe')],
				...[logo, notes],
				...[say('Attach as Archive'), say('Open Task'), say('Choose Another Task')],
				...[say('Undo'), say('Copy Summary'), say('Show Log')],
			]);
			await keyboard.press('Escape');
			await notifications.shows(sum); // nothing is lost

			await keyboard.pressInMessage(say('Details'));
			await keyboard.until(new RegExp(`^${say('Attach as Archive')}`), 'ArrowDown');
			await keyboard.press('Enter');
			await notifications.shows(say('Attached {0} to {1}.', 'Café del Sur.zip', task));
			assert.deepEqual(cor().storedNames(), ['Café del Sur.zip', logo, notes]);
		});

		it('2 of 4 refused: they go to another task', async () => {
			const { hands, sandbox } = cor();
			const { notifications, quickInput } = hands.bench;
			sandbox.set({ limits: { refusedExtensions: ['exe'] } });
			await attach(installer, proposal);
			const sum = say('1 of {0} files attached to {1}. Failed: {2}.', 2, task, '').slice(0, -2);
			await notifications.press(sum, say('Details'));
			await quickInput.choose(say('Choose Another Task'));
			await quickInput.asks(new RegExp(installer.replace('.', '\\.')));
			await keyboard.press('Escape');
		});
	});
}
