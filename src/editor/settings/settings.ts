import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { type ApiUrlReading, defaultApiUrl, isCorWeb, readApiUrl } from '../../cor/http/endpoint.js';
import { type SettingForm, type SettingName, type SettingValue, settingForms } from './setting-forms.js';

const section = 'corAttachments';

/**
 * Where requests, and the credential with them, go. Only the user's own settings count, never a workspace's. Nothing stands
 * in for what is wrong: a credential of the environment is meant for the address that somebody tried to set.
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

/** The same as it is written, whatever it is. */
export function apiUrlText(): string {
	return String(userValue('apiUrl') ?? '').trim() || defaultApiUrl;
}

/** Where COR shows its pages, e.g. `https://acme.cor.works`; `undefined` where it is not set. */
export function webUrlSetting(): URL | undefined {
	const address = userSetting('webUrl');
	return address === '' ? undefined : new URL(address);
}

/** Sets it for the user. Rejects where the editor cannot write its settings. */
export async function keepWebUrl(webUrl: string): Promise<void> {
	await vscode.workspace.getConfiguration(section).update('webUrl', webUrl, vscode.ConfigurationTarget.Global);
}

/** Whether an address is one where COR shows its pages. */
export function isCorPage(url: URL): boolean {
	return isCorWeb(url, webUrlSetting());
}

/** Whether even one plain small file is shown before it is sent. */
export function alwaysReviewSetting(): boolean {
	return userSetting('alwaysReview');
}

/** Whether the status bar shows the task of the branch. */
export function showBranchTaskSetting(): boolean {
	return userSetting('showBranchTask');
}

/** The fields with which a person's files are sent unless they choose others. */
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

/** Above how many bytes a file is left unticked in the review. */
export function warnAboveBytesSetting(): number {
	return userSetting('warnAboveMegabytes') * 1_000_000;
}

/** How many bytes a file may have that its file system provider gives whole, so that it is held in memory. */
export function maxProviderBytesSetting(): number {
	return userSetting('maxProviderMegabytes') * 1_000_000;
}

/**
 * How a branch names its task, as a regular expression; empty for the common forms. The user's own value only: a
 * workspace must not say where its files go.
 */
export function branchPatternSetting(): string {
	return userSetting('branchPattern');
}

/**
 * Patterns, as `.gitignore` has them, of what is left out of folders: a list for each place where some are set, for what
 * one leaves out, no other may bring back.
 */
export function excludeSetting(resource: vscode.Uri): readonly (readonly string[])[] {
	const { read, default: none } = settingForms.exclude;
	return valuesEverywhere('exclude', resource).map(value => read(value) ?? none);
}

/**
 * The editor's own `files.exclude` for this resource: patterns of what the explorer hides, each with what turns it on. The
 * editor puts together what user, workspace and folder say; what is no such value hides nothing.
 */
export function filesExcludeSetting(resource: vscode.Uri): Readonly<Record<string, unknown>> {
	const value = vscode.workspace.getConfiguration('files', resource).get<unknown>('exclude');
	return v.is(v.record(v.string(), v.unknown()), value) && !Array.isArray(value) ? value : {};
}

/** A value for each place where one is set for this resource. */
function valuesEverywhere(name: string, resource: vscode.Uri): readonly unknown[] {
	const set = vscode.workspace.getConfiguration(section, resource).inspect<unknown>(name);
	return [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue].filter(value => value !== undefined);
}

function userSetting<Name extends SettingName>(name: Name): SettingValue<Name> {
	const form: SettingForm<unknown> = settingForms[name];
	const value = userValue(name);
	return (value === undefined ? form.default : (form.read(value) ?? form.safe)) as SettingValue<Name>;
}

// `get` would do for settings of application scope; asking for the user's value alone does not depend on the manifest.
function userValue(name: string): unknown {
	return vscode.workspace.getConfiguration(section).inspect<unknown>(name)?.globalValue;
}
