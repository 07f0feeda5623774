import assert from 'node:assert/strict';
import { changed, defaultSettings } from './settings.js';
import { settingsFrom } from './settings-text.js';
import { defaultVariants, variantTable } from './variants.js';

describe('the settings of the sandbox', () => {
	it('start with the first literal of each variant, which is what is documented or most likely', () => {
		for (const [name, [first]] of Object.entries(variantTable)) {
			assert.equal(defaultVariants[name as keyof typeof defaultVariants], first, name);
		}
		assert.deepEqual(defaultSettings.variants, defaultVariants);
	});

	it('can be given as text, numbers and variants alike', () => {
		const { listLagMs, clockAheadMs, variants } = changed(
			defaultSettings,
			settingsFrom(['listLagMs=2500', 'clockAheadMs=-60000', 'gateway=503', 'listedSize=text']),
		);

		assert.deepEqual([listLagMs, clockAheadMs], [2_500, -60_000]);
		assert.deepEqual(variants, { ...defaultVariants, gateway: '503', listedSize: 'text' });
	});

	for (const text of ['gateway', 'gateway=', 'gateway=200', 'listLagMs=soon', 'limits=1', 'constructor=1']) {
		it(`are refused as text where they do not exist, and what exists is named: ${text}`, () => {
			assert.throws(() => settingsFrom([text]), {
				message: new RegExp(`no setting ${text};[^]*gateway=passes\\|401[^]*`),
			});
		});
	}
});
