import path from 'node:path';
import type * as vscode from 'vscode';
import { LaterLooks } from '../attach/arrival/later-looks.js';
import { AllListHabits } from '../attach/arrival/list-habits.js';
import { systemClock } from '../attach/clock.js';
import { Archives } from '../machine/archive/archives.js';
import { JournalStore } from '../machine/journal/journal-store.js';
import { type CommandRunner, commandRunner } from './commands.js';
import { attachAndLink } from './entry-points/attach-pasted.js';
import { DeepLinks } from './entry-points/deep-links.js';
import type { AttachPasted } from './entry-points/pasted-images.js';
import { attachAsked, attachToTask } from './flow/attach-asked.js';
import type { EarlyParts, Parts } from './flow/parts.js';
import { tellFailure } from './messages/tell-failure.js';
import { AttachFilesTool } from './model-tools/attach-files-tool.js';
import { ListAttachmentsTool } from './model-tools/list-attachments-tool.js';
import { UnfinishedUploads } from './recovery/unfinished-uploads.js';
import { BranchWatch } from './task/branch-watch.js';
import { MessageEditors } from './task-message/message-editors.js';
import type { AttachmentsView } from './view/attachments-view.js';
import type { AttachDropped } from './view/drop-on-task.js';

/** Most of the code, loaded on the first request. One file, because each split costs bytes. */
export interface OnDemand {
	readonly run: CommandRunner;
	readonly attachFiles: AttachFilesTool;
	readonly listAttachments: ListAttachmentsTool;
	readonly links: DeepLinks;
	readonly attachDropped: AttachDropped;
	readonly attachPasted: AttachPasted;
}

export function makeOnDemand(
	early: EarlyParts,
	view: AttachmentsView,
	{ extension, globalStorageUri, subscriptions }: vscode.ExtensionContext,
): OnDemand {
	const journals = new JournalStore(path.join(globalStorageUri.fsPath, 'journal'), early.log);
	const archives = new Archives(path.join(globalStorageUri.fsPath, 'archives'));
	const later = new LaterLooks(systemClock);
	subscriptions.push(journals, archives, later);
	const parts: Parts = {
		...early,
		journals,
		archives,
		later,
		habits: new AllListHabits(),
		messageEditors: new MessageEditors(),
		get unfinished() {
			return unfinished;
		},
	};
	const unfinished: UnfinishedUploads = new UnfinishedUploads(parts);
	const branch = new BranchWatch(parts);
	subscriptions.push(branch);
	branch.look();
	const run = commandRunner(parts, view, extension);
	const tell = (error: unknown): Promise<void> => tellFailure(parts, error);
	return {
		run: async (id, args) => {
			try {
				return await run(id, args);
			} finally {
				branch.look(); // the command may have read a task's title
			}
		},
		attachFiles: new AttachFilesTool(parts),
		listAttachments: new ListAttachmentsTool(parts),
		links: new DeepLinks(parts),
		attachDropped: async (uris, task) => {
			await (task ? attachToTask(parts, task, uris) : attachAsked(parts, { uris })).catch(tell);
		},
		attachPasted: (image, place) => attachAndLink(parts, image, place).catch(tell),
	};
}
