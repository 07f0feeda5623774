import assert from 'node:assert/strict';
import type { Credentials } from '../../sandbox/sandbox.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { firstSentence, type Language, say, spoken, titled, wordsIn } from '../kit/spoken.js';
import { useCorWorkbench } from '../kit/use-cor-workbench.js';
import { likeTheSystem, type Workbench } from '../kit/workbench.js';

const { proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];
// The editor shortens these where a heading needs room in the same row.
const besideNamesOfProjects = ['.quick-input-titlebar', '.quick-input-list .label-name', '.quick-input-list-separator'];
const menu = ['.context-view .monaco-menu'];

/** What each language has of its own: the scheme of colours that its pictures show, and how it writes a date and a percentage. */
const local = {
	en: {
		scheme: 'high contrast',
		date: 'Dec 4, 2026',
		share: /[2-8]\d%/,
	},
	es: {
		scheme: 'dark',
		date: '4 dic 2026',
		share: /[2-8]\d\s%/,
	},
	'pt-br': {
		scheme: 'light',
		date: '4 de dez. de 2026',
		share: /[2-8]\d%/,
	},
} as const;

describe('a new person with nothing but a keyboard', () => {
	for (const language of Object.keys(spoken) as Language[]) {
		describe(`whose editor speaks ${language}`, () => {
			const { say, title: titled, like } = wordsIn(language);
			const cor = useCorWorkbench({
				suite: `languages/${language}`,
				language: spoken[language],
				settings: likeTheSystem,
			});
			let bench: Workbench;
			let keyboard: Keyboard;
			/** Takes the first way to sign in, and types what it asks for; the last Enter is left. */
			const typeKeyAndSecret = async ({ apiKey, clientSecret }: Credentials) => {
				await keyboard.press('Enter');
				await bench.quickInput.says(say('Enter the API key.'));
				await keyboard.type(apiKey);
				await keyboard.press('Enter');
				await bench.quickInput.says(say('Enter the client secret.'));
				await keyboard.type(clientSecret);
			};

			before('watch what comes', async () => {
				({ bench } = cor().hands);
				keyboard = new Keyboard(bench);
				await bench.turn(local[language].scheme);
				await bench.notifications.watch();
				await bench.explorer.shows(proposal);
			});
			afterEach('nothing undocumented', () => {
				assert.deepEqual(cor().sandbox.complaints, []);
			});

			it('is met by nothing by itself, and finds the way in when it asks for it', async () => {
				assert.deepEqual(await bench.tabs.names(), []);
				await keyboard.press('Control+B'); // room for the pictures
				await keyboard.run('Welcome: Open Walkthrough...');
				await bench.quickInput.item(titled('walkthrough.title')).first().waitFor(); // what is typed sooner goes nowhere
				await keyboard.type(titled('walkthrough.title'));
				await bench.quickInput.highlighted(titled('walkthrough.title')).waitFor();
				await keyboard.press('Enter');
				await bench.walkthrough.shows(titled('walkthrough.connect.title'));
				await bench.screenshot('0-walkthrough');
				assert.deepEqual(await bench.walkthrough.ticked(), []);
				await keyboard.press('Control+B');
				assert.equal(await bench.notifications.most(), 0);
			});

			it('comes from two files in the explorer to an account', async () => {
				const { credentials } = cor().sandbox;
				await keyboard.selectInExplorer(proposal, video);
				await bench.contextMenu.openByKeyboard(titled('command.attach'));
				await bench.screenshot('1-menu');
				assert.deepEqual(await bench.cutOff(menu), []);
				await keyboard.chooseInOpenMenu(titled('command.attach'));

				await bench.quickInput.asks(say('Sign In to COR'));
				await bench.screenshot('2-sign-in');
				assert.deepEqual(await bench.cutOff(ours), []);
				await typeKeyAndSecret(credentials);
				await bench.screenshot('3-secret');
				assert.deepEqual(await bench.cutOff(ours), []);
				await keyboard.press('Enter');
				await bench.quickInput.asks(say('Attach {0} files ({1})', 2, '22 MB'));
			});

			it('finds the task among its own, and reads why an address will not do', async () => {
				await bench.quickInput.item(title).waitFor();
				await bench.screenshot('4-my-tasks');
				assert.deepEqual(await bench.cutOff(besideNamesOfProjects), []);
				await keyboard.type('https://example.com/tasks/4101');
				const otherHost = say(
					"This isn't a COR link. It must be at cor.works, projectcor.com or the web address in your settings.",
				);
				await bench.quickInput.item(firstSentence(otherHost)).waitFor();
				await bench.screenshot('5-other-host');
				assert.deepEqual(await bench.cutOff(ours), []);
				await keyboard.press('Control+A');
				await keyboard.type('4101');
				await bench.quickInput.highlighted(title).waitFor();
				await bench.screenshot('6-task');
				assert.deepEqual(await bench.cutOff(ours), []);
				const row = await bench.quickInput.highlightedText(title);
				const due = say('due {0}', local[language].date);
				const about = `${title}#4101 · Campaña de invierno · Café del Sur ${say('in progress')} · ${due}`;
				assert.ok(row.startsWith(about), row);
			});

			it('unticks, ticks and hides in the review', async () => {
				const both = say('Attach {0} files ({1}) to {2}', 2, '22 MB', task);
				const one = say('Attach {0} of {1} files ({2}) to {3}', 1, 2, language === 'en' ? '2.4 MB' : '2,4 MB', task);
				await keyboard.press('Enter');
				await bench.quickInput.asks(both);
				await bench.screenshot('7-review');
				assert.deepEqual(await bench.cutOff(ours), []);
				await keyboard.until(new RegExp(`^${video}`), 'ArrowDown');
				await keyboard.press('Space');
				await bench.quickInput.asks(one);
				await keyboard.press('Space');
				await bench.quickInput.asks(both);
				await keyboard.until(new RegExp(`^${say('Options…')}`), 'ArrowDown');
				await keyboard.press('Enter');
				await bench.quickInput.asks(say('Options for {0}', task));
				await bench.screenshot('7-options');
				assert.deepEqual(await bench.cutOff(ours), []);
				await keyboard.until(new RegExp(`^${say('Hidden in COR')}`), 'ArrowDown');
				await keyboard.press('Enter');
				await keyboard.until(new RegExp(`^${say('Hidden in COR')}, ${say('current')}`), 'ArrowDown');
				await keyboard.press('Escape');
				await bench.quickInput.asks(` · ${say('hidden')}`);
				await bench.screenshot('8-hidden');
				assert.deepEqual(await bench.cutOff(ours), []);
			});

			it('sees how far it is, what came of it, and copies the links', async () => {
				const { sandbox } = cor();
				sandbox.set({ uploadBytesPerSecond: 500_000 });
				await keyboard.press('Enter');
				await bench.quickInput.isClosed();
				await bench.notifications.shows(
					like('{0}: {1} of {2} files, {3} of {4} ({5}) · {6}', /.*/, 1, 2, /.*/, '22 MB', local[language].share),
				);
				await bench.screenshot('9-progress');
				assert.deepEqual(await bench.cutOff(ours), []);
				sandbox.set({ uploadBytesPerSecond: 0 });
				const result = say('Attached {0} files to {1}.', 2, task);
				await bench.notifications.shows(result);
				await bench.screenshot('10-result');
				assert.deepEqual(await bench.cutOff(ours), []);
				assert.deepEqual(await bench.notifications.buttons(result), [
					say('Open Task'),
					say('Copy Summary'),
					say('Undo'),
				]);
				assert.deepEqual(
					sandbox.attachments(4101).map(({ available }) => available),
					[false, false],
				);
				await keyboard.pressInMessage(say('Copy Summary'));
				await bench.quickInput.highlighted(say('As plain text')).waitFor();
				await keyboard.press('Enter');
				await bench.quickInput.isClosed();
				await bench.notifications.isGone(result);
			});

			it('reads the log, and works the view', async () => {
				await keyboard.run(`COR: ${titled('command.showLog')}`);
				await bench.output.shows('· attached as');
				await keyboard.run(`Focus on ${titled('view.name')} View`);
				await bench.attachments.row('Lucía Fernández').first().waitFor(); // COR's list is there
				await bench.screenshot('11-view');
				await keyboard.press('Home');
				await keyboard.until(new RegExp(`^${task}`), 'ArrowDown');
				const names = await bench.attachments.names();
				assert.deepEqual(names.slice(0, 2), [say('Recent'), `${task}, Campaña de invierno`]);
				assert.match(
					names.find(name => name.startsWith(video)) ?? '',
					new RegExp(`^${video}, ${say('version {0}', 1)}, ${say('from here')}, 20 MB, .*, ${say('hidden')}$`),
				);
				await keyboard.chooseInMenu(titled('command.pinTask'));
				await bench.attachments.row(new RegExp(`^${say('Pinned')}$`)).waitFor();
				for (const step of ['connect', 'attach', 'task', 'result']) {
					await bench.walkthrough.ticks(titled(`walkthrough.${step}.title`));
				}
			});

			it('adds an account, and signs both out', async () => {
				const { collaboratorCredentials } = cor().sandbox;
				await keyboard.run(`COR: ${titled('command.switchAccount')}`);
				await bench.quickInput.asks(say('Switch COR Account'));
				await keyboard.until(new RegExp(`${say('Sign in with another account…')}$`), 'ArrowDown');
				await keyboard.press('Enter');
				await bench.quickInput.asks(say('Sign In to COR'));
				await typeKeyAndSecret(collaboratorCredentials);
				await keyboard.press('Enter');
				await bench.statusBar.item(say('Signed in to COR as {0}', 'João Conceição')).waitFor();

				await keyboard.run(`COR: ${titled('command.switchAccount')}`);
				await bench.quickInput.asks(say('Switch COR Account'));
				await bench.screenshot('12-accounts');
				assert.deepEqual(await bench.cutOff(ours), []);
				await keyboard.press('Escape');
				await bench.quickInput.isClosed();
				await keyboard.run(`COR: ${titled('command.signOut')}`);
				await bench.quickInput.asks(say('Sign Out of COR'));
				await bench.screenshot('13-sign-out');
				assert.deepEqual(await bench.cutOff(ours), []);
				await keyboard.until(say('All accounts'), 'ArrowDown');
				await keyboard.press('Enter');
				await bench.modal.says(
					say('Sign {0} out of COR?', 'João Conceição (joao@agencia.example), Lucía Fernández (lucia@agencia.example)'),
				);
				await bench.screenshot('14-sign-out-asked');
				await keyboard.until(say('Sign Out'), 'Tab');
				await keyboard.press('Enter');
				const end = say('Signed out of COR. Your credentials were removed from this machine.');
				await bench.notifications.shows(end);
				await bench.screenshot('15-signed-out');
				assert.deepEqual(await bench.cutOff(ours), []);
			});
		});
	}

	describe('whose editor speaks a language that we do not', () => {
		const cor = useCorWorkbench({ suite: 'languages/fr', language: 'fr-FR' });

		it('reads English, numbers and dates included', async () => {
			const { hands } = cor();
			const { bench } = hands;
			const keyboard = new Keyboard(bench);
			await bench.explorer.shows(proposal);
			await keyboard.selectInExplorer(proposal);
			await keyboard.chooseInMenu(titled('command.attach'));
			await hands.signIn(cor().sandbox.credentials);
			await bench.quickInput.asks(say('Attach {0} ({1})', proposal, '2.4 MB'));
			await keyboard.type('4101');
			await bench.quickInput.highlighted(title).waitFor();
			assert.ok(
				(await bench.quickInput.highlightedText(title)).includes(
					` ${say('in progress')} · ${say('due {0}', local.en.date)}`,
				),
			);
			await bench.screenshot('1-task');
			await keyboard.press('Escape');
			await keyboard.run(`COR: ${titled('command.showLog')}`);
			await bench.attachments.open();
			await bench.attachments.row(say('My open tasks')).waitFor();
			await bench.screenshot('2-view');
		});
	});
});
