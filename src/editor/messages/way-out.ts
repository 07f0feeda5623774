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

/** The one step that helps against a failure; `undefined` if there is none. */
export function wayOut({ kind }: CorError): NextStep | undefined {
	return kind === 'certificate' && readsSystemCertificates() ? undefined : helps[kind];
}

/** A file that was not attached, and why. */
interface FailedFile {
	/** Name in COR. */
	readonly name: string;
	readonly error: CorError;
}

/** Whether COR may accept the file inside an archive, after rejecting it or finding it too large. */
export function mayGoAsArchive({ name, error }: FailedFile): boolean {
	return (error.kind === 'rejected' || error.kind === 'too-large') && !/\.zip$/i.test(name);
}

/** All steps that may help against these failures, each once. Resending a rejected file isn't one. */
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

/** Whether Check Connection may tell more about a failure. */
export function isOfConnection({ kind }: CorError): boolean {
	return ofConnection.has(kind);
}

/** Whether VS Code uses the system's certificates. If not, installing one has no effect. */
export function readsSystemCertificates(): boolean {
	return vscode.workspace.getConfiguration('http').get('systemCertificates', true);
}
