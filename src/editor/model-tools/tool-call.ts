import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { withSignal } from '../messages/with-signal.js';
import { toToolError } from './tool-error.js';

/** Runs a part of a model's call. Ends with the token. Rejects with a `ToolError`, which is written for a model. */
export async function runToolCall<T>(
	token: vscode.CancellationToken,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	return withSignal(token, async signal => {
		try {
			return await work(signal);
		} catch (error) {
			throw toToolError(error);
		}
	});
}

/** @throws CorError `untrusted-workspace`, because contents of an untrusted workspace may mislead a model */
export function requireTrust(): void {
	if (!vscode.workspace.isTrusted) {
		throw new CorError('untrusted-workspace', 'a call of a model in a workspace that is not trusted');
	}
}
