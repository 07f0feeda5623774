import type * as vscode from 'vscode';
import { connectAnew, requireApiUrl } from './accounts/connect.js';
import { signOut } from './accounts/sign-out.js';
import { switchAccount } from './accounts/switch-account.js';
import { checkConnection } from './connection-check/check-connection.js';
import { attachForTask } from './entry-points/attach-for-task.js';
import { attachPatch } from './entry-points/attach-patch.js';
import { attachSelection } from './entry-points/attach-selection.js';
import { readScmChoice } from './entry-points/scm.js';
import { attachAsked } from './flow/attach-asked.js';
import { readRequest } from './flow/attach-request.js';
import { attachUnasked } from './flow/attach-unasked.js';
import type { Parts } from './flow/parts.js';
import { tellFailure } from './messages/tell-failure.js';
import { UnfinishedUploads } from './recovery/unfinished-uploads.js';
import type { AttachmentsView } from './view/attachments-view.js';
import { viewCommands } from './view/view-commands.js';

/** Runs the command of that id with the arguments that the editor gives. */
export type CommandRunner = (id: string, args: readonly unknown[]) => Promise<unknown>;

type Handler = (...args: unknown[]) => unknown;

/** Every command, by its id. */
export function commandTable(
	parts: Parts,
	view: AttachmentsView,
	extension: vscode.Extension<unknown>,
): Readonly<Record<string, Handler>> {
	const unfinished = new UnfinishedUploads(parts);
	const beforeAttaching = async (): Promise<void> => {
		void parts.archives.sweep(); // never rejects; nobody waits for it
		await unfinished.offer();
	};
	return {
		'corAttachments.attach': async (...args) => {
			const scm = readScmChoice(args);
			if (scm && scm.kind !== 'repository') {
				await beforeAttaching();
				return attachAsked(parts, { uris: scm.present });
			}
			const [first, selected] = args;
			const request = readRequest(first);
			if (request?.taskId !== undefined && request.uris !== undefined) {
				const { taskId, uris } = request;
				return attachUnasked(parts, { ...request, taskId, uris });
			}
			await beforeAttaching();
			return attachAsked(parts, request ?? {}, first, selected);
		},
		'corAttachments.attachSelection': argument => attachSelection(parts, argument),
		'corAttachments.attachForTask': argument => attachForTask(parts, argument),
		'corAttachments.attachFileChanges': (...args) => attachPatch(parts, 'file', args),
		'corAttachments.attachStagedChanges': (...args) => attachPatch(parts, 'staged', args),
		'corAttachments.attachAllChanges': (...args) => attachPatch(parts, 'all', args),
		'corAttachments.finishUploads': () => unfinished.finish(),
		'corAttachments.signIn': async () => {
			await connectAnew(parts, requireApiUrl());
			view.refresh();
		},
		'corAttachments.signOut': async () => {
			await signOut(parts);
			view.refresh();
		},
		'corAttachments.switchAccount': async () => {
			await switchAccount(parts, requireApiUrl());
			view.refresh();
		},
		'corAttachments.checkConnection': () => checkConnection(parts, extension),
		'corAttachments.showLog': () => parts.log.show(),
		...viewCommands(parts, view),
	};
}

/** Runs a command by its id; a failure ends in the log and one message, never in an unhandled rejection. */
export function commandRunner(
	parts: Parts,
	view: AttachmentsView,
	extension: vscode.Extension<unknown>,
): CommandRunner {
	const table = commandTable(parts, view, extension);
	return async (id, args) => {
		try {
			return await table[id]?.(...args);
		} catch (error) {
			if (error instanceof TypeError) {
				throw error; // a caller's mistake: the caller must hear of it
			}
			await tellFailure(parts, error);
			return undefined;
		}
	};
}
