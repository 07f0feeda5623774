import * as vscode from 'vscode';
import type { ListedAttachment, StoredAttachment } from '../../attach/attachment.js';
import type { CorError } from '../../attach/errors.js';
import type { HistoryEntry } from '../../attach/plan/history.js';
import { isMade } from '../../attach/plan/made-file.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import { explain } from '../messages/explain-failure.js';
import { formatBytes, formatDate } from '../messages/format.js';
import { taskLabel } from '../messages/names.js';
import { attachmentStatusWord } from '../messages/status-words.js';
import { wayOut } from '../messages/way-out.js';

/** One row of the view. */
export type ViewNode =
	| { readonly kind: 'task'; readonly task: KnownTask; readonly isPinned: boolean }
	| { readonly kind: 'attachment'; readonly task: KnownTask; readonly listed: ListedAttachment }
	| {
			readonly kind: 'version';
			readonly task: KnownTask;
			readonly listed: ListedAttachment;
			readonly version: StoredAttachment;
	  }
	| { readonly kind: 'more' }
	| { readonly kind: 'failure'; readonly error: CorError }
	| { readonly kind: 'history' }
	| { readonly kind: 'past'; readonly entry: HistoryEntry };

/** The scheme of attachments that are opened here. */
export const attachmentScheme = 'cor-attachment';

/** How a row looks, and what a screen reader says of it. */
export function toTreeItem(node: ViewNode): vscode.TreeItem {
	switch (node.kind) {
		case 'task':
			return taskItem(node);
		case 'attachment':
			return opensByClick(attachmentItem(node.listed), node);
		case 'version':
			return opensByClick(fileItem(node.version, [], 'corVersion', vscode.TreeItemCollapsibleState.None), node);
		case 'more':
			return actionItem(vscode.l10n.t('Show More'), 'corAttachments.showMoreAttachments', 'ellipsis');
		case 'failure':
			return failureItem(node.error);
		case 'history':
			return folderItem(vscode.l10n.t('Attached from this workspace'), [], 'corHistory', 'history');
		case 'past':
			return pastItem(node.entry);
	}
}

/** What is downloaded when somebody opens an attachment: its newest version. */
export function newestOf(listed: ListedAttachment): StoredAttachment {
	return listed.currentVersion ?? listed;
}

function taskItem({ task, isPinned }: Extract<ViewNode, { kind: 'task' }>): vscode.TreeItem {
	const label = plainText(taskLabel(task), 120);
	const details = [
		...(task.project === undefined ? [] : [plainText(task.project, 80)]),
		...(isPinned ? [vscode.l10n.t('pinned for this workspace')] : []),
	];
	return folderItem(label, details, isPinned ? 'corPinnedTask' : 'corTask', isPinned ? 'pinned' : 'checklist');
}

function folderItem(label: string, details: readonly string[], contextValue: string, icon: string): vscode.TreeItem {
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
	item.contextValue = contextValue;
	item.iconPath = new vscode.ThemeIcon(icon);
	item.description = details.join(' · ');
	item.accessibilityInformation = { label: [label, ...details].join(', ') };
	return item;
}

function attachmentItem(listed: ListedAttachment): vscode.TreeItem {
	const { createdAt, userName, status, isHidden, currentVersion } = listed;
	const details = [
		...(createdAt ? [formatDate(createdAt)] : []),
		...(userName ? [plainText(userName, 60)] : []),
		...(status ? [attachmentStatusWord(status)] : []),
		...(isHidden ? [vscode.l10n.t('hidden')] : []),
	];
	const state = currentVersion ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
	return fileItem(newestOf(listed), details, currentVersion ? 'corVersioned' : 'corAttachment', state);
}

function fileItem(
	{ name, size, version }: StoredAttachment,
	details: readonly string[],
	contextValue: string,
	state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
	const label = plainText(name, 255);
	const item = new vscode.TreeItem(label, state);
	item.contextValue = contextValue;
	// For its icon alone: nothing is read there. A path that begins with two slashes is refused.
	item.resourceUri = vscode.Uri.from({ scheme: attachmentScheme, path: `/${label.replaceAll('/', '_')}` });
	return describe(item, [], version, [...(size !== undefined ? [formatBytes(size)] : []), ...details]);
}

function opensByClick(item: vscode.TreeItem, node: ViewNode): vscode.TreeItem {
	item.command = { command: 'corAttachments.openInEditor', title: vscode.l10n.t('Open'), arguments: [node] };
	return item;
}

function pastItem(entry: HistoryEntry): vscode.TreeItem {
	const uri = vscode.Uri.parse(entry.uri);
	const task = plainText(taskLabel({ id: entry.taskId, title: entry.taskTitle }), 80);
	const item = new vscode.TreeItem(plainText(entry.name, 255));
	item.contextValue = isMade(entry.uri) ? 'corPastMade' : 'corPast'; // what was made can't be gone back to
	item.resourceUri = uri;
	describe(item, [task], entry.version, [formatDate(entry.attachedAt)]);
	if (!isMade(entry.uri)) {
		item.tooltip = `${item.tooltip}\n${uri.scheme === 'file' ? uri.fsPath : entry.uri}`;
	}
	return item;
}

/** Says of a file what there is to say. A screen reader would spell "v2" as letters: it is told the word. */
function describe(
	item: vscode.TreeItem,
	before: readonly string[],
	version: number | undefined,
	after: readonly string[],
): vscode.TreeItem {
	const has = version !== undefined;
	const shown = [...before, ...(has ? [`v${version}`] : []), ...after];
	const spoken = [...before, ...(has ? [vscode.l10n.t('version {0}', version)] : []), ...after];
	item.iconPath = vscode.ThemeIcon.File;
	item.description = shown.join(' · ');
	item.tooltip = [item.label, ...shown].join('\n');
	item.accessibilityInformation = { label: [item.label, ...spoken].join(', ') };
	return item;
}

function failureItem(error: CorError): vscode.TreeItem {
	const item =
		wayOut(error) === 'sign-in'
			? actionItem(vscode.l10n.t('Sign In'), 'corAttachments.signIn', 'account')
			: actionItem(vscode.l10n.t('Try Again'), 'corAttachments.refreshView', 'refresh');
	const sentence = explain(error);
	item.description = sentence;
	item.tooltip = sentence;
	item.accessibilityInformation = { label: `${sentence} ${item.label}` };
	return item;
}

function actionItem(label: string, command: string, icon: string): vscode.TreeItem {
	const item = new vscode.TreeItem(label);
	item.command = { command, title: label };
	item.iconPath = new vscode.ThemeIcon(icon);
	return item;
}
