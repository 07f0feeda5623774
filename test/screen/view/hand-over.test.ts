import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mainUser } from '../../sandbox/seed.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { type Language, spoken, wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';
import { likeTheSystem, type Scheme } from '../kit/workbench.js';

const { logo, notes, proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;

/** How each works, and the colours in which its screen is seen, the last ones to the end. */
const people = {
	en: { hand: 'mouse', schemes: ['high contrast light', 'light'] },
	es: { hand: 'keyboard', schemes: ['dark'] },
	'pt-br': { hand: 'mouse', schemes: ['high contrast'] },
} as const satisfies Record<Language, { hand: string; schemes: readonly Scheme[] }>;

for (const language of ['en', 'es', 'pt-br'] as const) {
	const { hand, schemes } = people[language];
	describe(`what is attached, said, seen and taken back by the ${hand}, in ${language}, ${schemes.join(' and ')}`, () => {
		const { say, title: titled } = wordsIn(language);
		const cor = useCorWorkbench({
			suite: `hand-over/${language}`,
			hasKey: true,
			language: spoken[language],
			settings: likeTheSystem,
		});
		startEachTestClean(cor);
		const isByMouse = hand === 'mouse';
		let keyboard: Keyboard;
		before('open the view', async () => {
			keyboard = new Keyboard(cor().hands.bench);
			await cor().hands.bench.explorer.shows(notes);
			await cor().hands.bench.attachments.open();
			await cor().hands.bench.turn(schemes.at(-1) ?? 'light');
		});
		const pictures = async (name: string) => {
			for (const scheme of schemes) {
				await cor().hands.bench.turn(scheme);
				await cor().hands.bench.screenshot(`${name}-${scheme.replaceAll(' ', '-')}`);
			}
		};

		const attach = async (name: string): Promise<string> => {
			const { hands } = cor();
			const { contextMenu, explorer, notifications } = hands.bench;
			await explorer.shows(name);
			await explorer.select([name]);
			await contextMenu.choose(explorer.row(name), titled('command.attach'));
			await hands.bench.quickInput.input.waitFor();
			await hands.type('4101');
			await hands.bench.quickInput.highlighted(title).first().waitFor();
			await hands.bench.quickInput.accept();
			const result = say('Attached {0} to {1}.', name, task);
			await notifications.shows(result);
			return result;
		};
		/** The row of what COR has, not of what was attached from here. */
		const rowOf = (name: string) => new RegExp(`^${name}[v,].*Lucía`);
		const goTo = async (name: string) => {
			await keyboard.run(`Focus on ${titled('view.name')} View`);
			await cor().hands.bench.attachments.pane.locator('.monaco-list:focus').waitFor();
			await keyboard.press('Home');
			await keyboard.until(rowOf(name), 'ArrowDown');
		};
		const open = async (name: string) => {
			const row = cor().hands.bench.attachments.row(rowOf(name));
			await row.waitFor();
			if (isByMouse) {
				await row.locator('.label-name').click();
			} else {
				await goTo(name);
				await keyboard.press('Enter');
			}
		};
		const choose = async (name: string, label: string) => {
			const { attachments, contextMenu } = cor().hands.bench;
			if (isByMouse) {
				await contextMenu.choose(attachments.row(rowOf(name)), label);
			} else {
				await goTo(name);
				await contextMenu.openByKeyboard(label);
				await contextMenu.chooseByKeyboard(label);
			}
		};

		it('goes with a message, and is seen on its way and on the task', async () => {
			const { hands, sandbox } = cor();
			const { attachments, contextMenu, explorer, notifications, page, quickInput } = hands.bench;
			const text = 'Va la v2: el encabezado cambió';
			const message = new RegExp(`^${say('Add a message…').split('…')[0]}`);
			sandbox.set({ uploadBytesPerSecond: 1_000_000 }); // until it was seen
			if (isByMouse) {
				await explorer.select([proposal, video]);
				await contextMenu.choose(explorer.row(video), titled('command.attach'));
			} else {
				await keyboard.selectInExplorer(proposal, video);
				await keyboard.chooseInMenu(titled('command.attach'));
			}
			await quickInput.input.waitFor();
			await hands.type('4101');
			await quickInput.highlighted(title).first().waitFor();
			await page.keyboard.press('Enter');
			await quickInput.item(message).waitFor();
			if (isByMouse) {
				await quickInput.choose(message);
			} else {
				await keyboard.until(message, 'ArrowDown');
				await keyboard.press('Enter');
			}
			await quickInput.asks(say('Message to {0}', task));
			await hands.type(text);
			await page.keyboard.press('Enter');
			await quickInput.asks(new RegExp(say('with a message')));
			await pictures('1-review');
			await (isByMouse ? quickInput.ok() : keyboard.press('Enter'));

			await notifications.shows(/%/);
			await hands.bench.screenshot('2-progress');
			sandbox.set({ uploadBytesPerSecond: 0 });
			await notifications.shows(`${say('Attached {0} files to {1}.', 2, task)} ${say('The message was sent.')}`);
			await attachments.row(rowOf(video)).waitFor();
			await pictures('3-result');
			assert.deepEqual(
				sandbox.messages(4101).map(sent => sent.text),
				[text],
			);
			await notifications.dismissAll();
		});

		it('opens as text, and shows what the file has since', async () => {
			const { hands, folder, sandbox } = cor();
			const { bench } = hands;
			const { page, tabs } = bench;
			await attach(notes);
			await bench.notifications.dismissAll();
			const before = readFileSync(path.join(folder.dir, notes), 'utf8');

			await open(notes);
			await tabs.tab(notes).waitFor();
			await page.locator('.editor-instance .view-line').first().waitFor();
			await bench.screenshot('4-text');

			writeFileSync(path.join(folder.dir, notes), `${before}Encabezado nuevo\n`);
			await choose(notes, titled('command.compareLocal'));
			await tabs.tab(`COR: ${notes} (v1) ↔ ${notes}`).waitFor();
			await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
			await pictures('5-compared');
			writeFileSync(path.join(folder.dir, notes), before);
			assert.equal(sandbox.downloads.length, 1);
		});

		it('opens as a picture', async () => {
			const { hands, folder, sandbox } = cor();
			const { bench } = hands;
			const bytes = readFileSync(path.join(folder.dir, logo));
			await sandbox.place(4101, { user: mainUser, name: 'portada.png', bytes });
			await bench.attachments.refresh(titled('command.refreshView'));
			await open('portada.png');
			await bench.tabs.tab('portada.png').waitFor();
			const frame = bench.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
			await frame.locator('img').waitFor();
			await pictures('6-picture');
		});

		it('is taken back from the result', async () => {
			const { hands, sandbox, storedNames } = cor();
			const { bench } = hands;
			await sandbox.place(4101, { user: mainUser, name: 'de otra persona.txt', bytes: Buffer.from('queda') });
			const result = await attach(logo);
			await bench.screenshot('7-result');
			await (isByMouse ? bench.notifications.press(result, say('Undo')) : keyboard.pressInMessage(say('Undo')));
			await bench.modal.says(say('Remove {0} from {1}?', logo, task));
			await pictures('8-question');
			assert.equal(await keyboard.focused(), say('Keep'));
			if (isByMouse) {
				await bench.modal.press(say('Remove'));
			} else {
				await keyboard.until(say('Remove'), 'Tab');
				await keyboard.press('Enter');
			}
			await bench.notifications.shows(say('{0} was removed from {1}.', logo, task));
			await bench.screenshot('9-removed');
			assert.deepEqual(storedNames(), ['de otra persona.txt']);
		});
	});
}
