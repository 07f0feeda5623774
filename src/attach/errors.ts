import { oneLine } from './text/one-line.js';

/** Journals hold them: a new one wants a new `version` there, since an older window takes it for broken. */
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

/** Why something did not work. The editor turns a kind into words and a way out; nothing else decides on words. */
export type FailureKind = (typeof failureKinds)[number];

export interface FailureDetails {
	/** HTTP status, where an answer came: COR's, or the proxy's for kind `proxy`. */
	readonly status?: number;
	/** How long the server asks to wait, in milliseconds, and until when that is, in epoch milliseconds. */
	readonly retryAfterMs?: number;
	readonly retryAt?: number;
	/** How many there may be, where there are more: bytes, or files and folders for kind `folder-too-large`. */
	readonly limit?: number;
	/** For kind `file-size-untrue`: the bytes that a file says it has, and that it gave, or more than those. */
	readonly saidBytes?: number;
	readonly gaveBytes?: number;
	readonly isMore?: boolean;
	/** COR's own words for this file or request, as sent: untrusted text. */
	readonly serverMessage?: string;
	readonly cause?: unknown;
}

/** A failure with its kind. `message` is English and one line for the log; it never holds a credential. */
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

/** A failure as the log has it: its kind, which docs/network.md explains, and what is known of it. */
export function reasonOf({ kind, message }: Pick<CorError, 'kind' | 'message'>): string {
	return `${kind}: ${message}`;
}

/** Any thrown value as a `CorError`; what is not one already becomes `unexpected`. */
export function toCorError(error: unknown): CorError {
	if (error instanceof CorError) {
		return error;
	}
	return new CorError('unexpected', error instanceof Error ? error.message : String(error), { cause: error });
}
