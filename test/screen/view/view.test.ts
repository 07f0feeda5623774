import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const inView = ['.pane-body .monaco-list-row .label-name'];

describe('the view', () => {
	const cor = useCorWorkbench({ suite: 'view', hasKey: true });
	startEachTestClean(cor);

	const attach = async (name: string): Promise<void> => {
		const { hands } = cor();
		await hands.bench.explorer.shows(name);
		await hands.bench.attachments.open();
		await hands.attach(name);
		await hands.chooseTask('4101', title);
		await hands.bench.notifications.shows(`${name} is attached to ${task}.`);
		await hands.bench.notifications.dismissAll();
	};

	it('says what it is for before there is a task, and asks COR only who it is', async () => {
		const { hands, sandbox } = cor();
		const { attachments, explorer } = hands.bench;
		await explorer.shows(notes);
		await attachments.open();
		await attachments.welcome('Here you will see the task you attached to last.').waitFor();
		await hands.bench.screenshot('1-no-task');
		assert.deepEqual(
			sandbox.requests.map(({ path }) => path).filter(path => !path.includes('/oauth/')),
			['/me'],
		);
	});

	it('shows the task that was attached to, what is on it, and what came from here', async () => {
		const { hands } = cor();
		const { attachments } = hands.bench;
		await attach(notes);
		await attach(logo);
		await attachments.row(task).first().waitFor();
		await attachments.row(/25 kB.*Lucía Fernández/).waitFor();
		const rows = await attachments.rows();
		assert.match(rows[0] ?? '', /^#4101 Diseño de la campaña de invierno/);
		assert.match(rows[1] ?? '', /^Logo cliente\.pngv1 · 25 kB · .+ · Lucía Fernández$/);
		assert.match(rows[2] ?? '', /^notas\.txtv1 · 45 bytes · .+ · Lucía Fernández$/);
		assert.equal(rows[3], 'Attached from this workspace');
		assert.match(rows[4] ?? '', /^Logo cliente\.png#4101 Diseño de la campaña de invierno · v1 · /);
		await hands.bench.screenshot('2-task-and-history');
	});

	it('attaches a new version, and shows it in place of the first', async () => {
		const { hands, sandbox } = cor();
		const { attachments, contextMenu, notifications } = hands.bench;
		await attach(notes);
		await notifications.watch();
		await contextMenu.choose(attachments.row(/notas\.txtv1 .*Lucía/), 'Attach New Version…');
		await notifications.shows(`${notes} is attached to ${task} as version 2.`);
		await attachments
			.row(/notas\.txtv2 /)
			.first()
			.waitFor();
		await hands.bench.screenshot('3-second-version');
		const [stored, ...others] = sandbox.attachments(4101);
		assert.deepEqual([stored?.versions.map(({ version }) => version), others], [[2], []]);
		assert.ok((await notifications.most()) < 2);
	});

	it('pins the task by the keyboard alone, and lets it go', async () => {
		const { hands } = cor();
		const { attachments, contextMenu, page } = hands.bench;
		await attach(logo);
		const row = attachments.row(task).first();
		await attachments.row(/Logo cliente\.pngv1 .*Lucía/).waitFor();
		// A click folds it up.
		await row.click();
		await row.and(page.locator('[aria-expanded=false]')).waitFor();
		await page.keyboard.press('ArrowRight');
		await row.and(page.locator('[aria-expanded=true]')).waitFor();
		await page.keyboard.press('Shift+F10');
		await contextMenu.chooseByKeyboard('Pin for This Workspace');
		await row.locator('.codicon-pinned').waitFor();
		await contextMenu.choose(row, 'Unpin');
		await row.locator('.codicon-checklist').waitFor();
	});

	it('copies what a message to somebody needs, and never the address of the file itself', async () => {
		const { hands, sandbox } = cor();
		const { attachments, contextMenu } = hands.bench;
		await attach(logo);
		const page = `${webUrlOf(sandbox)}/tasks/4101`;
		const row = attachments.row(/Logo cliente\.pngv1 .*Lucía/);
		await row.waitFor();
		const copied = (label: string) => hands.copiedBy(() => contextMenu.choose(row, label));
		assert.equal(await copied('Copy as Markdown'), `[${logo}](${page})`);
		assert.equal(await copied('Copy Link of the Task'), page);
	});

	it('deletes an attachment after a question, and shows what COR then lists', async () => {
		const { hands, sandbox } = cor();
		const { attachments, contextMenu, modal } = hands.bench;
		await attach(logo);
		const row = attachments.row(/Logo cliente\.pngv1 .*Lucía/);
		await contextMenu.choose(row, 'Delete…');
		await modal.says(`Delete ${logo} from ${task}?`);
		await hands.bench.screenshot('4-delete');
		await modal.press('Delete');
		await row.waitFor({ state: 'detached' });
		assert.deepEqual(sandbox.attachments(4101), []);
		assert.deepEqual(await hands.bench.cutOff(inView), []);
	});

	it('says that COR cannot be asked, and tries again', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		await attach(logo);
		sandbox.failNext(
			{ method: 'GET', path: '/v1/tasks/4101/attachments' },
			{ kind: 'status', status: 500, body: null },
		);
		await attachments.row(task).first().hover();
		await attachments.pane.getByRole('button', { name: /^Refresh/ }).click();
		const again = attachments.row('Try Again');
		await again.waitFor();
		await hands.bench.screenshot('5-cannot-be-asked');
		await again.click();
		await attachments.row(/Logo cliente\.pngv1 .*Lucía/).waitFor();
	});
});

describe('the empty view', () => {
	const cor = useCorWorkbench({ suite: 'empty-view' });
	startEachTestClean(cor);

	const buttons = async (): Promise<readonly string[]> =>
		cor().hands.bench.attachments.pane.locator('.welcome-view-content .monaco-button').allInnerTexts();

	it('offers to sign in', async () => {
		const { hands, sandbox } = cor();
		const { attachments, explorer, quickInput } = hands.bench;
		await explorer.shows(notes);
		await attachments.open();
		await attachments.welcome('Sign in to COR to see the attachments of your tasks.').waitFor();
		await hands.bench.screenshot('1-signed-out');
		assert.deepEqual(await buttons(), ['Sign In']);
		await attachments.pane.getByRole('button', { name: 'Sign In' }).click();
		await hands.signIn(sandbox.credentials);
		await quickInput.isClosed();
	});

	it('then offers to show a task', async () => {
		const { hands } = cor();
		await hands.bench.attachments.welcome('Here you will see the task you attached to last.').waitFor();
		await hands.bench.screenshot('2-no-task');
		assert.deepEqual(await buttons(), ['Show a Task…']);
	});

	it('says that COR cannot be asked, and tries again', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		sandbox.failNext({ method: 'GET', path: '/v1/me', times: 5 }, { kind: 'reset-early' });
		await attachments.pane.locator('.pane-header').hover();
		await attachments.pane.getByRole('button', { name: /^Refresh/ }).click();
		await attachments.welcome('COR cannot be asked at the moment.').waitFor();
		await hands.bench.screenshot('3-offline');
		assert.deepEqual(await buttons(), ['Try Again']);
		await sandbox.clear();
		await attachments.pane.getByRole('button', { name: 'Try Again' }).click();
		await attachments.welcome('Here you will see the task you attached to last.').waitFor();
	});
});
