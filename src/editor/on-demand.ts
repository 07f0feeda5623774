import type * as vscode from 'vscode';
import type { KnownTask } from '../machine/memory/task-memory.js';
import { type CommandRunner, commandRunner } from './commands.js';
import type { CheckContext } from './connection-check/connection-check.js';
import { attachAndLink, type LinkPlace } from './entry-points/attach-pasted.js';
import { DeepLinks } from './entry-points/deep-links.js';
import { attachAsked, attachToTask } from './flow/attach-asked.js';
import type { Workbench } from './flow/workbench.js';
import { tellFailure } from './messages/failure.js';
import { AttachFilesTool } from './model-tools/attach-files-tool.js';
import { ListAttachmentsTool } from './model-tools/list-attachments-tool.js';
import type { AttachmentsView } from './view/attachments-view.js';

/** What answers when something is asked of the extension: most of the code. In one piece, as every border costs bytes. */
export interface OnDemand {
	readonly run: CommandRunner;
	readonly attachFiles: AttachFilesTool;
	readonly listAttachments: ListAttachmentsTool;
	readonly links: DeepLinks;
}

export function makeOnDemand(bench: Workbench, view: AttachmentsView, context: CheckContext): OnDemand {
	return {
		run: commandRunner(bench, view, context),
		attachFiles: new AttachFilesTool(bench),
		listAttachments: new ListAttachmentsTool(bench),
		links: new DeepLinks(bench),
	};
}

/** Attaches what was dropped, to the task where it was dropped on one. Never rejects. */
export async function attachDropped(
	bench: Workbench,
	uris: readonly vscode.Uri[],
	task: KnownTask | undefined,
): Promise<void> {
	const attaching = task ? attachToTask(bench, task, uris) : attachAsked(bench, { uris });
	await attaching.catch((error: unknown) => tellFailure(bench, error));
}

/** Attaches an image that was pasted and puts its link into the document. Never rejects. */
export async function attachPasted(bench: Workbench, uri: vscode.Uri, place: LinkPlace): Promise<void> {
	await attachAndLink(bench, uri, place).catch((error: unknown) => tellFailure(bench, error));
}
