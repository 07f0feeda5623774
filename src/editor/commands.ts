import * as vscode from 'vscode';
import { connectAnew, requireApiUrl } from './accounts/connect.js';
import { signOut } from './accounts/sign-out.js';
import { switchAccount } from './accounts/switch-account.js';
import { checkConnection } from './connection-check/check-connection.js';
import { attachForTask } from './entry-points/attach-for-task.js';
import { attachPatch } from './entry-points/attach-patch.js';
import { attachSelection } from './entry-points/attach-selection.js';
import { readScmChoice, tellGoneScmRows } from './entry-points/scm.js';
import { isAnyReadable } from './files/shown-text.js';
import { attachAsked } from './flow/attach-asked.js';
import { readRequest } from './flow/attach-request.js';
import { attachUnasked } from './flow/attach-unasked.js';
import type { Parts } from './flow/parts.js';
import { tellFailure } from './messages/tell-failure.js';
import type { Receipt } from './sending/receipt.js';
import { ExplorerSelection } from './sources/explorer-selection.js';
import { activeTabOrAsked, meantByKey, selectedInExplorer } from './sources/keys.js';
import { chosenInExplorer, chosenTab } from './sources/menus.js';
import { agreedFiles, unnamedFiles } from './sources/tabs.js';
import type { AttachmentsView } from './view/attachments-view.js';
import { viewCommands } from './view/view-commands.js';

/** Runs the command with this id and VS Code's arguments. */
export type CommandRunner = (id: string, args: readonly unknown[]) => Promise<unknown>;

type Handler = (...args: unknown[]) => unknown;

/** All commands by id. */
export function commandTable(
	parts: Parts,
	view: AttachmentsView,
	extension: vscode.Extension<unknown>,
): Readonly<Record<string, Handler>> {
	const explorer = new ExplorerSelection(message => parts.log.warn(message));
	const attachClicked = async (uris: readonly vscode.Uri[]): Promise<Receipt | undefined> => {
		if (uris.length === 0) {
			void vscode.window.showInformationMessage(vscode.l10n.t('Nothing to attach: no file was chosen.'));
			return undefined;
		}
		return attachAsked(parts, { uris });
	};
	const attachTab = async (...args: readonly unknown[]): Promise<Receipt | undefined> => {
		if (args.length === 0) {
			return attachAsked(parts, { uris: await activeTabOrAsked() });
		}
		const files = chosenTab(args);
		if (!(await isAnyReadable(files.uris))) {
			const isUnnamed = files.uris.length === 0 && files.shows !== undefined;
			void vscode.window.showInformationMessage(
				isUnnamed ? unnamedFiles() : vscode.l10n.t('Nothing to attach: this tab has no file.'),
			);
			return undefined;
		}
		return attachAsked(parts, { uris: await agreedFiles(files) });
	};
	return {
		'corAttachments.attach': async (...args) => {
			const request = await readRequest(args[0]);
			if (request?.taskId !== undefined && request.uris !== undefined) {
				const { taskId, uris } = request;
				return attachUnasked(parts, { ...request, taskId, uris });
			}
			if (request) {
				return attachAsked(parts, { ...request, uris: request.uris ?? (await meantByKey(explorer)) });
			}
			return args.some(arg => arg !== undefined)
				? attachClicked(chosenInExplorer(args))
				: attachAsked(parts, { uris: await meantByKey(explorer) });
		},
		'corAttachments.attachFromExplorer': async (...args) =>
			args.length === 0
				? attachAsked(parts, { uris: await selectedInExplorer(explorer) })
				: attachClicked(chosenInExplorer(args)),
		'corAttachments.attachFromTab': attachTab,
		'corAttachments.attachOneTab': (...args) => {
			if (args.length === 0) {
				void vscode.window.showInformationMessage(
					vscode.l10n.t("Only the active tab will be attached: extensions can't see which other tabs are selected."),
				);
			}
			return attachTab(...args);
		},
		'corAttachments.attachFromScm': (...args) => {
			if (tellGoneScmRows(args)) {
				return undefined;
			}
			const scm = readScmChoice(args);
			return attachClicked(scm && scm.kind !== 'repository' ? scm.present : []);
		},
		'corAttachments.attachSelection': argument => attachSelection(parts, argument),
		'corAttachments.attachForTask': argument => attachForTask(parts, argument),
		'corAttachments.attachFileChanges': (...args) => attachPatch(parts, 'file', args),
		'corAttachments.attachStagedChanges': (...args) => attachPatch(parts, 'staged', args),
		'corAttachments.attachAllChanges': (...args) => attachPatch(parts, 'all', args),
		'corAttachments.finishUploads': () => parts.unfinished.finish(),
		'corAttachments.sendMessage': uri => parts.messageEditors.end(true, uri),
		'corAttachments.backToReview': uri => parts.messageEditors.end(false, uri),
		'corAttachments.signIn': async () => {
			await connectAnew(parts, requireApiUrl());
			view.startOver();
		},
		'corAttachments.signOut': async () => {
			await signOut(parts);
			view.startOver();
		},
		'corAttachments.switchAccount': async () => void (await switchAccount(parts, requireApiUrl())),
		'corAttachments.checkConnection': () => checkConnection(parts, extension),
		'corAttachments.showLog': () => parts.log.show(),
		...viewCommands(parts, view),
	};
}

/** Runs a command. A failure is logged and shown, so that it never becomes an unhandled rejection. */
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
				throw error; // the caller made a mistake and must get the error
			}
			// Not awaited: the message stays as long as the person likes, and a program waits for the command.
			tellFailure(parts, error).catch((failure: unknown) => parts.log.error(String(failure)));
			return undefined;
		}
	};
}
