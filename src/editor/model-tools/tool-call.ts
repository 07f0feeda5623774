import type { CancellationToken } from 'vscode';
import { withSignal } from '../messages/with-signal.js';
import { toToolError } from './tool-error.js';

/** Runs a part of a model's call: it ends with the token, and rejects with a `ToolError`, whose words are for a model. */
export async function runToolCall<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	return withSignal(token, async signal => {
		try {
			return await work(signal);
		} catch (error) {
			throw toToolError(error);
		}
	});
}
