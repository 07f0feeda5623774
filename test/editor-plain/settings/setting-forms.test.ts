import assert from 'node:assert/strict';
import { defaultApiUrl } from '../../../src/cor/http/endpoint.js';
import { type SettingForm, type SettingName, settingForms } from '../../../src/editor/settings/setting-forms.js';
import { manifest } from '../../project/kit/manifest.js';

const forms: Readonly<Record<string, SettingForm<unknown>>> = settingForms;
const { apiUrl, showInMenus, ...declared } = Object.fromEntries(
	Object.entries(manifest.contributes.configuration.properties).map(([id, setting]) => [
		id.replace('corAttachments.', ''),
		setting,
	]),
);

/** Of each setting what it can have, and something of each kind that it can't. */
const samples: Readonly<Record<SettingName, { right: readonly unknown[]; wrong: readonly unknown[] }>> = {
	webUrl: {
		right: ['', 'https://acme.cor.works', 'http://127.0.0.1:3000/'],
		wrong: [
			'acme.cor.works',
			'ftp://acme.cor.works',
			'javascript:alert(1)',
			'https://',
			7,
			true,
			['https://a.example'],
		],
	},
	showBranchTask: { right: [true, false], wrong: ['true', 1, [true], {}] },
	branchPattern: { right: ['', '^(\\d+)', '('], wrong: [7, false, ['^x'], {}] },
	exclude: { right: [[], ['*.psd', '!a.psd']], wrong: ['*.psd', [7], ['*.psd', null], {}, true] },
	alwaysReview: { right: [true, false], wrong: ['true', 1, [true], {}] },
	warnAboveMegabytes: {
		right: [100, 0.5],
		wrong: [0, -1, '100', Number.NaN, Number.POSITIVE_INFINITY, true, [100]],
	},
	maxProviderMegabytes: { right: [100, 0.5, 1_000], wrong: [0, -1, 1_000.5, '100', Number.NaN, true, [100]] },
	available: { right: [true, false], wrong: ['false', 0, {}] },
	status: {
		right: ['none', 'approved', 'pending', 'required'],
		wrong: ['Approved', '', 'toString', 3, ['approved'], true],
	},
	createdFrom: { right: ['task_panel', 'rework', 'feedback'], wrong: ['taskPanel', '', 0, [], {}] },
	groupNotifications: { right: [true, false], wrong: ['yes', 1, []] },
};

describe('the settings', () => {
	it('are the same in the manifest and in the code', () => {
		assert.deepEqual(Object.keys(declared).sort(), Object.keys(forms).sort());
	});

	it('have one address by default', () => {
		assert.equal(apiUrl?.default, defaultApiUrl);
		assert.equal(apiUrl?.scope, 'application');
	});

	it('show the menus by default, and leave it to a workspace to hide them', () => {
		assert.equal(showInMenus?.default, true);
		assert.equal(showInMenus?.scope, 'window');
	});

	for (const [name, form] of Object.entries(forms)) {
		const setting = declared[name];

		it(`agree on what ${name} is by default and who may set it`, () => {
			assert.deepEqual(setting?.default, form.default);
			assert.equal(setting?.scope, name === 'exclude' ? 'resource' : 'application');
			assert.deepEqual(form.read(setting?.default), form.default);
		});

		it(`agree on what ${name} may be`, () => {
			const { right, wrong } = samples[name as SettingName];
			for (const value of [...right, ...(setting?.enum ?? [])]) {
				assert.deepEqual(form.read(value), value, JSON.stringify(value));
			}
			for (const value of [...wrong, null, undefined]) {
				assert.equal(form.read(value), undefined, JSON.stringify(value));
			}
			if (setting?.enum) {
				assert.deepEqual([...setting.enum].sort(), right.filter(value => setting.enum?.includes(value)).sort());
				assert.equal(right.length, setting.enum.length);
			}
		});
	}
});
