import * as vscode from 'vscode';
import { isLasting } from '../../attach/plan/made-file.js';
import { connect } from '../accounts/connect.js';
import { attachToTask } from '../flow/attach-asked.js';
import type { Parts } from '../flow/parts.js';
import { exists } from '../folders/exists.js';
import { removeAttached } from '../late/remove-attached.js';
import { taskLabel } from '../messages/names.js';
import { tellGoneRows } from '../sources/gone-rows.js';
import { askFile, askFiles } from '../sources/sources.js';
import { chooseTask } from '../task/choose-task.js';
import { openTask } from '../task/open-task.js';
import { attachmentMarkdown, taskPage } from '../task/task-page.js';
import type { Wanted } from './attachment-bytes.js';
import type { AttachmentsView } from './attachments-view.js';
import { OpenedAttachments } from './opened-attachments.js';
import { pasteScreenshot } from './paste-screenshot.js';
import { saveAttachment } from './save-attachment.js';
import { compareVersions, compareWithLocal, openAttachments } from './show-attachment.js';
import { openInBrowser, tellDownloadFailure } from './tell-download.js';
import { newestOf, type Row, type ViewNode } from './tree/view-nodes.js';

type Handler = (...args: unknown[]) => unknown;

const withFile = ['attachment', 'version'] as const;

/**
 * The commands of the view and its rows. A row's command acts only on a row that the view created, and so only on what
 * a person clicked; that is why Restricted Mode allows it. It does nothing if a program, a keybinding or tasks.json
 * calls it with anything else.
 */
export function viewCommands(parts: Parts, view: AttachmentsView): Readonly<Record<string, Handler>> {
	/** Passes on all selected rows of these kinds, if the clicked one is among them. */
	const onAll =
		<Kind extends ViewNode['kind']>(kinds: readonly Kind[], act: (rows: readonly Row<Kind>[]) => unknown): Handler =>
		(...given) => {
			const [row, selected] = given;
			if (tellGoneRows(given.slice(0, 1))) {
				return undefined;
			}
			const isOurs = (each: unknown): each is Row<Kind> => view.gave(each) && kinds.some(kind => kind === each.kind);
			const rows = Array.isArray(selected) && selected.includes(row) ? selected.filter(isOurs) : [row].filter(isOurs);
			return isOurs(row) ? act(rows) : undefined;
		};
	/** Passes on the clicked row. */
	const on = <Kind extends ViewNode['kind']>(kinds: readonly Kind[], act: (row: Row<Kind>) => unknown): Handler => {
		const onOne = onAll(kinds, ([row]) => row && act(row));
		return (...given) => onOne(...given.slice(0, 1));
	};
	const attaching = new Set<string>();
	/** Sends nothing if the same is under way: COR doesn't list yet what the first click of two sends. */
	const attachAgain = async (row: Row<'attachment' | 'past'>): Promise<void> => {
		const uri = localUri(row);
		const what = `${row.task.id} ${uri}`;
		if (!uri) {
			return;
		}
		if (attaching.has(what)) {
			void vscode.window.showInformationMessage(vscode.l10n.t('This file is already being attached.'));
			return;
		}
		attaching.add(what);
		await attachToTask(parts, row.task, [uri]).finally(() => attaching.delete(what));
	};
	const opened = new OpenedAttachments(parts);
	const tell = (wanted: Wanted, error: unknown): Promise<void> =>
		tellDownloadFailure(parts, wanted, error).catch((failure: unknown) => parts.log.error(String(failure)));
	/** Like `on`, for actions that download an attachment. Errors are shown with its name. */
	const withBytes =
		(act: (row: Row<'attachment' | 'version'>, wanted: Wanted) => Promise<void>) =>
		async (row: Row<'attachment' | 'version'>): Promise<void> => {
			const wanted = wantedOf(row);
			try {
				await act(row, wanted);
			} catch (error) {
				await tell(wanted, error);
			}
		};
	return {
		'corAttachments.openInEditor': onAll(withFile, rows => openAttachments(opened, rows.map(wantedOf), tell)),
		'corAttachments.saveAttachment': on(
			withFile,
			withBytes((_, wanted) => saveAttachment(parts, wanted)),
		),
		'corAttachments.compareLocal': on(
			withFile,
			withBytes(async (row, wanted) => {
				const local = localUri(row);
				await compareWithLocal(opened, wanted, local && (await exists(local)) ? local : undefined);
			}),
		),
		'corAttachments.compareVersions': on(
			withFile,
			withBytes(({ task, listed }) => compareVersions(opened, task, listed)),
		),
		'corAttachments.showTask': () => showTask(parts, view),
		'corAttachments.refreshView': () => view.refresh(), // without arguments: VS Code would pass the focused row
		'corAttachments.refreshTask': on(['task', 'failure'], row =>
			view.refresh(row.kind === 'task' ? row.task.id : row.of),
		),
		'corAttachments.showOnlyFromHere': () => view.showOnlyFromHere(true),
		'corAttachments.showAllAttachments': () => view.showOnlyFromHere(false),
		'corAttachments.showMoreAttachments': on(['more'], async row => (await view.rows()).showMore(row)),
		'corAttachments.clearHistory': () => clearHistory(parts),
		'corAttachments.openTask': on(['task', 'past'], async ({ task }) => void (await openTask(parts.memory, task.id))),
		'corAttachments.pinTask': on(['task'], async ({ task }) => {
			await parts.memory.pin(task);
			view.redraw();
		}),
		'corAttachments.unpinTask': on(['task'], async ({ task }) => {
			await parts.memory.unpin(task.id);
			view.redraw();
		}),
		'corAttachments.openAttachment': on(['attachment', 'version'], row => openInBrowser(storedOf(row).url)),
		'corAttachments.attachFilesToTask': on(['task'], async ({ task }) => {
			const uris = await askFiles();
			if (uris.length > 0) {
				await attachToTask(parts, task, uris);
			}
		}),
		'corAttachments.pasteScreenshot': on(['task'], async ({ task }) => {
			const picture = await pasteScreenshot(task);
			if (picture) {
				await attachToTask(parts, task, [parts.made.add(picture.name, picture.bytes)]);
			}
		}),
		'corAttachments.copyLink': onAll(['task', 'attachment', 'past'], rows =>
			copy(lines(rows.map(row => linkTo(parts, row)))),
		),
		'corAttachments.copyMarkdown': onAll(['attachment', 'past'], rows =>
			copy(lines(rows.map(row => markdownOf(parts, row)))),
		),
		'corAttachments.revealFile': on(['attachment', 'past'], row => reveal(parts, row)),
		'corAttachments.attachAgain': on(['attachment', 'past'], row => attachAgain(row)),
		'corAttachments.attachVersion': on(['attachment', 'past'], row => attachVersion(parts, row)),
		'corAttachments.deleteAttachment': onAll(['attachment'], rows => removeRows(parts, view, rows)),
	};
}

async function showTask(parts: Parts, view: AttachmentsView): Promise<void> {
	const choice = await chooseTask(parts, { title: vscode.l10n.t('Show Task Attachments') }, [], '');
	if (choice) {
		await view.show(choice.task.id);
	}
}

async function clearHistory({ history }: Parts): Promise<void> {
	const clear = vscode.l10n.t('Clear History');
	const choice = await vscode.window.showWarningMessage(
		vscode.l10n.t("Clear this workspace's attachment history?"),
		{ modal: true, detail: vscode.l10n.t('Nothing is deleted in COR.') },
		keep(),
		clear,
	);
	if (choice === clear) {
		await history.clear();
	}
}

/** Removes attachments, with one question per task. */
async function removeRows(parts: Parts, view: AttachmentsView, rows: readonly Row<'attachment'>[]): Promise<void> {
	const connection = await connect(parts);
	for (const task of new Map(rows.map(row => [row.task.id, row.task])).values()) {
		try {
			const ofTask = rows.filter(row => row.task.id === task.id);
			const removables = ofTask.map(({ listed }) => ({
				id: listed.id,
				name: listed.name,
				currentId: listed.currentVersionId,
				currentNumber: listed.currentVersionNumber,
			}));
			await removeAttached(parts, { connection, task }, removables);
		} finally {
			view.refresh(task.id);
		}
	}
}

// The first button has the focus, and VS Code puts Cancel last, so Enter must be harmless.
function keep(): string {
	return vscode.l10n.t('Keep');
}

async function attachVersion(parts: Parts, row: Row<'attachment' | 'past'>): Promise<void> {
	const parentId = row.kind === 'past' ? row.entry.rootId : row.listed.id;
	const known = localUri(row);
	const uri = known && (await exists(known)) ? known : await askFile();
	if (uri) {
		await attachToTask(parts, row.task, [uri], parentId);
	}
}

async function reveal(parts: Parts, row: Row<'attachment' | 'past'>): Promise<void> {
	const uri = localUri(row);
	if (uri && (await exists(uri))) {
		await vscode.commands.executeCommand('revealInExplorer', uri);
		return;
	}
	const attach = vscode.l10n.t('Attach New Version…');
	const choice = await vscode.window.showInformationMessage(
		vscode.l10n.t('No local file found for this attachment.'),
		attach,
	);
	if (choice === attach) {
		await attachVersion(parts, row);
	}
}

async function copy(text: string): Promise<void> {
	await vscode.env.clipboard.writeText(text);
}

function lines(texts: readonly string[]): string {
	return [...new Set(texts)].join('\n');
}

function linkTo(parts: Parts, { task }: Row<'task' | 'attachment' | 'past'>): string {
	return taskPage(task.id, parts.memory) ?? `COR ${taskLabel(task)}`;
}

function markdownOf(parts: Parts, row: Row<'attachment' | 'past'>): string {
	const name = row.kind === 'past' ? row.entry.name : row.listed.name;
	return attachmentMarkdown(name, row.task.id, parts.memory);
}

function wantedOf(row: Row<'attachment' | 'version'>): Wanted {
	return { task: row.task, stored: storedOf(row) };
}

function storedOf(row: Row<'attachment' | 'version'>) {
	return row.kind === 'version' ? row.version : newestOf(row.listed);
}

/** URI of the attached file, which may be gone by now; `undefined` for what was in no file. */
function localUri({ entry }: Row<'attachment' | 'version' | 'past'>): vscode.Uri | undefined {
	return entry && isLasting(entry.uri) ? vscode.Uri.parse(entry.uri, true) : undefined;
}
