import { oneLine } from './text/one-line.js';

/**
 * Journals store these names. If you add one, raise `version` in `journal-lines.ts`: older versions can't parse a
 * journal with an unknown kind.
 */
export const failureKinds = [
	'refused-api-url',
	'no-credential',
	'account-missing',
	'secret-store',
	'sessions-newer',
	'sessions-broken',
	'unauthorized',
	'forbidden',
	'task-not-found',
	'too-large',
	'rejected',
	'parent-missing',
	'rate-limited',
	'unavailable',
	'server',
	'no-connection',
	'network',
	'proxy',
	'proxy-password',
	'proxy-unreachable',
	'certificate',
	'certificate-dates',
	'certificate-host',
	'redirected',
	'connect-timeout',
	'stalled',
	'answer-timeout',
	'unreadable-answer',
	'not-in-answer',
	'not-cor',
	'file-missing',
	'file-unreadable',
	'file-locked',
	'file-changed',
	'file-size-untrue',
	'file-name-unclear',
	'unsaved-lost',
	'became-secret',
	'became-outside',
	'not-looked-at',
	'file-over-provider-limit',
	'untrusted-workspace',
	'untrusted-git',
	'git-missing',
	'git-failed',
	'git-programs',
	'no-repository',
	'merge-conflicts',
	'patch-over-limit',
	'folder-unreadable',
	'folder-too-large',
	'ignore-rules',
	'unexpected',
] as const;

/** Why something failed. The editor maps each kind to a sentence and a button; no other code writes such sentences. */
export type FailureKind = (typeof failureKinds)[number];

export interface FailureDetails {
	/** HTTP status of the answer, if one came. With kind `proxy` it is the proxy's answer. */
	readonly status?: number;
	/** How long the server asks the client to wait, in milliseconds, and when that time ends, in epoch milliseconds. */
	readonly retryAfterMs?: number;
	readonly retryAt?: number;
	/** The limit that was exceeded: bytes, or for `folder-too-large` the number of files and folders. */
	readonly limit?: number;
	/**
	 * For `file-size-untrue`, in bytes: the size that the file system reported, and the bytes it then delivered. `isMore`
	 * if it delivered more than `gaveBytes`.
	 */
	readonly saidBytes?: number;
	readonly gaveBytes?: number;
	readonly isMore?: boolean;
	/** What COR wrote about this file or request. Untrusted text, unchanged. */
	readonly serverMessage?: string;
	readonly cause?: unknown;
}

/** A failure with its kind. `message` is one line of English for the log and never contains a credential. */
export class CorError extends Error {
	override readonly name = 'CorError';

	constructor(
		readonly kind: FailureKind,
		message: string,
		readonly details: FailureDetails = {},
	) {
		super(oneLine(message), { cause: details.cause });
	}
}

/** Formats a failure for the log as `kind: message`. `docs/network.md` explains the kinds. */
export function reasonOf({ kind, message }: Pick<CorError, 'kind' | 'message'>): string {
	return `${kind}: ${message}`;
}

/** Turns any thrown value into a `CorError`. Unknown errors get the kind `unexpected`. */
export function toCorError(error: unknown): CorError {
	if (error instanceof CorError) {
		return error;
	}
	return new CorError('unexpected', error instanceof Error ? error.message : String(error), { cause: error });
}
