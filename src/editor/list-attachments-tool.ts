import type * as vscode from 'vscode';
import type { ListedAttachment } from '../attach/evidence.js';
import { connectAsBefore } from './connect-as.js';
import { taskPage } from './task-page.js';
import { listQuestion } from './tool-confirmation.js';
import { toToolError } from './tool-error.js';
import { readListInput } from './tool-input.js';
import { toToolResult } from './tool-result.js';
import { withSignal } from './with-signal.js';
import type { Workbench } from './workbench.js';

/** `cor_list_attachments`: tells a language model what is on a task, a page at a time, once a person has agreed. */
export class ListAttachmentsTool implements vscode.LanguageModelTool<unknown> {
	readonly #bench: Workbench;

	constructor(bench: Workbench) {
		this.#bench = bench;
	}

	async prepareInvocation(
		{ input }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>,
		token: vscode.CancellationToken,
	): Promise<vscode.PreparedToolInvocation> {
		return withSignal(token, async signal => {
			try {
				const { taskId } = readListInput(input);
				const { client } = await connectAsBefore(this.#bench);
				return listQuestion(await client.readTask(taskId, signal));
			} catch (error) {
				throw toToolError(error);
			}
		});
	}

	async invoke(
		{ input }: vscode.LanguageModelToolInvocationOptions<unknown>,
		token: vscode.CancellationToken,
	): Promise<vscode.LanguageModelToolResult> {
		return withSignal(token, async signal => {
			try {
				const { taskId, page } = readListInput(input);
				const { client } = await connectAsBefore(this.#bench);
				const [{ id, title }, { attachments, lastPage }] = await Promise.all([
					client.readTask(taskId, signal),
					client.readAttachmentPage(taskId, page, signal),
				]);
				const address = taskPage(id, this.#bench.memory);
				return toToolResult({
					task: { id, title, ...(address !== undefined && { address }) },
					attachments: attachments.map(toLine),
					page,
					lastPage,
				});
			} catch (error) {
				throw toToolError(error);
			}
		});
	}
}

// The file's own address stays here: whoever has it may be able to open the file.
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
