import assert from 'node:assert/strict';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { say, title } = wordsIn('es');
const verdict = say('Connected to COR as {0}.', 'Lucía Fernández');
const checking = say('COR: Checking the connection');
const command = `COR: ${title('command.checkConnection')}`;
const ours = ['.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('checking the connection in Spanish', () => {
	const cor = useCorWorkbench({ suite: 'check-connection', hasKey: true, language: 'es-AR' });
	startEachTestClean(cor);

	it('shows a report in the language of the editor, ready to be copied', async () => {
		const { hands } = cor();
		const { commandPalette, notifications, page } = hands.bench;
		await commandPalette.run(command);

		await notifications.shows(verdict);
		const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
		await preview.getByRole('heading', { name: say('Step by step') }).waitFor();
		await hands.bench.screenshot('1-report');
		assert.deepEqual(await notifications.buttons(verdict), [say('Copy Report')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		const report = await hands.copiedBy(() => notifications.press(verdict, say('Copy Report')));
		assert.ok(report.startsWith(`# ${say('The connection to COR')}\n`), report);
		assert.ok(report.includes(`- ${say('Sign-in')}: ${say('works')}\n`), report);
	});

	it('can be cancelled, and shows nothing then', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, tabs } = hands.bench;
		await commandPalette.run('View: Close All Editors');
		const held = new Promise<void>(resolve => {
			sandbox.failNext({ path: '/v1/me' }, { kind: 'hang', onHeld: resolve });
		});
		await commandPalette.run(command);
		await held;
		await notifications.shows(checking);
		await hands.bench.screenshot('2-progress');

		await notifications.press(checking, 'Cancel');

		await notifications.isGone(checking);
		assert.equal(await notifications.count(), 0);
		assert.deepEqual(await tabs.names(), []);
	});
});
