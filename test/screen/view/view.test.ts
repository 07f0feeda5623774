import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { say } = wordsIn('en');
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
		await hands.bench.notifications.shows(`Attached ${name} to ${task}.`);
		await hands.bench.notifications.dismissAll();
	};

	it('shows the task that was attached to, what is on it, and what came from here', async () => {
		const { hands } = cor();
		const { attachments } = hands.bench;
		await attach(notes);
		await attach(logo);
		await attachments.row(task).first().waitFor();
		await attachments.row(/25 kB.*Lucía Fernández/).waitFor();
		const rows = await attachments.rows();
		assert.equal(rows[0], 'Recent');
		assert.match(rows[1] ?? '', /^#4101 Diseño de la campaña de invierno/);
		assert.match(rows[2] ?? '', /^Logo cliente\.pngv1 · from here · 25 kB · .+ · Lucía Fernández$/);
		assert.match(rows[3] ?? '', /^notas\.txtv1 · from here · 45 bytes · .+ · Lucía Fernández$/);
		assert.equal(rows[4], 'My open tasks');
		await hands.bench.screenshot('2-task-and-marks');
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
		const again = attachments.row(say('Retry'));
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
		assert.deepEqual(sandbox.requests, []);
		await hands.bench.screenshot('1-signed-out');
		assert.deepEqual(await buttons(), ['Sign In']);
		await attachments.pane.getByRole('button', { name: 'Sign In' }).click();
		await hands.signIn(sandbox.credentials);
		await quickInput.isClosed();
	});

	it('then shows my open tasks, by deadline, and asks COR for nothing else', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		await attachments.refresh();
		await sandbox.seen(({ path }) => path === '/tasks');
		await attachments.row(/^#4108 /).waitFor();
		await hands.bench.screenshot('2-my-open-tasks');
		assert.deepEqual(
			(await attachments.rows()).map(row => /^#\d+/.exec(row)?.[0] ?? row),
			['My open tasks', '#4103', '#4105', '#4110', '#4101', '#4108'], // as many as the view has room for
		);
		await sandbox.settled();
		assert.deepEqual(
			[...new Set(sandbox.requests.map(({ path }) => path).filter(path => !path.includes('/oauth/')))],
			['/tasks'],
		);
	});

	it('says that COR cannot be asked, and tries again', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		sandbox.failNext({ method: 'GET', path: '/v1/tasks', times: 99 }, { kind: 'reset-early' });
		await attachments.refresh();
		const again = attachments.row(say('Retry'));
		await again.waitFor();
		await hands.bench.screenshot('3-offline');
		await sandbox.clear();
		await again.click();
		await attachments.row(/^#4108 /).waitFor();
	});
});
