import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
	alwaysReviewSetting,
	apiUrlSetting,
	branchPatternSetting,
	excludeSetting,
	fieldSettings,
	maxProviderBytesSetting,
	warnAboveBytesSetting,
	webUrlSetting,
} from '../../../src/editor/settings/settings.js';
import { setApiUrl, useCor } from '../kit/use-cor.js';

/** Of every setting a value of a type that it cannot have. */
const wrongTypes: Readonly<Record<string, unknown>> = {
	webUrl: ['https://acme.cor.works'],
	branchPattern: { pattern: '^x' },
	showInMenus: 'no',
	showBranchTask: 'no',
	exclude: '*.psd',
	alwaysReview: 'yes',
	warnAboveMegabytes: '10',
	maxProviderMegabytes: 5_000,
	available: 'false',
	status: 3,
	createdFrom: true,
	groupNotifications: 1,
};

describe('settings of wrong types', () => {
	const cor = useCor();

	afterEach(async () => {
		await setAll(Object.fromEntries(Object.keys(wrongTypes).map(name => [name, undefined])));
		await setApiUrl(cor.sandbox.apiUrl);
	});

	it('are replaced by what is safe: the default, hidden, and shown before it is sent', async () => {
		await setAll(wrongTypes);

		assert.equal(alwaysReviewSetting(), true);
		assert.equal(maxProviderBytesSetting(), 100_000_000);
		assert.deepEqual(excludeSetting(vscode.Uri.file('/')), [[]]);
		assert.deepEqual(fieldSettings(), { available: false });
		assert.equal(warnAboveBytesSetting(), 100_000_000);
		assert.equal(webUrlSetting(), undefined);
		assert.equal(branchPatternSetting(), '');
	});

	it('keep no program from attaching', async () => {
		await setAll(wrongTypes);

		const { outcomes } = await cor.attach({ taskId: 4101, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(outcomes[0]?.status, 'attached');
	});

	for (const value of [7, {}, ['https://api.projectcor.com/v1'], true]) {
		it(`send nothing where the API address is ${JSON.stringify(value)}: no other stands in for it`, async () => {
			await set('apiUrl', value);

			assert.deepEqual(apiUrlSetting(), { status: 'refused', why: 'not-an-address' });
			const { outcomes } = await cor.attach({ taskId: 4101, uris: [await cor.write('a.txt', 'a')] });

			assert.equal(outcomes[0]?.status, 'failed');
			assert.equal(cor.uploads(), 0);
		});
	}
});

describe('settings as they should be', () => {
	useCor();
	const right = {
		webUrl: 'https://acme.cor.works',
		branchPattern: '^x-(\\d+)',
		warnAboveMegabytes: 0.5,
		maxProviderMegabytes: 1,
		available: false,
		status: 'pending',
		createdFrom: 'rework',
		groupNotifications: true,
		alwaysReview: true,
	};

	afterEach(() => setAll(Object.fromEntries(Object.keys(right).map(name => [name, undefined]))));

	it('apply', async () => {
		await setAll(right);

		const { sessionToken, ...fields } = fieldSettings();
		assert.match(sessionToken ?? '', /^[\da-f-]{36}$/);
		assert.deepEqual(fields, { available: false, status: 'pending', createdFrom: 'rework' });
		assert.equal(warnAboveBytesSetting(), 500_000);
		assert.equal(webUrlSetting()?.href, 'https://acme.cor.works/');
		assert.equal(branchPatternSetting(), '^x-(\\d+)');
		assert.equal(alwaysReviewSetting(), true);
	});
});

async function setAll(values: Readonly<Record<string, unknown>>): Promise<void> {
	for (const [name, value] of Object.entries(values)) {
		await set(name, value);
	}
}

async function set(name: string, value: unknown): Promise<void> {
	await vscode.workspace.getConfiguration('corAttachments').update(name, value, vscode.ConfigurationTarget.Global);
}
