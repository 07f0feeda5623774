import type { Clock } from '../clock.js';
import type { CorError, FailureKind } from '../errors.js';

/** What waiting between attempts needs. */
export interface Patience {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** A random number from 0 to 1. */
	random(): number;
}

const delaysMs = [500, 2_000, 8_000];

/** In milliseconds. If a server asks to wait longer, the file isn't sent again. */
const maxWaitMs = 60_000;

// "Not now": COR did not accept the request, or never received the whole file. Time-outs are not in this list: after
// such a long wait, the person decides whether to try again.
const notNow: ReadonlySet<FailureKind> = new Set([
	'rate-limited',
	'unavailable',
	'no-connection',
	'proxy-unreachable',
	'network',
	'server',
	'not-in-answer',
]);

// These concern COR, the connection or the task. All other files would fail in the same way.
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

// A server in between can answer like this even after COR has stored the file (cor-api §6.2).
const repeatedWhenAbsent: ReadonlySet<FailureKind> = new Set([
	'network',
	'not-in-answer',
	'server',
	'unauthorized',
	'rate-limited',
	'unavailable',
]);

// COR or a server in between rejects this file, and will again.
const refused: ReadonlySet<FailureKind> = new Set(['too-large', 'rejected', 'parent-missing']);

// A gateway timed out (504, or Cloudflare's 524). COR may still be storing the file.
const timedOut: ReadonlySet<number | undefined> = new Set([504, 524]);

/**
 * Milliseconds to wait before a file that is known not to be stored is sent again. `undefined` if it isn't sent again:
 * rejected, tried often enough, or COR asks to wait more than 60 s.
 * @param repeats how often it was sent again so far
 * @param random from 0 to 1; spreads the requests of many files and windows
 */
export function delayBefore(error: CorError, repeats: number, random: number): number | undefined {
	const planned = delaysMs[repeats];
	if (planned === undefined || !notNow.has(error.kind)) {
		return undefined;
	}
	const askedMs = error.details.retryAfterMs ?? 0;
	return askedMs > maxWaitMs ? undefined : Math.max(planned * (0.5 + random), askedMs);
}

/**
 * What to do with a file that is known not to be on the task. `alone`: send it in its own request instead of a pack.
 */
type NextStep =
	| { readonly status: 'again'; readonly delayMs: number }
	| { readonly status: 'alone' }
	| { readonly status: 'over' };

/** What has been tried with a file so far. */
interface Tried {
	/** How often it was sent again so far. */
	readonly repeats: number;
	readonly isPack: boolean;
	/** Whether there is a new credential. */
	readonly isRenewed: boolean;
	/** Whether sending again makes no sense any more. */
	readonly isInVain: boolean;
	/** From 0 to 1, as in `delayBefore`. */
	readonly random: number;
}

export function nextStep(error: CorError, { repeats, isPack, isRenewed, isInVain, random }: Tried): NextStep {
	const delayMs = isRenewed && error.kind === 'unauthorized' ? 0 : delayBefore(error, repeats, random);
	if (delayMs !== undefined && !isInVain) {
		return { status: 'again', delayMs };
	}
	// COR rejected the whole pack; some of its files may succeed alone.
	return { status: isPack && refused.has(error.kind) ? 'alone' : 'over' };
}

/** Whether a file with this error may be sent again after the task's list hasn't shown it for long enough. */
export function mayRepeatWhenAbsent({ kind, details }: CorError): boolean {
	return repeatedWhenAbsent.has(kind) && !timedOut.has(details.status);
}

/** Whether the error says that the task doesn't exist or this person can't use it. */
export function speaksOfTask({ kind }: CorError): boolean {
	return kind === 'forbidden' || kind === 'task-not-found';
}

/** Whether the remaining files would fail in the same way. */
export function isEndOfBatch({ kind }: CorError): boolean {
	return endsBatch.has(kind);
}

/** Whether no server was reached, so this machine may be offline. */
export function isOffline({ kind }: CorError): boolean {
	return kind === 'no-connection' || kind === 'proxy-unreachable';
}

// Whether a file that failed so may succeed after something else has changed: the connection, the proxy, the sign-in,
// COR, or another program. A file that COR rejected, or that is itself unusable, needs a change by the person.
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

/** Whether a file that failed so may succeed later without changing the file. */
export function mayPassLater(kind: FailureKind): boolean {
	return passesLater[kind];
}
