import { type CorError, toCorError } from '../../attach/errors.js';
import { NotAsConfirmed } from '../sending/not-as-confirmed.js';
import { pathOf } from './tool-confirmation.js';

/** A failure for a language model, in English: what happened, that nothing was sent, and what to do next. */
export class ToolError extends Error {
	override readonly name = 'ToolError';
}

/** Says what is wrong with a call's input. */
export function wrongInput(complaint: string): ToolError {
	return new ToolError(`Nothing was sent: the input is invalid, ${complaint}.`);
}

/** Converts any failure before sending. */
export function toToolError(cause: unknown): ToolError {
	if (cause instanceof ToolError) {
		return cause;
	}
	if (cause instanceof NotAsConfirmed) {
		const paths = cause.uris.map(uri => JSON.stringify(pathOf(uri))).join(', ');
		return new ToolError(
			`Nothing was sent: these files changed after the user confirmed them: ${paths}. Call again, so that the user can confirm them as they are now.`,
		);
	}
	const error = toCorError(cause);
	return new ToolError(`Nothing was sent: ${advise(error)}`);
}

function advise({ kind, message }: CorError): string {
	switch (kind) {
		case 'no-credential':
		case 'secret-store':
		case 'unauthorized':
		case 'sessions-newer':
		case 'sessions-broken':
			return 'the user is not signed in to COR. Ask the user to run the command "COR: Sign In", then call again.';
		case 'account-missing':
			return `the account isn't signed in to COR (${message}). Ask the user which account to use, or to run the command "COR: Sign In".`;
		case 'forbidden':
			return "the user's COR role does not allow this. Do not try again; tell the user.";
		case 'task-not-found':
			return 'the task does not exist, or the user has no access to it. Ask the user for the task number.';
		case 'refused-api-url':
			return 'the address in the setting corAttachments.apiUrl is not allowed. Ask the user to change it.';
		case 'untrusted-workspace':
			return 'the workspace is not trusted. Only the user can attach files and view attachments there, or trust it.';
		case 'file-missing':
		case 'file-unreadable':
		case 'file-locked':
		case 'file-changed':
		case 'file-size-untrue':
		case 'file-name-unclear':
		case 'unsaved-lost':
		case 'became-secret':
		case 'became-outside':
		case 'not-looked-at':
		case 'file-over-provider-limit':
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
			return `a file or folder can't be attached (${kind}: ${message}). Check the paths, or tell the user.`;
		case 'too-large':
		case 'rejected':
		case 'parent-missing':
		case 'rate-limited':
		case 'unavailable':
		case 'server':
		case 'no-connection':
		case 'network':
		case 'proxy':
		case 'proxy-password':
		case 'proxy-unreachable':
		case 'certificate':
		case 'certificate-dates':
		case 'certificate-host':
		case 'redirected':
		case 'connect-timeout':
		case 'stalled':
		case 'answer-timeout':
		case 'unreadable-answer':
		case 'not-in-answer':
		case 'not-cor':
			return `COR could not be reached or refused the request (${kind}: ${message}). Ask the user to run the command "COR: Check Connection".`;
		case 'unexpected':
			return `something unexpected happened (${message}). Tell the user.`;
	}
}
