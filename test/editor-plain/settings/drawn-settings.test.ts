import assert from 'node:assert/strict';
import fc from 'fast-check';
import { origins, statuses } from '../../../src/attach/fields.js';
import { type SettingForm, type SettingName, settingForms } from '../../../src/editor/settings/setting-forms.js';
import { isOf, isOneOf, isText, nearAnything, type Shape } from '../../attach/kit/drawn-values.js';

const isFlag = isOneOf(true, false);
const isPositive = (value: unknown): boolean => Number.isFinite(value) && Number(value) > 0;
const shapes: Readonly<Record<SettingName, readonly [right: unknown, shape: Shape]>> = {
	webUrl: [' https://acme.cor.works ', value => value === '' || /^https?:$/.test(new URL(String(value)).protocol)],
	showBranchTask: [false, isFlag],
	branchPattern: ['^(\\d+)', isText],
	exclude: [['*.psd', '!a.psd'], [isText]],
	alwaysReview: [true, isFlag],
	warnAboveMegabytes: [0.5, isPositive],
	maxProviderMegabytes: [1_000, value => isPositive(value) && Number(value) <= 1_000],
	available: [false, isFlag],
	status: ['pending', isOneOf('none', ...statuses)],
	createdFrom: ['rework', isOneOf(...origins)],
	groupNotifications: [true, isFlag],
};

describe('a setting', () => {
	for (const [name, [right, shape]] of Object.entries(shapes)) {
		const form: SettingForm<unknown> = settingForms[name as SettingName];

		it(`is, whatever is set as ${name}, of its type or counts as wrong`, () => {
			assert.ok(isOf(shape, form.read(right)));
			fc.assert(
				fc.property(nearAnything(right), made => {
					const read = form.read(made());
					assert.ok(read === undefined || isOf(shape, read));
				}),
				{ numRuns: 200 },
			);
		});
	}
});
