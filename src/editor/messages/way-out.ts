import * as vscode from 'vscode';
import type { CorError, FailureKind } from '../../attach/errors.js';
import type { NextStep } from './ask.js';

/** The one action that helps against a failure; `undefined` where none of ours does. */
export function wayOut(error: CorError): NextStep | undefined {
	switch (error.kind) {
		case 'no-credential':
		case 'account-missing':
		case 'secret-store':
		case 'sessions-newer':
		case 'sessions-broken':
		case 'unauthorized':
			return 'sign-in';
		case 'proxy':
		case 'proxy-password':
		case 'proxy-unreachable':
			return 'open-proxy-settings';
		case 'certificate':
			return readsSystemCertificates() ? undefined : 'open-certificate-settings';
		case 'redirected':
		case 'refused-api-url':
		case 'certificate-host':
		case 'not-cor':
			return 'open-api-settings';
		case 'file-over-provider-limit':
			return 'open-provider-settings';
		case 'task-not-found':
			return 'choose-task';
		case 'forbidden':
		case 'too-large':
		case 'rejected':
		case 'unsaved-lost':
		case 'untrusted-workspace':
		case 'untrusted-git':
		case 'git-missing':
		case 'git-failed':
		case 'git-programs':
		case 'no-repository':
		case 'merge-conflicts':
		case 'patch-over-limit':
		case 'folder-unreadable':
		case 'folder-too-large':
		case 'ignore-rules':
			return undefined;
		default:
			return 'retry';
	}
}

const ofConnection: ReadonlySet<FailureKind> = new Set([
	'secret-store',
	'no-connection',
	'network',
	'proxy',
	'proxy-password',
	'proxy-unreachable',
	'certificate',
	'certificate-dates',
	'certificate-host',
	'redirected',
	'not-cor',
	'connect-timeout',
]);

/** Whether looking at the way to COR, step by step, tells more about a failure. */
export function isOfConnection({ kind }: CorError): boolean {
	return ofConnection.has(kind);
}

/** Whether the system's certificates count: turned off, none that anybody installs has any effect. */
export function readsSystemCertificates(): boolean {
	return vscode.workspace.getConfiguration('http').get('systemCertificates', true);
}
