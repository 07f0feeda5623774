import * as vscode from 'vscode';
import { attachAsked, attachUnasked } from './attach-flow.js';
import { attachPatch } from './attach-patch.js';
import { readRequest } from './attach-request.js';
import type { AttachmentsView } from './attachments-view.js';
import type { SignOutEnd } from './kept-sessions.js';
import { tellFailure } from './next-step.js';
import { readScmChoice } from './scm.js';
import { SettingsReport } from './settings-report.js';
import { signIn } from './sign-in.js';
import { ask } from './tell.js';
import { UnfinishedUploads } from './unfinished-uploads.js';
import { viewCommands } from './view-commands.js';
import { requireApiUrl, type Workbench } from './workbench.js';

type Handler = (...args: unknown[]) => unknown;

/** Every command, by its id. */
function commandTable(bench: Workbench, view: AttachmentsView): Readonly<Record<string, Handler>> {
	const unfinished = new UnfinishedUploads(bench);
	return {
		'corAttachments.attach': async (...args) => {
			const scm = readScmChoice(args);
			if (scm && scm.kind !== 'repository') {
				await unfinished.offer();
				return attachAsked(bench, { uris: scm.present });
			}
			const [first, selected] = args;
			const request = readRequest(first);
			if (request?.taskId !== undefined && request.uris !== undefined) {
				const { taskId, uris } = request;
				return attachUnasked(bench, { ...request, taskId, uris });
			}
			await unfinished.offer();
			return attachAsked(bench, request ?? {}, first, selected);
		},
		'corAttachments.attachFileChanges': (...args) => attachPatch(bench, 'file', args),
		'corAttachments.attachStagedChanges': (...args) => attachPatch(bench, 'staged', args),
		'corAttachments.attachAllChanges': (...args) => attachPatch(bench, 'all', args),
		'corAttachments.finishUploads': () => unfinished.finish(),
		'corAttachments.signIn': async () => {
			await signIn(bench.accounts, requireApiUrl(), bench.log);
			view.refresh();
		},
		'corAttachments.signOut': async () => {
			await signOut(bench);
			view.refresh();
		},
		'corAttachments.showLog': () => bench.log.show(),
		...viewCommands(bench, view),
	};
}

/** Registers every command of the table; a failure ends in the log and one message, never in an unhandled rejection. */
export function registerCommands(bench: Workbench, view: AttachmentsView): vscode.Disposable {
	const settings = new SettingsReport(bench.log);
	const registrations = Object.entries(commandTable(bench, view)).map(([id, handler]) =>
		vscode.commands.registerCommand(id, async (...args: unknown[]) => {
			settings.look();
			try {
				return await handler(...args);
			} catch (error) {
				if (error instanceof TypeError) {
					throw error; // a caller's mistake: the caller must hear of it
				}
				await tellFailure(bench, error);
				return undefined;
			}
		}),
	);
	return vscode.Disposable.from(...registrations);
}

async function signOut({ accounts, log }: Workbench): Promise<void> {
	const end = await accounts.signOut(requireApiUrl());
	log.info(`sign-out: ${end}`);
	const environment = accounts.hasEnvironmentCredential
		? ` ${vscode.l10n.t('The environment of the editor still carries one (COR_TOKEN or COR_API_KEY).')}`
		: '';
	// With a button the message is shown whole; without one the editor shows one line of it.
	const show = end === 'not-removed' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
	void ask(show, signOutSentence(end) + environment, ['show-log']).then(next => next && log.show(true));
}

function signOutSentence(end: SignOutEnd): string {
	switch (end) {
		case 'removed':
			return vscode.l10n.t('Signed out of COR. The credential is no longer on this machine.');
		case 'nobody':
			return vscode.l10n.t('Nobody was signed in to COR.');
		case 'not-removed':
			return vscode.l10n.t(
				"The editor's secret storage failed: the credential may still be on this machine. This window does not use it any more. Try again later.",
			);
	}
}
