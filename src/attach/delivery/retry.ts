import type { Clock } from '../clock.js';
import type { CorError, FailureKind } from '../errors.js';

/** What it takes to wait, and to stop waiting. */
export interface Patience {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** From 0 to 1. */
	random(): number;
}

const delaysMs = [500, 2_000, 8_000];

/** A server that asks for more patience than this is not waited for, in milliseconds. */
const maxWaitMs = 60_000;

// "Not now": COR did not take the request, or never had the whole file. A time-out is not among them, although nothing
// may be stored either: whoever has waited that long decides alone whether to wait again.
const notNow: ReadonlySet<FailureKind> = new Set([
	'rate-limited',
	'unavailable',
	'no-connection',
	'proxy-unreachable',
	'network',
	'server',
	'not-in-answer',
]);

// These say something of COR, of the way to it or of the task, and nothing of the file: the files behind it would meet the same.
const endsBatch: ReadonlySet<FailureKind> = new Set([
	'forbidden',
	'task-not-found',
	'rate-limited',
	'unavailable',
	'no-connection',
	'proxy',
	'proxy-password',
	'proxy-unreachable',
	'certificate',
	'certificate-dates',
	'certificate-host',
	'unauthorized',
	'no-credential',
	'account-missing',
]);

// Something on the way answers so after COR has stored a file, too (cor-api §6.2).
const repeatedWhenAbsent: ReadonlySet<FailureKind> = new Set([
	'network',
	'not-in-answer',
	'server',
	'unauthorized',
	'rate-limited',
	'unavailable',
]);

// COR, or what stands before it, does not take it, whoever sends it when.
const refused: ReadonlySet<FailureKind> = new Set(['too-large', 'rejected', 'parent-missing']);

// A gateway that got tired (504, and 524 of a well-known one) is a time-out: COR may still be storing the file.
const timedOut: ReadonlySet<number | undefined> = new Set([504, 524]);

/**
 * How long to wait before a file that surely is not stored is sent again, in milliseconds; `undefined` where it is not
 * sent again: refused, tried often enough, or COR asks for more than 60 s.
 * @param repeats how often it was sent again already
 * @param random from 0 to 1: spreads the attempts of many files and windows
 */
export function delayBefore(error: CorError, repeats: number, random: number): number | undefined {
	const planned = delaysMs[repeats];
	if (planned === undefined || !notNow.has(error.kind)) {
		return undefined;
	}
	const askedMs = error.details.retryAfterMs ?? 0;
	return askedMs > maxWaitMs ? undefined : Math.max(planned * (0.5 + random), askedMs);
}

/** What is done with a file that surely is not on the task: `alone` goes one that went with others. */
type NextStep =
	| { readonly status: 'again'; readonly delayMs: number }
	| { readonly status: 'alone' }
	| { readonly status: 'over' };

/** What was tried with a file, and what is known since. */
interface Tried {
	/** How often it was sent again already. */
	readonly repeats: number;
	readonly isPack: boolean;
	/** Whether there is another credential since. */
	readonly isRenewed: boolean;
	/** Whether nothing is sent again any more. */
	readonly isInVain: boolean;
	/** From 0 to 1: as `delayBefore` takes it. */
	readonly random: number;
}

export function nextStep(error: CorError, { repeats, isPack, isRenewed, isInVain, random }: Tried): NextStep {
	const delayMs = isRenewed && error.kind === 'unauthorized' ? 0 : delayBefore(error, repeats, random);
	if (delayMs !== undefined && !isInVain) {
		return { status: 'again', delayMs };
	}
	// COR surely refused the request: one of its files alone may fare better.
	return { status: isPack && refused.has(error.kind) ? 'alone' : 'over' };
}

/** Whether a file that ended in this way may be sent again once the task's list has not shown it for long enough. */
export function mayRepeatWhenAbsent({ kind, details }: CorError): boolean {
	return repeatedWhenAbsent.has(kind) && !timedOut.has(details.status);
}

/** Whether it says that the task is not for this person, or not there. */
export function speaksOfTask({ kind }: CorError): boolean {
	return kind === 'forbidden' || kind === 'task-not-found';
}

/** Whether the files that wait need not be tried any more. */
export function isEndOfBatch({ kind }: CorError): boolean {
	return endsBatch.has(kind);
}

/** Whether nobody could be reached at all: this machine may be offline. */
export function isOffline({ kind }: CorError): boolean {
	return kind === 'no-connection' || kind === 'proxy-unreachable';
}

// Whether a file that failed in this way can still be attached once something else is as it should be: the connection,
// the proxy, the sign-in, COR, another program. What COR refused, and what is wrong with the file itself, is the person's to change.
const passesLater: Readonly<Record<FailureKind, boolean>> = {
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
	'became-outside': false,
	'not-looked-at': true,
	'file-changed': false,
	'file-size-untrue': false,
	'file-name-unclear': false,
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

/** Whether a file that failed in this way may be attached later. */
export function mayPassLater(kind: FailureKind): boolean {
	return passesLater[kind];
}
