import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type ApiUrlReading, defaultApiUrl, isCorWeb, readApiUrl } from '../cor/endpoint.js';
import type { UploadFields } from '../cor/upload.js';

const section = 'corAttachments';

/** Where requests, and the credential with them, go. Only the user's own settings count, never a workspace's. */
export function apiUrlSetting(): ApiUrlReading {
	return readApiUrl(userValue('apiUrl') || defaultApiUrl);
}

/** Where COR shows its pages, e.g. `https://acme.cor.works`; `undefined` where it is not set or no web address. */
export function webUrlSetting(): URL | undefined {
	const text = userValue('webUrl');
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Whether an address is one where COR shows its pages. */
export function isCorPage(url: URL): boolean {
	return isCorWeb(url, webUrlSetting());
}

/** Whether even one plain small file is shown before it is sent. */
export function alwaysReviewSetting(): boolean {
	return userSetting('alwaysReview') === true;
}

/** The fields with which a person's files are sent unless they choose others. */
export function fieldSettings(): UploadFields {
	const status = oneOf(['approved', 'pending', 'required'] as const, userSetting('status'));
	const createdFrom = oneOf(['task_panel', 'rework', 'feedback'] as const, userSetting('createdFrom'));
	return {
		...(userSetting('available') === false && { available: false }),
		...(status && { status }),
		...(createdFrom && { createdFrom }),
		...(userSetting('groupNotifications') === true && { sessionToken: randomUUID() }),
	};
}

function oneOf<const T>(values: readonly T[], value: unknown): T | undefined {
	return values.find(each => each === value);
}

const defaultWarnAboveMegabytes = 100;

/** Above how many bytes a file is left unticked in the review. */
export function warnAboveBytesSetting(): number {
	const megabytes = userSetting('warnAboveMegabytes');
	return (typeof megabytes === 'number' && megabytes > 0 ? megabytes : defaultWarnAboveMegabytes) * 1_000_000;
}

/**
 * How a branch names its task, as a regular expression; empty for the common forms. The user's own value only: a
 * workspace must not say where its files go.
 */
export function branchPatternSetting(): string {
	return userValue('branchPattern');
}

// `get` would do for settings of application scope; asking for the user's value alone does not depend on the manifest.
function userSetting(key: string): unknown {
	return vscode.workspace.getConfiguration(section).inspect<unknown>(key)?.globalValue;
}

function userValue(key: string): string {
	const value = userSetting(key);
	return typeof value === 'string' ? value.trim() : '';
}
