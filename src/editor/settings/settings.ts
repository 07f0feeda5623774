import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { type ApiUrlReading, defaultApiUrl, isCorWeb, readApiUrl } from '../../cor/http/endpoint.js';
import { type SettingForm, type SettingName, type SettingValue, settingForms } from './setting-forms.js';

const section = 'corAttachments';

/**
 * The API address, which receives the credentials. Only the user's setting applies, never a workspace's. An invalid
 * value isn't replaced by the default, because a credential in the environment is meant for the address that somebody
 * tried to set.
 */
export function apiUrlSetting(): ApiUrlReading {
	const value = userValue('apiUrl');
	if (value === undefined) {
		return readApiUrl(defaultApiUrl);
	}
	return v.is(v.string(), value)
		? readApiUrl(value.trim() || defaultApiUrl)
		: { status: 'refused', why: 'not-an-address' };
}

/** The setting as written, valid or not. */
export function apiUrlText(): string {
	return String(userValue('apiUrl') ?? '').trim() || defaultApiUrl;
}

/** COR's web address, e.g. `https://acme.cor.works`; `undefined` if unset. */
export function webUrlSetting(): URL | undefined {
	const address = userSetting('webUrl');
	return address === '' ? undefined : new URL(address);
}

/** Writes COR's web address to the user settings. Rejects if VS Code can't write them. */
export async function keepWebUrl(webUrl: string): Promise<void> {
	await vscode.workspace.getConfiguration(section).update('webUrl', webUrl, vscode.ConfigurationTarget.Global);
}

/** Whether COR's pages can be at this address. */
export function isCorPage(url: URL): boolean {
	return isCorWeb(url, webUrlSetting());
}

/** Whether the review is shown even for one ordinary file. */
export function alwaysReviewSetting(): boolean {
	return userSetting('alwaysReview');
}

/** Whether the status bar shows the branch's task. */
export function showBranchTaskSetting(): boolean {
	return userSetting('showBranchTask');
}

/** The form fields for a person's files, unless they choose others. */
export function fieldSettings(): UploadFields {
	const status = userSetting('status');
	const createdFrom = userSetting('createdFrom');
	return {
		...(!userSetting('available') && { available: false }),
		...(status !== 'none' && { status }),
		...(createdFrom !== settingForms.createdFrom.default && { createdFrom }),
		...(userSetting('groupNotifications') && { sessionToken: randomUUID() }),
	};
}

/** Size in bytes above which a file starts unchecked in the review. */
export function warnAboveBytesSetting(): number {
	return userSetting('warnAboveMegabytes') * 1_000_000;
}

/** Maximum bytes of a file from a file system that delivers files as a whole, and so into memory. */
export function maxProviderBytesSetting(): number {
	return userSetting('maxProviderMegabytes') * 1_000_000;
}

/**
 * Regular expression for the task number in a branch name; empty for the built-in forms. Only the user's setting
 * applies, because a workspace must not decide where files go.
 */
export function branchPatternSetting(): string {
	return userSetting('branchPattern');
}

/**
 * Patterns (`.gitignore` syntax) to skip in folders, one list per settings level: what one excludes, another can't
 * include again.
 */
export function excludeSetting(resource: vscode.Uri): readonly (readonly string[])[] {
	const { read, default: none } = settingForms.exclude;
	const set = vscode.workspace.getConfiguration(section, resource).inspect<unknown>('exclude');
	const values = [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue];
	return values.filter(value => value !== undefined).map(value => read(value) ?? none);
}

/** VS Code's `files.exclude` for this resource, merged from all levels. An invalid value hides nothing. */
export function filesExcludeSetting(resource: vscode.Uri): Readonly<Record<string, unknown>> {
	const value = vscode.workspace.getConfiguration('files', resource).get<unknown>('exclude');
	return v.is(v.record(v.string(), v.unknown()), value) && !Array.isArray(value) ? value : {};
}

function userSetting<Name extends SettingName>(name: Name): SettingValue<Name> {
	const form: SettingForm<unknown> = settingForms[name];
	const value = userValue(name);
	return (value === undefined ? form.default : (form.read(value) ?? form.safe)) as SettingValue<Name>;
}

// `get` would also work for application settings, but this doesn't depend on the manifest.
function userValue(name: string): unknown {
	return vscode.workspace.getConfiguration(section).inspect<unknown>(name)?.globalValue;
}
