import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
import { takeItem } from '../kit/menus/menu-item.js';
import { beginning, like, say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, logo, notes } = agencyFiles;
const taskTitle = 'Diseño de la campaña de invierno';
const task = `#4101 ${taskTitle}`;
const branch = 'feature/invierno';
const noAutoSave = { 'files.autoSave': 'off' }; // in a browser the editor saves by itself
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('attaching from source control', () => {
	const cor = useCorWorkbench({ suite: 'changes', hasKey: true, branch, settings: noAutoSave });
	startEachTestClean(cor);
	before('change something', async () => {
		const { folder, hands } = cor();
		const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder.dir, ...args]);
		git('add', '--all');
		git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '-m', 'Work');
		writeFileSync(folder.pathOf(brief), '# Campaña de invierno\n\n- ¿Qué tomás hoy?\n- Tarde tibia\n');
		writeFileSync(folder.pathOf(logo), readFileSync(folder.pathOf(agencyFiles.installer)));
		writeFileSync(folder.pathOf('nuevo.txt'), 'nuevo\n');
		writeFileSync(folder.pathOf(notes), 'Reunión del viernes\n');
		git('add', notes);
		// A badge lies over the icon.
		await hands.bench.page
			.locator('.activitybar .action-item', { has: hands.bench.page.locator('[aria-label*="Source Control"]') })
			.first()
			.click();
		// What is staged comes last. Until then the rows are drawn anew, and a click on one comes to the extension as on none.
		await row('Staged Changes').waitFor();
		await row('nuevo.txt').waitFor();
	});

	const row = (name: string | RegExp) =>
		cor().hands.bench.page.locator('.scm-view .monaco-list-row', { hasText: name }).first();
	const stored = () =>
		cor()
			.sandbox.attachments(4101)
			.map(({ originalname, path }) => ({ name: originalname, text: readFileSync(path, 'utf8') }));

	async function takeTask(result: string): Promise<void> {
		const { hands } = cor();
		await hands.takeTask('4101', taskTitle);
		await hands.bench.notifications.shows(result);
	}

	it('attaches the changes of a row as a patch', async () => {
		await cor().hands.bench.contextMenu.choose(row(brief), titled('command.attachFileChanges'));
		await takeTask(say('Attached {0} to {1}.', `${brief}.patch`, task));
		await cor().hands.bench.screenshot('2-patch-attached');
		assert.match(stored()[0]?.text ?? '', /^-- Mañana fría\n\+- Tarde tibia$/m);
		assert.deepEqual(await cor().hands.bench.cutOff(ours), []);
	});

	it('attaches all changes of a group, with the new file', async () => {
		const { contextMenu } = cor().hands.bench;
		await contextMenu.openWith(row(/^Changes/), titled('command.attachAllChanges'));
		await cor().hands.bench.screenshot('3-group');
		await contextMenu.close();
		await contextMenu.choose(row(/^Changes/), titled('command.attachAllChanges'));
		await takeTask(say('Attached {0} to {1}.', 'feature-invierno-changes.patch', task));
		assert.match(stored()[0]?.text ?? '', /^\+nuevo$/m);
		assert.match(stored()[0]?.text ?? '', /^GIT binary patch$/m);
	});

	it('attaches the files of a group', async () => {
		const { hands } = cor();
		await hands.bench.contextMenu.choose(row(/^Changes/), titled('command.attach'));
		await hands.takeTask('4101', taskTitle);
		await hands.bench.quickInput.asks(like('Attach {0} files ({1}) to {2}', 3, /.*/, '#'));
		await hands.bench.screenshot('9-files-of-a-group');
		await hands.acceptReview();
		await hands.bench.notifications.shows(say('Attached {0} files to {1}.', 3, task));
		assert.deepEqual(cor().storedNames(), [brief, logo, 'nuevo.txt']);
	});

	it('attaches all changes from the menu of the title of Source Control', async () => {
		const { contextMenu, page } = cor().hands.bench;
		const title = page.locator('.pane-header', { hasText: 'Changes' });
		await title.hover();
		await title.getByRole('button', { name: /^More Actions/ }).click();
		await takeItem(contextMenu.item(titled('command.attachAllChanges')), titled('command.attachAllChanges'));
		await takeTask(say('Attached {0} to {1}.', 'feature-invierno-changes.patch', task));
	});

	it('attaches what is staged, and offers it only there', async () => {
		const { contextMenu } = cor().hands.bench;
		await contextMenu.openWith(row(notes), titled('command.attachStagedChanges'));
		assert.ok(!(await contextMenu.labels()).includes(titled('command.attachFileChanges')));
		await contextMenu.close();
		await contextMenu.choose(row(notes), titled('command.attachStagedChanges'));
		await takeTask(say('Attached {0} to {1}.', `${notes}.patch`, task));
	});

	it('leaves a patch with a secret unchecked, and names the file in it', async () => {
		const { folder, hands, sandbox } = cor();
		const { commandPalette, notifications, quickInput } = hands.bench;
		writeFileSync(folder.pathOf('.env'), 'PORT=8080\n');
		await commandPalette.run(`COR: ${titled('command.attachAllChanges')}`);
		await hands.takeTask('4101', taskTitle);
		await quickInput.item(`.env: ${say('The name suggests secrets: {0}.', '.env*')}`).waitFor();
		await hands.bench.screenshot('4-secrets');
		assert.ok((await quickInput.items()).every(row => !row.includes('/')));
		await quickInput.accept(); // what Enter does is to send nothing
		await quickInput.isClosed();
		await notifications.shows(`${beginning('Nothing was attached to {0}.')}#4101`);
		rmSync(folder.pathOf('.env'));
		assert.deepEqual(
			sandbox.requests.filter(({ method, path: to }) => method === 'POST' && to.endsWith('/attachments')),
			[],
		);
	});

	it('offers the patch of a changed file in its editor, and asks whether to save first', async () => {
		const { hands } = cor();
		const { modal, page, contextMenu } = hands.bench;
		await row('nuevo.txt').click();
		await page.locator('.monaco-editor .view-lines', { hasText: 'nuevo' }).last().click();
		await page.keyboard.type('más ');
		const more = page.locator('.editor-actions').getByRole('button', { name: /^More Actions/ });
		await more.click();
		await contextMenu.item(titled('command.attachFileChanges')).waitFor();
		await hands.bench.screenshot('5-editor-title');
		await contextMenu.close();
		await hands.bench.commandPalette.run(`COR: ${titled('command.attachFileChanges')}`);
		await modal.says(say('Save before creating the patch?'));
		await hands.bench.screenshot('6-save-first');
		assert.deepEqual([...(await modal.buttons())].sort(), [
			say('Attach Without Saving'),
			'Cancel',
			say('Save and Attach'),
		]);
		await modal.press(say('Save and Attach'));
		await takeTask(say('Attached {0} to {1}.', 'nuevo.txt.patch', task));
		assert.match(stored()[0]?.text ?? '', /^\+.*más/m);
	});

	it('says that nothing has changed, and sends nothing', async () => {
		const { folder, hands, sandbox } = cor();
		const { commandPalette, notifications } = hands.bench;
		const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder.dir, ...args]);
		git('add', '--all');
		git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '-m', 'More');
		await commandPalette.run(`COR: ${titled('command.attachAllChanges')}`);
		await notifications.shows(say('There are no changes to attach.'));
		await notifications.dismissAll();
		await commandPalette.run(`COR: ${titled('command.attachStagedChanges')}`);
		await notifications.shows(say('There are no staged changes to attach.'));
		await hands.bench.screenshot('7-nothing-staged');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.equal(sandbox.requests.length, 0);
	});

	it('says that Git cannot make it', async () => {
		const { folder, hands, sandbox } = cor();
		const { commandPalette, notifications } = hands.bench;
		execFileSync('git', ['-C', folder.dir, 'config', 'filter.raro.clean', 'cat']);
		await commandPalette.run(`COR: ${titled('command.attachAllChanges')}`);
		await notifications.shows(
			say("This repository uses Git filters, which can't run for a patch. Stage the changes and attach those."),
		);
		await hands.bench.screenshot('8-filters');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.equal(sandbox.requests.length, 0);
	});
});
