import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Page, Request } from 'playwright-core';
import { signIn } from '../../cor/kit/connect.js';
import { Handles } from '../../cor/kit/parts.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { Keyboard } from '../kit/keyboard.js';
import { like, say, titled } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { brief, installer, logo, notes, proposal } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const { signal } = new AbortController();
const theTask = new RegExp(`^${task}`);
/** What a screen reader says of a version of a file, with what comes after it. */
const version = (number: number, name: string, about: string) =>
	new RegExp(`^${name}, ${say('version {0}', number)}, ${about}`);

describe('the view by the keyboard alone', () => {
	const cor = useSharedWindow('view-keyboard');
	startEachTestClean(cor);
	let keyboard: Keyboard;
	before('open the view', async () => {
		keyboard = new Keyboard(cor().hands.bench);
		await cor().hands.bench.attachments.open();
	});

	/** Attaches a file that no test before it has, and waits until the view has it, marked. */
	async function attach(name: string): Promise<void> {
		const { hands } = cor();
		const { attachments, explorer, notifications } = hands.bench;
		await explorer.shows(name);
		await hands.attach(name);
		await hands.chooseTask('4101', title);
		await notifications.shows(say('Attached {0} to {1}.', name, task));
		await notifications.dismissAll();
		await goTo(theTask); // what is out of sight is not drawn
		await attachments.row(new RegExp(`^${name}v1 · ${say('from here')} .*Lucía`)).waitFor();
	}

	/** Goes to a row by what a screen reader says of it. */
	async function goTo(row: RegExp): Promise<void> {
		const focused = cor().hands.bench.attachments.pane.locator('.monaco-list:focus');
		if (!(await focused.isVisible())) {
			await keyboard.run(`Focus on ${titled('view.name')} View`);
			await focused.waitFor();
		}
		await keyboard.press('Home');
		await keyboard.until(row, 'ArrowDown');
	}

	/** Takes an entry of the menu of a row; gives all that it offers. */
	async function choose(row: RegExp, label: string): Promise<readonly string[]> {
		const { contextMenu } = cor().hands.bench;
		await goTo(row);
		await contextMenu.openByKeyboard(label);
		const offered = await contextMenu.labels();
		await contextMenu.chooseByKeyboard(label);
		return offered;
	}

	/** What the browser is told to open by `action`. */
	async function openedBy(action: () => Promise<unknown>): Promise<Page> {
		const opened = cor().hands.bench.context.waitForEvent('page');
		await action();
		return opened;
	}

	it('forgets what was attached from here, after a question', async () => {
		const { hands } = cor();
		const { attachments, modal } = hands.bench;
		await attach(logo);
		await keyboard.run(`COR: ${titled('command.clearHistory')}`);
		await modal.says(say("Clear this workspace's attachment history?"));
		await hands.bench.screenshot('1-clear-history');
		assert.equal(await keyboard.focused(), say('Keep'));
		assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', say('Clear History'), say('Keep')]);
		await keyboard.press('Enter');
		await attachments.row(new RegExp(`^${logo}v1 · ${say('from here')} .*Lucía`)).waitFor();
		await keyboard.run(`COR: ${titled('command.clearHistory')}`);
		await modal.says(say("Clear this workspace's attachment history?"));
		await keyboard.until(say('Clear History'), 'Tab');
		await keyboard.press('Enter');
		await attachments.row(/^Logo cliente\.pngv1 · \d.*Lucía/).waitFor(); // in COR nothing is deleted
	});

	it('opens, refreshes and pins a task', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		await attach(logo);
		const page = await openedBy(async () => {
			const offered = await choose(theTask, titled('command.openTask'));
			assert.deepEqual(offered, [
				titled('command.attachFilesToTask'),
				titled('command.pasteScreenshot'),
				titled('command.openTask'),
				titled('command.copyLink'),
				titled('command.pinTask'),
				titled('command.refreshView'),
			]);
		});
		await page.getByText(logo).first().waitFor();
		assert.equal(page.url(), `${webUrlOf(sandbox)}/tasks/4101`);
		await page.close();

		await signIn(sandbox).upload(4101, [new Handles().part('de otra parte.txt', '1')], { signal });
		assert.equal(
			await hands.copiedBy(() => choose(theTask, titled('command.copyLink'))),
			`${webUrlOf(sandbox)}/tasks/4101`,
		);
		await choose(theTask, titled('command.refreshView'));
		await attachments.row(/^de otra parte\.txt/).waitFor();

		const pinned = attachments.row(task).first().locator('.codicon-pinned');
		await choose(theTask, titled('command.pinTask'));
		await pinned.waitFor();
		await attachments.row(new RegExp(`^${say('Pinned')}$`)).waitFor();
		await choose(theTask, titled('command.unpinTask'));
		await pinned.waitFor({ state: 'detached' });
	});

	it('opens, shows, copies and removes an attachment', async () => {
		const { hands, sandbox } = cor();
		const { context, explorer, modal, page } = hands.bench;
		const row = version(1, notes, '.*Lucía');
		const taskPage = `${webUrlOf(sandbox)}/tasks/4101`;
		await attach(notes);
		assert.equal(await hands.copiedBy(() => choose(row, titled('command.copyMarkdown'))), `[${notes}](${taskPage})`);
		assert.equal(await hands.copiedBy(() => choose(row, titled('command.copyLink'))), taskPage);
		await explorer.select([logo]);
		await choose(row, titled('command.revealFile'));
		await explorer.row(notes).and(page.locator('[aria-selected=true]')).waitFor();

		const asked = context.waitForEvent('request', isDownload(notes));
		const opened = await openedBy(() => choose(row, titled('command.openAttachment')));
		await asked;
		await opened.close();

		assert.deepEqual(await choose(row, titled('command.deleteAttachment')), [
			titled('command.openInEditor'),
			titled('command.openAttachment'),
			titled('command.revealFile'),
			titled('command.saveAttachment'),
			titled('command.compareLocal'),
			titled('command.copyLink'),
			titled('command.copyMarkdown'),
			titled('command.attachVersion'),
			titled('command.attachAgain'),
			titled('command.deleteAttachment'),
		]);
		await modal.says(say('Remove {0} from {1}?', notes, task));
		await hands.bench.screenshot('5-remove');
		assert.equal(await keyboard.focused(), say('Keep'));
		await keyboard.until(say('Remove'), 'Tab');
		await keyboard.press('Enter');
		await hands.bench.attachments.row(/^notas\.txtv1 .*Lucía/).waitFor({ state: 'detached' });
		assert.deepEqual(sandbox.attachments(4101), []);
	});

	it('attaches a new version, and opens the first', async () => {
		const { folder, hands } = cor();
		const { attachments, context, notifications } = hands.bench;
		await attach(brief);
		writeFileSync(folder.pathOf(brief), 'Otra cosa.\n');
		await choose(version(1, 'Brief .*', '.*Lucía'), titled('command.attachVersion'));
		await hands.acceptReview();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', brief, task, 2));
		await attachments.row(/^Brief .*v2 .*Lucía/).waitFor();
		await goTo(version(2, 'Brief .*', '.*Lucía'));
		await keyboard.press('ArrowRight');
		await attachments.row(/^Brief .*v1 · \d+ bytes$/).waitFor();
		await hands.bench.screenshot('2-versions');
		const asked = context.waitForEvent('request', isDownload(brief));
		const opened = await openedBy(async () => {
			const offered = await choose(version(1, 'Brief .*', '\\d+ bytes$'), titled('command.openAttachment'));
			assert.deepEqual(offered, [
				titled('command.openInEditor'),
				titled('command.openAttachment'),
				titled('command.saveAttachment'),
				titled('command.compareLocal'),
				titled('command.compareVersions'),
			]);
		});
		await asked;
		await opened.close();
	});

	it('attaches again what was attached from here', async () => {
		const { hands } = cor();
		const { quickInput } = hands.bench;
		await attach(proposal);
		await choose(version(1, 'Propuesta .*', say('from here')), titled('command.attachAgain'));
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.item(say('Unchanged since it was attached (v{0}).', 1)).waitFor();
		await quickInput.escape();
	});

	it('shows more than the first fifty when asked, and reads them only then', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		await attach(installer);
		const elsewhere = signIn(sandbox);
		for (let number = 1; number <= 51; number += 1) {
			await elsewhere.upload(4101, [new Handles().part(`pieza ${number}.txt`, '1')], { signal });
		}
		const before = sandbox.requests.length;
		await choose(theTask, titled('command.refreshView'));
		await attachments.row(/^pieza 51\.txt/).waitFor();
		await goTo(like('Show More'));
		await hands.bench.screenshot('3-show-more');
		await keyboard.press('Enter');
		await attachments.row(/^pieza 1\.txt/).waitFor();
		await goTo(version(1, installer, '.*Lucía'));
		await hands.bench.screenshot('4-all');
		assert.deepEqual(
			sandbox.requests.slice(before).map(({ path, search }) => path + search),
			[1, 2].map(page => `/tasks/4101/attachments?page=${page}&per_page=50`),
		);
	});
});

function isDownload(name: string): (request: Request) => boolean {
	return request => request.url().includes('/files/') && request.url().endsWith(`/${encodeURIComponent(name)}`);
}
