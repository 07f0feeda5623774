import assert from 'node:assert/strict';
import { mainUser, tasks } from '../../sandbox/seed.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { copyImage } from '../kit/copied-image.js';
import { spoken, wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';
import { likeTheSystem } from '../kit/workbench.js';

const { notes } = agencyFiles;
const campaign = '#4101 Diseño de la campaña de invierno';
const branchTask = '#4110 Maquetación de la página de inicio';
const found = '#4105 Apresentação para o cliente';

for (const language of ['en', 'es'] as const) {
	describe(`the sections of the view, in ${language}`, () => {
		const { say, title } = wordsIn(language);
		const cor = useCorWorkbench({
			suite: `sections/${language}`,
			hasKey: true,
			branch: 'feature/4110-maquetacion',
			language: spoken[language],
			settings: likeTheSystem,
		});
		startEachTestClean(cor);

		const rowOf = (text: string) => cor().hands.bench.attachments.row(new RegExp(`^${text}`));
		const pressTitle = async (key: string): Promise<void> => {
			const { attachments } = cor().hands.bench;
			await attachments.pane.locator('.pane-header').hover();
			await attachments.pane
				.locator('.pane-header')
				.getByRole('button', { name: title(key) })
				.click();
		};
		const place = (name: string, parentId?: number) =>
			cor().sandbox.place(4101, {
				user: mainUser,
				name,
				bytes: Buffer.from(name),
				...(parentId !== undefined && { parentId }),
			});

		it('begin with the task of the branch, whose attachments are asked for once the view is open', async () => {
			const { hands, sandbox } = cor();
			const { attachments, explorer } = hands.bench;
			await explorer.shows(notes);
			assert.deepEqual(sandbox.requests, []);
			await attachments.open();
			await rowOf(say('Current branch')).waitFor();
			await rowOf(branchTask).waitFor();
			await rowOf(say('This task has no attachments yet.')).waitFor();
			await hands.bench.screenshot('1-branch');
			const rows = await attachments.rows();
			assert.equal(rows[0], `${say('Current branch')}feature/4110-maquetacion`);
			assert.match(rows[1] ?? '', new RegExp(`^${branchTask}`));
		});

		it('get the task that is found, and open it', async () => {
			const { hands, sandbox } = cor();
			const { attachments, quickInput } = hands.bench;
			await pressTitle('command.showTask');
			await quickInput.asks(say('Show Task Attachments'));
			await hands.type('4105');
			await quickInput.highlighted(found.slice(6)).first().waitFor();
			await quickInput.accept();
			await quickInput.isClosed();
			await attachments.pane.locator('.monaco-list-row.focused', { hasText: found }).waitFor();
			await sandbox.seen(({ path }) => path === '/tasks/4105/attachments');
			await hands.bench.screenshot('2-found');
		});

		it('mark what was attached from here, and show only that on demand', async () => {
			const { hands } = cor();
			const { attachments, contextMenu, explorer, notifications, quickInput } = hands.bench;
			await place('de otra persona.txt');
			await explorer.select([notes]);
			await contextMenu.choose(explorer.row(notes), title('command.attach'));
			await quickInput.input.waitFor();
			await hands.type('4101');
			await quickInput.highlighted(campaign.slice(6)).first().waitFor();
			await quickInput.accept();
			await notifications.shows(say('Attached {0} to {1}.', notes, campaign));
			await notifications.dismissAll();
			await hands.bench.page.locator('.pane-header', { hasText: 'Café del Sur' }).click(); // the view gets its room
			await rowOf(`${notes}v1 · ${say('from here')} · `).waitFor();
			await rowOf('de otra persona.txtv1 · \\d').waitFor();
			await hands.bench.screenshot('3-marked');

			await pressTitle('command.showOnlyFromHere');
			await rowOf('de otra persona').waitFor({ state: 'detached' });
			await rowOf(`${notes}v1 · ${say('from here')} · `).waitFor();
			assert.deepEqual((await attachments.rows()).length, 3); // the section, the task, the file
			await hands.bench.screenshot('4-only-from-here');
			await pressTitle('command.showAllAttachments');
			await rowOf('de otra persona').waitFor();
		});

		it('say of versions which COR does not list, and have each once', async () => {
			const { hands } = cor();
			const { attachments } = hands.bench;
			const first = await place('logo.png');
			await place('logo.png', first);
			await place('logo.png', first);
			await attachments.refresh(title('command.refreshView'));
			const row = rowOf(`logo.pngv3 · ${say('{0} not listed by COR', 'v2')} · `);
			await row.waitFor();
			await row.locator('.monaco-tl-twistie').click();
			await rowOf('logo.pngv1 · \\d+ bytes$').waitFor();
			assert.equal(await rowOf('logo.png').count(), 2);
			for (const scheme of ['dark', 'high contrast', 'light'] as const) {
				await hands.bench.turn(scheme);
				await hands.bench.screenshot(`5-versions-${scheme.replace(' ', '-')}`);
			}
		});

		it('say in its place that a task which was open has gone', async () => {
			const { hands, sandbox } = cor();
			const { attachments } = hands.bench;
			await place('aquí.txt');
			await attachments.refresh(title('command.refreshView'));
			await rowOf('aquí.txt').waitFor();
			sandbox.set({ tasks: tasks.filter(({ id }) => id !== 4101) });
			await attachments.refresh(title('command.refreshView'));
			await rowOf(say("This task doesn't exist or you can't access it.")).waitFor();
			await rowOf('aquí.txt').waitFor({ state: 'detached' });
			await hands.bench.screenshot('6-gone');
			sandbox.set({ tasks });
		});

		it('attach a picture that is pasted, once it was seen', async () => {
			const { hands, storedNames } = cor();
			const { contextMenu, notifications, page, tabs } = hands.bench;
			await page.evaluate(copyImage);
			await contextMenu.choose(rowOf(campaign).first(), title('command.pasteScreenshot'));
			await tabs.tab(say('Paste a Screenshot')).waitFor();
			const frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
			await frame.getByText(say('Copy an image, then paste it here.')).click();
			await page.keyboard.press('Control+V');
			const picture = frame.getByRole('img', { name: say('The pasted image') });
			await picture.waitFor();
			await hands.bench.screenshot('7-pasted');
			assert.equal(await picture.evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth), 8);
			assert.deepEqual(storedNames(), []);
			await page.keyboard.press('Enter'); // the button has the focus
			await notifications.shows(new RegExp(say('Attached {0} to {1}.', 'screenshot-[0-9-]+\\.png', campaign)));
			assert.match(storedNames().join(), /^screenshot-\d{4}-\d\d-\d\d-\d{6}\.png$/);
		});

		it('attach files that are chosen for a task', async () => {
			const { hands, storedNames } = cor();
			const { contextMenu, notifications, quickInput } = hands.bench;
			await contextMenu.choose(rowOf(campaign).first(), title('command.attachFilesToTask'));
			await quickInput.asks(say('Choose Files to Attach'));
			await quickInput.choose(notes);
			await notifications.shows(say('Attached {0} to {1}.', notes, campaign));
			assert.deepEqual(storedNames(), [notes]);
		});
	});
}
