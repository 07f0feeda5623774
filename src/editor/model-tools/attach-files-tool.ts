import type * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { leftOf, sentOf } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { connectUnasked } from '../accounts/connect.js';
import { readArguments } from '../arguments/named-arguments.js';
import { attachUnasked } from '../flow/attach-unasked.js';
import type { Parts } from '../flow/parts.js';
import { fieldSettings, isCorPage } from '../settings/settings.js';
import { isAsShown } from '../task/seen-task.js';
import { lookAtMessage } from '../task-message/look-at-message.js';
import { ShownCalls } from './shown-calls.js';
import { requireTrust, runToolCall } from './tool-call.js';
import { attachQuestion } from './tool-confirmation.js';
import { ToolError, wrongInput } from './tool-error.js';
import { decideToolFiles } from './tool-files.js';
import { type AttachInput, attachInput } from './tool-input.js';
import { findToolFiles } from './tool-paths.js';
import { attachAnswer, leftLine, toToolResult } from './tool-result.js';

/**
 * `cor_attach_files`: attaches workspace files for a language model after a person has seen every file and COR's
 * description of the task. Sends exactly the confirmed bytes or nothing, through the same checks as everything else.
 */
export class AttachFilesTool implements vscode.LanguageModelTool<unknown> {
	readonly #parts: Parts;
	readonly #shown = new ShownCalls();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	async prepareInvocation(
		{ input }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>,
		token: vscode.CancellationToken,
	): Promise<vscode.PreparedToolInvocation> {
		return runToolCall(token, async signal => {
			const call = readArguments(attachInput(isCorPage), input, wrongInput);
			const { connection, task } = await this.#findTask(call, signal);
			const files = await decideToolFiles(this.#parts, call.paths, signal);
			const going = sentOf(files);
			const leftOut = leftOf(files).map(leftLine);
			if (going.length === 0) {
				const reasons = leftOut.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
				throw new ToolError(`Nothing was sent: every file was skipped, and only the user can attach them. ${reasons}`);
			}
			const fields = fieldsOf(call);
			this.#shown.keep(call, {
				apiUrl: connection.apiUrl.href,
				task,
				account: connection.label,
				fields,
				files: new Map(going.flatMap(({ uri, confirmed }) => (confirmed ? [[uri, confirmed]] : []))),
				leftOut,
			});
			const message = await lookAtMessage(this.#parts, call.message ?? '');
			return attachQuestion(files, task, connection, { ...call, fields }, message);
		});
	}

	async invoke(
		{ input }: vscode.LanguageModelToolInvocationOptions<unknown>,
		token: vscode.CancellationToken,
	): Promise<vscode.LanguageModelToolResult> {
		return runToolCall(token, async signal => {
			const call = readArguments(attachInput(isCorPage), input, wrongInput);
			const shown = this.#shown.take(call);
			if (!shown) {
				throw new ToolError('Nothing was sent: the user has not confirmed this call, or it has already run.');
			}
			if (shown === 'unclear') {
				throw new ToolError(
					'Nothing was sent: the user was shown different files or details for the same call. Call again, once.',
				);
			}
			const { connection, task } = await this.#findTask(call, signal);
			const isSender = connection.label === shown.account && connection.apiUrl.href === shown.apiUrl;
			if (!isAsShown(task, shown.task) || !isSender) {
				throw new ToolError('Nothing was sent: the task or the account changed after the user confirmed. Call again.');
			}
			const uris = (await findToolFiles(call.paths)).filter(uri => shown.files.has(uri.toString()));
			if (uris.length < shown.files.size) {
				throw new ToolError('Nothing was sent: the workspace folders changed after the user confirmed. Call again.');
			}
			// The account that was shown, whichever one the workspace uses now.
			const as = connection.account && { account: connection.account.label };
			const { fields, files: confirmed } = shown;
			const receipt = await attachUnasked(this.#parts, { ...call, ...as, fields, uris, confirmed }, signal);
			return toToolResult(attachAnswer(receipt, shown.leftOut, task, connection.label, this.#parts.memory));
		});
	}

	async #findTask(
		{ taskId, account }: AttachInput,
		signal: AbortSignal,
	): Promise<{ readonly connection: Connection; readonly task: Task }> {
		requireTrust();
		const connection = await connectUnasked(this.#parts, account);
		await connection.identify();
		return { connection, task: await connection.client.readTask(taskId, signal) };
	}
}

function fieldsOf({ fields }: AttachInput): UploadFields {
	return { ...fieldSettings(), ...fields };
}
