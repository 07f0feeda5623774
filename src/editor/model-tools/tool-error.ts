import { type CorError, toCorError } from '../../attach/errors.js';
import { NotAsConfirmed } from '../sending/confirmed-files.js';
import { pathOf } from './tool-confirmation.js';

/** A failure for a language model, in English: what happened, that nothing was sent, and what to do next. */
export class ToolError extends Error {
	override readonly name = 'ToolError';
}

/** Says what is wrong with a call's input. */
export function wrongInput(complaint: string): ToolError {
	return new ToolError(`Nothing was sent: the input is wrong, ${complaint}.`);
}

/** Converts any failure before sending. */
export function toToolError(cause: unknown): ToolError {
	if (cause instanceof ToolError) {
		return cause;
	}
	if (cause instanceof NotAsConfirmed) {
		const paths = cause.uris.map(uri => JSON.stringify(pathOf(uri))).join(', ');
		return new ToolError(
			`Nothing was sent: not what the user confirmed any more: ${paths}. Call again, so that the user can confirm what is there now.`,
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
			return 'nobody is signed in to COR. Ask the user to run the command "COR: Sign In", then call again.';
		case 'forbidden':
			return "the user's role in COR may not do this. Do not try again; tell the user.";
		case 'task-not-found':
			return 'COR knows no such task, or the user has no access to it. Ask the user for the number of the task.';
		case 'refused-api-url':
			return 'the setting corAttachments.apiUrl is not an address that may be used. Ask the user to change it.';
		case 'untrusted-workspace':
			return 'the workspace is not trusted. Only the user can attach files and look at attachments there, or trust it.';
		default:
			return `COR could not be asked (${kind}: ${message}). Ask the user to run the command "COR: Check Connection".`;
	}
}
