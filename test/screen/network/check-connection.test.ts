import assert from 'node:assert/strict';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const verdict = /^Conectado a COR como Lucía Fernández/;
const ours = ['.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('checking the connection in Spanish', () => {
	const cor = useCorWorkbench({ suite: 'check-connection', hasKey: true, language: 'es-AR' });
	startEachTestClean(cor);

	it('shows a report in the language of the editor, ready to be copied', async () => {
		const { hands } = cor();
		const { commandPalette, notifications, page } = hands.bench;
		await commandPalette.run('COR: Revisar la conexión');

		await notifications.shows(/Conectado a COR como Lucía Fernández/);
		await page.locator('.monaco-editor .view-line', { hasText: 'Paso a paso' }).waitFor();
		await hands.bench.screenshot('1-report');
		const said = (await notifications.texts()).find(text => verdict.test(text)) ?? '';
		assert.deepEqual(await notifications.buttons(said), ['Copiar informe']);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		const report = await hands.copiedBy(() => notifications.press(said, 'Copiar informe'));
		assert.match(report, /^# La conexión con COR\n/);
		assert.match(report, /- Inicio de sesión: funciona\n/);
	});

	it('can be cancelled, and shows nothing then', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, tabs } = hands.bench;
		await commandPalette.run('View: Close All Editors');
		const held = new Promise<void>(resolve => {
			sandbox.failNext({ path: '/v1/me' }, { kind: 'hang', onHeld: resolve });
		});
		await commandPalette.run('COR: Revisar la conexión');
		await held;
		await notifications.shows('COR: revisando la conexión');
		await hands.bench.screenshot('2-progress');

		await notifications.press('COR: revisando la conexión', 'Cancel');

		await notifications.isGone('COR: revisando la conexión');
		assert.equal(await notifications.count(), 0);
		assert.deepEqual(await tabs.names(), []);
	});
});
