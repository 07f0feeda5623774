import type { FailureKind } from '../errors.js';
import type { FileEnd } from '../outcome.js';

// Whether a file that failed in this way can still be attached once something else is as it should be: the connection,
// the proxy, the sign-in, COR, another program. What COR refused, and what is wrong with the file itself, is the person's to change.
const mayPassLater: Readonly<Record<FailureKind, boolean>> = {
	'refused-api-url': true,
	'no-credential': true,
	'account-missing': true,
	'secret-store': true,
	'sessions-newer': true,
	'sessions-broken': true,
	unauthorized: true,
	forbidden: false,
	'task-not-found': false,
	'too-large': false,
	rejected: false,
	'parent-missing': false,
	'rate-limited': true,
	unavailable: true,
	server: true,
	'no-connection': true,
	network: true,
	proxy: true,
	'proxy-password': true,
	'proxy-unreachable': true,
	certificate: true,
	'certificate-dates': true,
	'certificate-host': true,
	redirected: true,
	'connect-timeout': true,
	stalled: true,
	'answer-timeout': true,
	'unreadable-answer': true,
	'not-in-answer': true,
	'not-cor': true,
	'file-missing': false,
	'file-unreadable': false,
	'file-locked': true,
	'became-secret': false,
	'file-changed': false,
	'unsaved-lost': false,
	'file-over-provider-limit': false,
	'untrusted-workspace': false,
	'untrusted-git': false,
	'git-missing': false,
	'git-failed': false,
	'git-programs': false,
	'no-repository': false,
	'merge-conflicts': false,
	'patch-over-limit': false,
	'folder-unreadable': false,
	'folder-too-large': false,
	'ignore-rules': false,
	unexpected: false,
};

/** Whether a file that ended so is not through yet: it may have arrived, or it may pass later. */
export function needsMore(status: FileEnd['status'], kind: FailureKind | undefined): boolean {
	return status === 'unknown' || (status === 'failed' && kind !== undefined && mayPassLater[kind]);
}

export function isFailureKind(value: unknown): value is FailureKind {
	return typeof value === 'string' && Object.hasOwn(mayPassLater, value);
}
