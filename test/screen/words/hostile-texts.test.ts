import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { agencyFiles } from '../kit/agency-folder.js';
import { say, titled } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const trap = '$(alert) [abrir](command:workbench.action.quit)';
/** As `trap` stands on the screen: a character without a width takes the markup away. */
const shown = '$\u2060(alert) [abrir]\u2060(command:workbench.action.quit)';
const file = `a ${trap}.txt`;
const turned = 'factura {0}\u202efdp.exe';
const title = `Campaña {1} ${trap}`;
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('texts of strangers on the screen', () => {
	const cor = useSharedWindow('hostile-texts', folder => {
		for (const name of [file, turned]) {
			writeFileSync(folder.pathOf(name), 'x');
		}
	});
	startEachTestClean(cor);
	beforeEach('a task with such a title', () => {
		const body = { id: 4101, title: `${title}\u202e\n${trap}`, project: { name: trap, client: { name: trap } } };
		const { sandbox } = cor();
		sandbox.failNext({ path: '/v1/tasks/4101', times: 99 }, { kind: 'status', status: 200, body });
		const list = { data: [body], lastPage: 1 };
		sandbox.failNext({ path: '/v1/tasks', times: 99 }, { kind: 'status', status: 200, body: list });
	});

	/** Links and icons that such a text has become; in a pick, the editor's own buttons are links too. */
	const markup = (within: string) => {
		const links = within.startsWith('.notification') ? 'a' : 'a.monaco-link';
		return cor().hands.bench.page.locator(`${within} :is(${links}, .codicon-alert)`).count();
	};

	it('are texts in the pick, in the review, in the progress and in the result', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.shows(agencyFiles.notes);
		await hands.attach(turned, file);
		await quickInput.asks(say('Attach {0} files ({1})', 2, '2 bytes'));
		await hands.type('4101');
		await quickInput.highlighted(`Campaña {1} ${shown}`).waitFor();
		await hands.bench.screenshot('1-pick');
		assert.equal(await markup('.quick-input-list'), 0);
		await quickInput.accept();

		await quickInput.asks(
			say('Attach {0} files ({1}) to {2}', 2, '2 bytes', `#4101 Campaña {1} ${shown.slice(0, 20)}`),
		);
		await quickInput.item(`a ${shown}.txt`).first().waitFor();
		await quickInput.item('factura {0}_fdp.exe').first().waitFor();
		await hands.bench.screenshot('2-review');
		assert.equal(await markup('.quick-input-widget'), 0);
		sandbox.failNext({ method: 'POST', path: /attachments$/ }, { kind: 'hang' });
		await quickInput.accept();
		await quickInput.isClosed();

		await notifications.shows(`#4101 Campaña {1} ${shown.slice(0, 20)}`);
		await hands.bench.screenshot('3-progress');
		assert.equal(await markup('.notification-list-item-message'), 0);
		await notifications.press(/%/, 'Cancel');
		await notifications.shows(/[Aa]ttached|may already be on/);
		await hands.bench.screenshot('4-result');
		assert.equal(await markup('.notification-list-item-message'), 0);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
	});

	it('are texts in the reason why COR refused, and in the log', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, output } = hands.bench;
		const message = `${trap} {0}\n2026-11-24 00:00:00.000 [info] task 4101 · a · attached as 1`;
		const body = { errors: [{ filename: file, message }] };
		sandbox.failNext({ method: 'POST', path: /attachments$/ }, { kind: 'status', status: 400, body, early: false });
		await hands.attach(file);
		await hands.chooseTask('4101', `Campaña {1} ${shown}`);

		await notifications.shows(
			say('COR refused it: {0}', `${shown} {0} 2026-11-24 00:00:00.000 [info] task 4101 · a · attached as 1`),
		);
		await hands.bench.screenshot('5-refused');
		assert.equal(await markup('.notification-list-item-message'), 0);
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		await commandPalette.run(`COR: ${titled('command.showLog')}`);
		await output.shows(`[error] task 4101 · a ${trap}`);
		await hands.bench.screenshot('6-log');
	});
});
