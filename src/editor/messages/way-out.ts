import * as vscode from 'vscode';
import type { CorError, FailureKind } from '../../attach/errors.js';
import type { NextStep } from './ask.js';

const helps: Readonly<Record<FailureKind, NextStep | undefined>> = {
	'refused-api-url': 'open-api-settings',
	'no-credential': 'sign-in',
	'account-missing': 'sign-in',
	'secret-store': 'sign-in',
	'sessions-newer': 'sign-in',
	'sessions-broken': 'sign-in',
	unauthorized: 'sign-in',
	forbidden: undefined,
	'task-not-found': 'choose-task',
	'too-large': undefined,
	rejected: undefined,
	'parent-missing': 'retry',
	'rate-limited': 'retry',
	unavailable: 'retry',
	server: 'retry',
	'no-connection': 'retry',
	network: 'retry',
	proxy: 'open-proxy-settings',
	'proxy-password': 'open-proxy-settings',
	'proxy-unreachable': 'open-proxy-settings',
	certificate: 'open-certificate-settings',
	'certificate-dates': 'retry',
	'certificate-host': 'open-api-settings',
	redirected: 'open-api-settings',
	'connect-timeout': 'retry',
	stalled: 'retry',
	'answer-timeout': 'retry',
	'unreadable-answer': 'retry',
	'not-in-answer': 'retry',
	'not-cor': 'open-api-settings',
	'file-missing': 'retry',
	'file-unreadable': 'retry',
	'file-locked': 'retry',
	'file-changed': 'retry',
	'file-size-untrue': undefined,
	'file-name-unclear': undefined,
	'unsaved-lost': undefined,
	'became-secret': 'retry',
	'became-outside': 'retry',
	'not-looked-at': 'retry',
	'file-over-provider-limit': 'open-provider-settings',
	'untrusted-workspace': undefined,
	'untrusted-git': undefined,
	'git-missing': undefined,
	'git-failed': undefined,
	'git-programs': undefined,
	'no-repository': undefined,
	'merge-conflicts': undefined,
	'patch-over-limit': undefined,
	'folder-unreadable': undefined,
	'folder-too-large': undefined,
	'ignore-rules': undefined,
	unexpected: 'retry',
};

/** The one action that helps against a failure; `undefined` where none of ours does. */
export function wayOut({ kind }: CorError): NextStep | undefined {
	return kind === 'certificate' && readsSystemCertificates() ? undefined : helps[kind];
}

/** A file that was not attached, and why. */
interface FailedFile {
	/** Its name in COR. */
	readonly name: string;
	readonly error: CorError;
}

/** Whether an archive with it in it may get in where COR took it for too large, or refused it. */
export function mayGoAsArchive({ name, error }: FailedFile): boolean {
	return (error.kind === 'rejected' || error.kind === 'too-large') && !/\.zip$/i.test(name);
}

/** All that can help against failures, each once. Sending what COR refused once more does not. */
export function waysOut(failed: readonly FailedFile[]): readonly NextStep[] {
	const steps = failed.flatMap(({ error }) => wayOut(error) ?? []);
	const isElsewhere = failed.some(({ error: { kind } }) => kind === 'rejected' || kind === 'forbidden');
	return [
		...new Set<NextStep>([
			...steps,
			...(failed.some(mayGoAsArchive) ? (['as-archive'] as const) : []),
			...(isElsewhere ? (['choose-task'] as const) : []),
		]),
	];
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
