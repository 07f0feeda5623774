import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { withSignal } from '../messages/with-signal.js';
import { toToolError } from './tool-error.js';

/** Runs a part of a model's call: it ends with the token, and rejects with a `ToolError`, whose words are for a model. */
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

/** @throws CorError `untrusted-workspace`: what such a workspace holds may lead a model on */
export function requireTrust(): void {
	if (!vscode.workspace.isTrusted) {
		throw new CorError('untrusted-workspace', 'a call of a model in a workspace that is not trusted');
	}
}
