import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
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
		await row(brief).waitFor();
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

	it('attaches the file of a row', async () => {
		const { contextMenu } = cor().hands.bench;
		await contextMenu.openWith(row(brief), 'Attach to Task…');
		await cor().hands.bench.screenshot('1-row');
		await contextMenu.close();
		await contextMenu.choose(row(brief), 'Attach to Task…');
		await takeTask(`${brief} is attached to ${task}.`);
	});

	it('attaches the changes of a row as a patch', async () => {
		await cor().hands.bench.contextMenu.choose(row(brief), 'Attach Changes of File as Patch…');
		await takeTask(`${brief}.patch is attached to ${task}.`);
		await cor().hands.bench.screenshot('2-patch-attached');
		assert.match(stored()[0]?.text ?? '', /^-- Mañana fría\n\+- Tarde tibia$/m);
		assert.deepEqual(await cor().hands.bench.cutOff(ours), []);
	});

	it('attaches all changes of a group, with the new file', async () => {
		const { contextMenu } = cor().hands.bench;
		await contextMenu.openWith(row(/^Changes/), 'Attach All Changes as Patch…');
		await cor().hands.bench.screenshot('3-group');
		await contextMenu.close();
		await contextMenu.choose(row(/^Changes/), 'Attach All Changes as Patch…');
		await takeTask(`feature-invierno-changes.patch is attached to ${task}.`);
		assert.match(stored()[0]?.text ?? '', /^\+nuevo$/m);
		assert.match(stored()[0]?.text ?? '', /^GIT binary patch$/m);
	});

	it('attaches what is staged, and offers it only there', async () => {
		const { contextMenu } = cor().hands.bench;
		await contextMenu.openWith(row(notes), 'Attach Staged Changes as Patch…');
		assert.ok(!(await contextMenu.labels()).includes('Attach Changes of File as Patch…'));
		await contextMenu.close();
		await contextMenu.choose(row(notes), 'Attach Staged Changes as Patch…');
		await takeTask(`${notes}.patch is attached to ${task}.`);
	});

	it('attaches all changes by keyboard alone', async () => {
		await cor().hands.bench.commandPalette.run('COR: Attach All Changes as Patch…');
		await takeTask(`feature-invierno-changes.patch is attached to ${task}.`);
	});

	it('leaves a patch with a secret unchecked, and names the file in it', async () => {
		const { folder, hands, sandbox } = cor();
		const { commandPalette, quickInput } = hands.bench;
		writeFileSync(folder.pathOf('.env'), 'PORT=8080\n');
		await commandPalette.run('COR: Attach All Changes as Patch…');
		await hands.takeTask('4101', taskTitle);
		await quickInput.item('.env: The name suggests secrets: .env*.').waitFor();
		await hands.bench.screenshot('4-secrets');
		assert.ok((await quickInput.items()).every(row => !row.includes('/')));
		await quickInput.escape();
		await quickInput.isClosed();
		rmSync(folder.pathOf('.env'));
		assert.deepEqual(
			sandbox.requests.filter(({ method }) => method === 'POST'),
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
		await contextMenu.item('Attach Changes of File as Patch…').waitFor();
		await hands.bench.screenshot('5-editor-title');
		await contextMenu.close();
		await hands.bench.commandPalette.run('COR: Attach Changes of File as Patch…');
		await modal.says('Save before the patch is made?');
		await hands.bench.screenshot('6-save-first');
		assert.deepEqual([...(await modal.buttons())].sort(), ['Attach What Is Saved', 'Cancel', 'Save and Attach']);
		await modal.press('Save and Attach');
		await takeTask(`nuevo.txt.patch is attached to ${task}.`);
		assert.match(stored()[0]?.text ?? '', /^\+.*más/m);
	});

	it('says that nothing has changed, and sends nothing', async () => {
		const { folder, hands, sandbox } = cor();
		const { commandPalette, notifications } = hands.bench;
		const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder.dir, ...args]);
		git('add', '--all');
		git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '-m', 'More');
		await commandPalette.run('COR: Attach All Changes as Patch…');
		await notifications.shows('Nothing has changed, so there is no patch to attach.');
		await notifications.dismissAll();
		await commandPalette.run('COR: Attach Staged Changes as Patch…');
		await notifications.shows('Nothing is staged, so there is no patch to attach.');
		await hands.bench.screenshot('7-nothing-staged');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.equal(sandbox.requests.length, 0);
	});

	it('says that Git cannot make it', async () => {
		const { folder, hands, sandbox } = cor();
		const { commandPalette, notifications } = hands.bench;
		execFileSync('git', ['-C', folder.dir, 'config', 'filter.raro.clean', 'cat']);
		await commandPalette.run('COR: Attach All Changes as Patch…');
		await notifications.shows(/This repository makes Git run filters of its own/);
		await hands.bench.screenshot('8-filters');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.equal(sandbox.requests.length, 0);
	});
});

describe('a patch in a workspace that is not trusted', () => {
	const cor = useCorWorkbench({
		suite: 'changes-untrusted',
		hasKey: true,
		branch,
		trust: true,
		settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
		userFiles: { 'keybindings.json': '[{ "key": "ctrl+alt+p", "command": "corAttachments.attachAllChanges" }]' },
	});
	startEachTestClean(cor);

	it('is not offered, and refused where it is asked for all the same', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, explorer, notifications, page } = hands.bench;
		await explorer.shows(brief);
		const offered = await commandPalette.offers('COR: Attach', 'COR: Attach to Task…');
		assert.ok(!offered.some(item => item.includes('Patch')));
		await page.keyboard.press('Control+Alt+P');
		await notifications.shows(/Git is not run in a workspace that is not trusted/);
		await hands.bench.screenshot('1-refused');
		assert.equal(sandbox.requests.length, 0);
	});
});

describe('attaching what an editor shows', () => {
	const cor = useCorWorkbench({ suite: 'unsaved', hasKey: true, settings: noAutoSave });
	startEachTestClean(cor);

	it('says that it is not saved, sends it all the same, and offers no patch without Git', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		await bench.explorer.shows(brief);
		await bench.explorer.open(brief);
		await bench.page.locator('.monaco-editor .view-lines').first().click();
		await bench.page.keyboard.press('Control+Home');
		await bench.page.keyboard.type('Borrador ');
		await bench.commandPalette.run('COR: Attach to Task…');
		await hands.takeTask('4101', taskTitle);
		await bench.quickInput.asks(/^Review: 1 of 1 file/);
		await bench.screenshot('1-review');
		assert.match((await bench.quickInput.items()).join('\n'), /Not saved: what the editor shows is sent\./);
		await hands.acceptReview();
		await bench.notifications.shows(`${brief} is attached to ${task}.`);
		const [file] = sandbox.attachments(4101);
		assert.match(readFileSync(file?.path ?? '', 'utf8'), /^Borrador # Campaña/);
		const offered = await bench.commandPalette.offers('COR: Attach', 'COR: Attach to Task…');
		assert.ok(!offered.some(item => item.includes('Patch')));
	});

	it('attaches what is selected, from the menu of the editor, and again as a new version', async () => {
		const { hands, sandbox } = cor();
		const { contextMenu, explorer, notifications, page, quickInput } = hands.bench;
		await explorer.shows(notes);
		await explorer.open(notes);
		const text = page.locator('.monaco-editor .view-lines', { hasText: 'Reunión' }).first();
		const selectAll = async () => {
			await text.click();
			await page.keyboard.press('Control+A');
		};
		await selectAll();
		await contextMenu.openWith(text, 'Attach Selection…');
		await hands.bench.screenshot('2-selection');
		await contextMenu.close();
		await contextMenu.choose(text, 'Attach Selection…');
		await hands.chooseTask('4101', taskTitle);
		await notifications.shows(`notas.L1.txt is attached to ${task}.`);
		await notifications.dismissAll();

		await page.keyboard.press('Control+Home');
		await page.keyboard.type('Otra ');
		await selectAll();
		await hands.bench.commandPalette.run('COR: Attach Selection…');
		await hands.takeTask('4101', taskTitle);
		await quickInput.item('will become version 2').waitFor();
		await hands.acceptReview();
		await notifications.shows(`notas.L1.txt is attached to ${task} as version 2.`);
		const [file] = sandbox.attachments(4101);
		assert.match(readFileSync(file?.versions[0]?.path ?? '', 'utf8'), /^Otra Reunión/);
	});
});
