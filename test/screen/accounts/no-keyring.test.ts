import assert from 'node:assert/strict';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('a machine without a keyring', () => {
	const cor = useCorWorkbench({ suite: 'no-keyring' });
	startEachTestClean(cor);

	it('says so, and keeps the credential for the window where that is wanted', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, quickInput } = hands.bench;
		await commandPalette.run('Companion: Sign In Without a Keyring');
		await quickInput.asks('Sign In to COR');
		const why = "The editor's secret storage cannot be read, so nobody is signed in to COR.";
		assert.equal(await quickInput.input.getAttribute('placeholder'), why);
		await hands.bench.screenshot('1-why');
		await hands.signIn(sandbox.credentials);

		const offer = 'This machine could not store the credential safely. It can be kept until this window closes.';
		await notifications.shows(offer);
		await hands.bench.screenshot('2-offer');
		assert.deepEqual(await notifications.buttons(offer), ['Keep for This Window']);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(offer, 'Keep for This Window');

		await notifications.shows('acts as Lucía Fernández');
	});

	it('keeps nothing where that is not wanted', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications } = hands.bench;
		await commandPalette.run('Companion: Sign In Without a Keyring');
		await hands.signIn(sandbox.credentials);
		await notifications.shows('This machine could not store the credential safely.');
		await notifications.dismiss('This machine could not store the credential safely.');

		await notifications.shows('acts as undefined');
	});
});
