import { attachAsked, attachUnasked } from './attach-flow.js';
import { attachForTask } from './attach-for-task.js';
import { attachPatch } from './attach-patch.js';
import { readRequest } from './attach-request.js';
import { attachSelection } from './attach-selection.js';
import type { AttachmentsView } from './attachments-view.js';
import { checkConnection } from './check-connection.js';
import type { CheckContext } from './connection-check.js';
import { tellFailure } from './next-step.js';
import { readScmChoice } from './scm.js';
import { SettingsReport } from './settings-report.js';
import { signOut } from './sign-out.js';
import { switchAccount } from './switch-account.js';
import { UnfinishedUploads } from './unfinished-uploads.js';
import { viewCommands } from './view-commands.js';
import { connectAnew, requireApiUrl, type Workbench } from './workbench.js';

/** Runs the command of that id with the arguments that the editor gives. */
export type CommandRunner = (id: string, args: readonly unknown[]) => Promise<unknown>;

type Handler = (...args: unknown[]) => unknown;

/** Every command, by its id. */
export function commandTable(
	bench: Workbench,
	view: AttachmentsView,
	context: CheckContext,
): Readonly<Record<string, Handler>> {
	const unfinished = new UnfinishedUploads(bench);
	const beforeAttaching = async (): Promise<void> => {
		void bench.archives.sweep(); // never rejects; nobody waits for it
		await unfinished.offer();
	};
	return {
		'corAttachments.attach': async (...args) => {
			const scm = readScmChoice(args);
			if (scm && scm.kind !== 'repository') {
				await beforeAttaching();
				return attachAsked(bench, { uris: scm.present });
			}
			const [first, selected] = args;
			const request = readRequest(first);
			if (request?.taskId !== undefined && request.uris !== undefined) {
				const { taskId, uris } = request;
				return attachUnasked(bench, { ...request, taskId, uris });
			}
			await beforeAttaching();
			return attachAsked(bench, request ?? {}, first, selected);
		},
		'corAttachments.attachSelection': argument => attachSelection(bench, argument),
		'corAttachments.attachForTask': argument => attachForTask(bench, argument),
		'corAttachments.attachFileChanges': (...args) => attachPatch(bench, 'file', args),
		'corAttachments.attachStagedChanges': (...args) => attachPatch(bench, 'staged', args),
		'corAttachments.attachAllChanges': (...args) => attachPatch(bench, 'all', args),
		'corAttachments.finishUploads': () => unfinished.finish(),
		'corAttachments.signIn': async () => {
			await connectAnew(bench, requireApiUrl());
			view.refresh();
		},
		'corAttachments.signOut': async () => {
			await signOut(bench);
			view.refresh();
		},
		'corAttachments.switchAccount': async () => {
			await switchAccount(bench, requireApiUrl());
			view.refresh();
		},
		'corAttachments.checkConnection': () => checkConnection(bench, context),
		'corAttachments.showLog': () => bench.log.show(),
		...viewCommands(bench, view),
	};
}

/** Runs a command by its id; a failure ends in the log and one message, never in an unhandled rejection. */
export function commandRunner(bench: Workbench, view: AttachmentsView, context: CheckContext): CommandRunner {
	const table = commandTable(bench, view, context);
	const settings = new SettingsReport(bench.log);
	return async (id, args) => {
		settings.look();
		try {
			return await table[id]?.(...args);
		} catch (error) {
			if (error instanceof TypeError) {
				throw error; // a caller's mistake: the caller must hear of it
			}
			await tellFailure(bench, error);
			return undefined;
		}
	};
}
