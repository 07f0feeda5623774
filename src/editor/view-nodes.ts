import * as vscode from 'vscode';
import type { CorError } from '../attach/errors.js';
import type { ListedAttachment } from '../attach/evidence.js';
import { harmlessName } from '../attach/file-names.js';
import type { HistoryEntry } from '../attach/history.js';
import type { StoredAttachment } from '../attach/outcome.js';
import { explain, wayOut } from './explain.js';
import { formatBytes, formatDate } from './format.js';
import { plainText } from './plain-text.js';
import type { KnownTask } from './task-memory.js';
import { taskLabel } from './tell.js';

/** One row of the view. */
export type ViewNode =
	| { readonly kind: 'task'; readonly task: KnownTask; readonly isPinned: boolean }
	| { readonly kind: 'attachment'; readonly task: KnownTask; readonly listed: ListedAttachment }
	| { readonly kind: 'version'; readonly version: StoredAttachment }
	| { readonly kind: 'more' }
	| { readonly kind: 'failure'; readonly error: CorError }
	| { readonly kind: 'history' }
	| { readonly kind: 'past'; readonly entry: HistoryEntry };

/** How a row looks, and what a screen reader says of it. */
export function toTreeItem(node: ViewNode): vscode.TreeItem {
	switch (node.kind) {
		case 'task':
			return taskItem(node);
		case 'attachment':
			return attachmentItem(node.listed);
		case 'version':
			return fileItem(node.version, [], 'corVersion', vscode.TreeItemCollapsibleState.None);
		case 'more':
			return actionItem(vscode.l10n.t('Show More'), 'corAttachments.showMoreAttachments', 'ellipsis');
		case 'failure':
			return failureItem(node.error);
		case 'history':
			return folderItem(vscode.l10n.t('Attached from this workspace'), undefined, 'corHistory', 'history');
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
	return folderItem(label, task.project, isPinned ? 'corPinnedTask' : 'corTask', isPinned ? 'pinned' : 'checklist');
}

function folderItem(label: string, description: string | undefined, contextValue: string, icon: string) {
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
	item.contextValue = contextValue;
	item.iconPath = new vscode.ThemeIcon(icon);
	if (description !== undefined) {
		item.description = plainText(description, 80);
	}
	return item;
}

function attachmentItem(listed: ListedAttachment): vscode.TreeItem {
	const { createdAt, userName, isHidden, currentVersion } = listed;
	const details = [
		...(createdAt ? [formatDate(createdAt)] : []),
		...(userName ? [plainText(userName, 60)] : []),
		...(isHidden ? [vscode.l10n.t('hidden')] : []),
	];
	const state = currentVersion ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
	return fileItem(newestOf(listed), details, 'corAttachment', state);
}

function fileItem(
	{ name, size, version }: StoredAttachment,
	details: readonly string[],
	contextValue: string,
	state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
	const item = new vscode.TreeItem(plainText(name, 255), state);
	const described = [
		...(version !== undefined ? [versionLabel(version)] : []),
		...(size !== undefined ? [formatBytes(size)] : []),
		...details,
	];
	item.contextValue = contextValue;
	item.resourceUri = vscode.Uri.from({ scheme: 'cor-attachment', path: `/${harmlessName(name)}` });
	item.iconPath = vscode.ThemeIcon.File;
	item.description = described.join(' · ');
	item.tooltip = [plainText(name, 255), ...described].join('\n');
	item.accessibilityInformation = { label: [plainText(name, 255), ...described].join(', ') };
	return item;
}

function pastItem(entry: HistoryEntry): vscode.TreeItem {
	const uri = vscode.Uri.parse(entry.uri);
	const item = new vscode.TreeItem(plainText(entry.name, 255));
	const described = [
		plainText(taskLabel({ id: entry.taskId, title: entry.taskTitle }), 80),
		...(entry.version !== undefined ? [versionLabel(entry.version)] : []),
		formatDate(entry.attachedAt),
	];
	item.contextValue = 'corPast';
	item.resourceUri = uri;
	item.iconPath = vscode.ThemeIcon.File;
	item.description = described.join(' · ');
	item.tooltip = [plainText(entry.name, 255), ...described, uri.scheme === 'file' ? uri.fsPath : entry.uri].join('\n');
	item.accessibilityInformation = { label: [plainText(entry.name, 255), ...described].join(', ') };
	return item;
}

function failureItem(error: CorError): vscode.TreeItem {
	const needsSignIn = wayOut(error) === 'sign-in';
	const item = needsSignIn
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

function versionLabel(version: number): string {
	return `v${version}`;
}
