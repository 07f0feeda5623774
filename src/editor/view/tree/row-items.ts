import * as vscode from 'vscode';
import type { ListedAttachment, StoredAttachment } from '../../../attach/attachment.js';
import type { HistoryEntry } from '../../../attach/plan/history.js';
import { isLasting } from '../../../attach/plan/made-file.js';
import { plainText } from '../../../attach/text/plain-text.js';
import { explain } from '../../messages/explain-failure.js';
import { attachmentStatusWord } from '../../messages/field-words.js';
import { formatBytes, formatDate } from '../../messages/format.js';
import { taskLabel } from '../../messages/names.js';
import { wayOut } from '../../messages/way-out.js';
import type { SectionId } from './sections.js';
import { unlistedVersions } from './versions.js';
import { attachmentScheme, idOf, type Note, newestOf, type Row, type ViewNode } from './view-nodes.js';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a row looks, and what a screen reader says. */
export function toTreeItem(node: ViewNode): vscode.TreeItem {
	const item = itemOf(node);
	item.id = idOf(node);
	return item;
}

function itemOf(node: ViewNode): vscode.TreeItem {
	switch (node.kind) {
		case 'section':
			return sectionItem(node);
		case 'task':
			return taskItem(node);
		case 'attachment':
			return opensByClick(attachmentItem(node), node);
		case 'version':
			return opensByClick(fileItem(node.version, node.version.version, sizeOf(node.version), 'corVersion', None), node);
		case 'past':
			return pastItem(node);
		case 'more':
			return actionItem(vscode.l10n.t('Show More'), 'corAttachments.showMoreAttachments', 'ellipsis', node);
		case 'failure':
			return failureItem(node);
		case 'note':
			return noteItem(node.note);
	}
}

function sectionItem({ section, isOpen, branch }: Row<'section'>): vscode.TreeItem {
	const [label, icon] = sectionWords(section);
	const details = branch === undefined ? [] : [plainText(branch, 80)];
	return folderItem(label, details, 'corSection', icon, isOpen);
}

function sectionWords(section: SectionId): readonly [label: string, icon: string] {
	switch (section) {
		case 'branch':
			return [vscode.l10n.t('Current branch'), 'git-branch'];
		case 'pinned':
			return [vscode.l10n.t('Pinned'), 'pinned'];
		case 'recent':
			return [vscode.l10n.t('Recent'), 'history'];
		case 'mine':
			return [vscode.l10n.t('My open tasks'), 'account'];
	}
}

function taskItem({ task, section, isPinned, opened }: Row<'task'>): vscode.TreeItem {
	const { project, deadline } = task;
	const details = [
		...(section === 'mine' && deadline ? [vscode.l10n.t('due {0}', formatDate(deadline))] : []),
		...(project === undefined ? [] : [plainText(project, 80)]),
		...(isPinned && section !== 'pinned' ? [vscode.l10n.t('pinned to this workspace')] : []),
	];
	const [contextValue, icon] = isPinned ? ['corPinnedTask', 'pinned'] : ['corTask', 'checklist'];
	return folderItem(plainText(taskLabel(task), 120), details, contextValue, icon, opened > 0);
}

function folderItem(
	label: string,
	details: readonly string[],
	contextValue: string,
	icon: string,
	isOpen: boolean,
): vscode.TreeItem {
	const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
	item.contextValue = contextValue;
	item.iconPath = new vscode.ThemeIcon(icon);
	item.description = details.join(' · ');
	item.tooltip = [label, ...details].join('\n');
	item.accessibilityInformation = { label: [label, ...details].join(', ') };
	return item;
}

function attachmentItem({ listed, entry }: Row<'attachment'>): vscode.TreeItem {
	const { createdAt, userName, status, isHidden, currentVersion, currentVersionNumber } = listed;
	const newest = newestOf(listed);
	const details = [
		...unlistedWords(listed),
		...(entry ? [vscode.l10n.t('from here')] : []),
		...sizeOf(newest),
		...(createdAt ? [formatDate(createdAt)] : []),
		...(userName ? [plainText(userName, 60)] : []),
		...(status ? [attachmentStatusWord(status)] : []),
		...(isHidden ? [vscode.l10n.t('hidden')] : []),
	];
	const version = newest.version ?? (currentVersion && currentVersionNumber);
	const isLocal = entry !== undefined && localPath(entry) !== undefined;
	const contextValue = `${currentVersion ? 'corVersioned' : 'corAttachment'}${isLocal ? 'Local' : ''}`;
	const item = fileItem(newest, version, details, contextValue, currentVersion ? Collapsed : None);
	return entry ? withLocalPath(item, entry) : item;
}

/** The versions that can't be opened, as text and as speech. */
function unlistedWords(listed: ListedAttachment): readonly (string | Spoken)[] {
	const unlisted = unlistedVersions(listed);
	if (unlisted === undefined) {
		return [];
	}
	if (unlisted === 'newer') {
		return [vscode.l10n.t('newest version not listed by COR')];
	}
	const { first, last } = unlisted;
	const [shown, numbers] = first === last ? [`v${first}`, `${first}`] : [`v${first}–v${last}`, `${first}–${last}`];
	const words = (versions: string): string => vscode.l10n.t('{0} not listed by COR', versions);
	return [{ shown: words(shown), spoken: words(vscode.l10n.t('version {0}', numbers)) }];
}

function fileItem(
	{ name }: StoredAttachment,
	version: number | undefined,
	details: readonly (string | Spoken)[],
	contextValue: string,
	state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
	const label = plainText(name, 255);
	const item = new vscode.TreeItem(label, state);
	item.contextValue = contextValue;
	item.resourceUri = iconUri(name);
	return describe(item, version, details);
}

/**
 * A URI that only selects the icon for such a file; nothing is read. VS Code rejects a path that starts with two
 * slashes.
 */
function iconUri(name: string): vscode.Uri {
	return vscode.Uri.from({ scheme: attachmentScheme, path: `/${plainText(name, 255).replaceAll('/', '_')}` });
}

function sizeOf({ size }: StoredAttachment): readonly string[] {
	return size === undefined ? [] : [formatBytes(size)];
}

function opensByClick(item: vscode.TreeItem, node: ViewNode): vscode.TreeItem {
	item.command = { command: 'corAttachments.openInEditor', title: vscode.l10n.t('Open'), arguments: [node] };
	return item;
}

function pastItem({ entry, isUnlisted }: Row<'past'>): vscode.TreeItem {
	const item = new vscode.TreeItem(plainText(entry.name, 255));
	item.contextValue = isLasting(entry.uri) ? 'corPast' : 'corPastMade';
	item.resourceUri = iconUri(entry.name); // the file's own URI would show Git's colours
	describe(item, entry.version, [
		vscode.l10n.t('from here'),
		formatDate(entry.attachedAt),
		...(isUnlisted ? [vscode.l10n.t('not listed by COR')] : []),
	]);
	return withLocalPath(item, entry);
}

/** Path of the attached file; `undefined` for what was in no file. */
function localPath({ uri: text }: HistoryEntry): string | undefined {
	const uri = vscode.Uri.parse(text);
	if (!isLasting(text)) {
		return undefined;
	}
	return uri.scheme === 'file' ? uri.fsPath : text;
}

function withLocalPath(item: vscode.TreeItem, entry: HistoryEntry): vscode.TreeItem {
	const told = [vscode.l10n.t('Attached from this workspace'), localPath(entry)].filter(each => each !== undefined);
	item.tooltip = [item.tooltip, ...told].join('\n');
	return item;
}

/** A text that is spoken differently. */
interface Spoken {
	readonly shown: string;
	readonly spoken: string;
}

/** Sets a row's description. Without a spoken form, a screen reader would spell out "v2". */
function describe(
	item: vscode.TreeItem,
	version: number | undefined,
	details: readonly (string | Spoken)[],
): vscode.TreeItem {
	const has = version !== undefined;
	const shown = details.map(each => (typeof each === 'string' ? each : each.shown));
	const spoken = details.map(each => (typeof each === 'string' ? each : each.spoken));
	item.iconPath = vscode.ThemeIcon.File;
	item.description = [...(has ? [`v${version}`] : []), ...shown].join(' · ');
	item.tooltip = [item.label, ...(has ? [`v${version}`] : []), ...shown].join('\n');
	item.accessibilityInformation = {
		label: [item.label, ...(has ? [vscode.l10n.t('version {0}', version)] : []), ...spoken].join(', '),
	};
	return item;
}

function failureItem(node: Row<'failure'>): vscode.TreeItem {
	const { error } = node;
	const sentence = explain(error);
	if (error.kind === 'task-not-found') {
		return sentenceItem(sentence, 'warning');
	}
	const item =
		wayOut(error) === 'sign-in'
			? actionItem(vscode.l10n.t('Sign In'), 'corAttachments.signIn', 'account')
			: actionItem(vscode.l10n.t('Retry'), 'corAttachments.refreshTask', 'refresh', node);
	item.description = sentence;
	item.tooltip = sentence;
	item.accessibilityInformation = { label: `${sentence} ${item.label}` };
	return item;
}

function noteItem(note: Note): vscode.TreeItem {
	switch (note) {
		case 'loading':
			return sentenceItem(vscode.l10n.t('Loading…'), 'loading~spin');
		case 'no-attachments':
			return sentenceItem(vscode.l10n.t('This task has no attachments yet.'));
		case 'no-tasks':
			return sentenceItem(vscode.l10n.t('You have no open tasks.'));
		case 'no-other-tasks':
			return sentenceItem(vscode.l10n.t('All your open tasks are listed above.'));
		case 'nothing-from-here':
			return sentenceItem(vscode.l10n.t('Nothing has been attached from this workspace yet.'));
	}
}

function sentenceItem(sentence: string, icon = 'info'): vscode.TreeItem {
	const item = new vscode.TreeItem(sentence);
	item.iconPath = new vscode.ThemeIcon(icon);
	item.tooltip = sentence;
	return item;
}

function actionItem(label: string, command: string, icon: string, node?: ViewNode): vscode.TreeItem {
	const item = new vscode.TreeItem(label);
	item.command = { command, title: label, ...(node && { arguments: [node] }) };
	item.iconPath = new vscode.ThemeIcon(icon);
	return item;
}
