import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
// The view's welcome is a sentence, and a button as a link.
const [welcome = '', signIn = ''] = titled('view.welcome.signIn').split(/\n\[|\]/);
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
		await hands.bench.notifications.shows(say('Attached {0} to {1}.', name, task));
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
		assert.equal(rows[0], say('Recent'));
		assert.match(rows[1] ?? '', /^#4101 Diseño de la campaña de invierno/);
		assert.match(rows[2] ?? '', new RegExp(`^${logo}v1 · ${say('from here')} · 25 kB · .+ · Lucía Fernández$`));
		assert.match(rows[3] ?? '', new RegExp(`^${notes}v1 · ${say('from here')} · 45 bytes · .+ · Lucía Fernández$`));
		assert.equal(rows[4], say('My open tasks'));
		await hands.bench.screenshot('2-task-and-marks');
		assert.deepEqual(await hands.bench.cutOff(inView), []);
	});

	it('says that COR cannot be asked, and tries again', async () => {
		const { hands, sandbox } = cor();
		const { attachments } = hands.bench;
		await attach(logo);
		await attachments.row(new RegExp(`^${logo}v1 · ${say('from here')} .*Lucía`)).waitFor(); // else that look takes the failure
		sandbox.failNext(
			{ method: 'GET', path: '/v1/tasks/4101/attachments' },
			{ kind: 'status', status: 500, body: null },
		);
		await attachments.row(task).first().hover();
		await attachments.pane.getByRole('button', { name: new RegExp(`^${titled('command.refreshView')}`) }).click();
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
		await attachments.welcome(welcome).waitFor();
		assert.deepEqual(sandbox.requests, []);
		await hands.bench.screenshot('1-signed-out');
		assert.deepEqual(await buttons(), [signIn]);
		await attachments.pane.getByRole('button', { name: signIn }).click();
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
			[say('My open tasks'), '#4103', '#4105', '#4110', '#4101', '#4108'], // as many as the view has room for
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
