import type * as vscode from 'vscode';
import type { ListedAttachment } from '../../attach/attachment.js';
import { connectAsBefore } from '../accounts/connect.js';
import { readArguments } from '../arguments/named-arguments.js';
import type { Parts } from '../flow/parts.js';
import { isCorPage } from '../settings/settings.js';
import { requireTrust, runToolCall } from './tool-call.js';
import { listQuestion } from './tool-confirmation.js';
import { wrongInput } from './tool-error.js';
import { listInput } from './tool-input.js';
import { taskForModel, toToolResult } from './tool-result.js';

/** `cor_list_attachments`: lists a task's attachments for a language model, page by page, after a person has agreed. */
export class ListAttachmentsTool implements vscode.LanguageModelTool<unknown> {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	async prepareInvocation(
		{ input }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>,
		token: vscode.CancellationToken,
	): Promise<vscode.PreparedToolInvocation> {
		return runToolCall(token, async signal => {
			const { task } = readArguments(listInput(isCorPage), input, wrongInput);
			requireTrust();
			const { client } = await connectAsBefore(this.#parts);
			return listQuestion(await client.readTask(task, signal));
		});
	}

	async invoke(
		{ input }: vscode.LanguageModelToolInvocationOptions<unknown>,
		token: vscode.CancellationToken,
	): Promise<vscode.LanguageModelToolResult> {
		return runToolCall(token, async signal => {
			const { task: taskId, page } = readArguments(listInput(isCorPage), input, wrongInput);
			requireTrust();
			const { client } = await connectAsBefore(this.#parts);
			const [{ id, title }, { attachments, lastPage }] = await Promise.all([
				client.readTask(taskId, signal),
				client.readAttachmentPage(taskId, page, signal),
			]);
			return toToolResult({
				task: taskForModel({ id, title }, this.#parts.memory),
				attachments: attachments.map(toLine),
				page,
				lastPage,
			});
		});
	}
}

// Without the file's own address: anyone who knows it may be able to open the file.
function toLine({ id, name, size, createdAt, userName, status, isHidden, currentVersion }: ListedAttachment): object {
	return {
		attachmentId: id,
		name: currentVersion?.name ?? name,
		sizeBytes: currentVersion?.size ?? size,
		...(currentVersion?.version !== undefined && { version: currentVersion.version }),
		...(createdAt !== undefined && { createdAt }),
		...(userName !== undefined && { attachedBy: userName }),
		...(status !== undefined && { status }),
		...(isHidden && { hidden: true }),
	};
}
