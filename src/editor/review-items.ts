import { lookup } from 'mime-types';
import * as vscode from 'vscode';
import { isSecret, needsWord } from '../attach/doubts.js';
import type { PlannedFile } from '../attach/plan.js';
import { explain, explainDoubt } from './explain.js';
import { formatBytes } from './format.js';
import { plainText } from './plain-text.js';
import { choiceButtons } from './review-choices.js';

/** A row of the review: a file, or a heading over several. */
export interface ReviewItem extends vscode.QuickPickItem {
	readonly file?: PlannedFile;
}

/** The rows of the review, those with something to look at first, each kind under its heading. */
export function reviewItems(files: readonly PlannedFile[]): ReviewItem[] {
	const special = files.filter(isSpecial);
	const plain = files.filter(file => !isSpecial(file));
	return [
		...group(vscode.l10n.t('look at these first'), special),
		...group(special.length > 0 ? vscode.l10n.t('nothing special') : undefined, plain),
	];
}

function isSpecial(file: PlannedFile): boolean {
	return notesOn(file).length > 0;
}

function group(heading: string | undefined, files: readonly PlannedFile[]): ReviewItem[] {
	const isHeaded = heading !== undefined && files.length > 0;
	return [...(isHeaded ? [{ label: heading, kind: vscode.QuickPickItemKind.Separator }] : []), ...files.map(toItem)];
}

function toItem(file: PlannedFile): ReviewItem {
	const notes = notesOn(file);
	const where = plainText(vscode.workspace.asRelativePath(vscode.Uri.parse(file.uri, true)));
	return {
		file,
		label: plainText(file.name),
		description: plainText(where === file.name ? formatBytes(file.size) : `${formatBytes(file.size)} · ${where}`),
		iconPath: new vscode.ThemeIcon(iconOf(file)),
		...(notes.length > 0 && { detail: notes.join(' ') }),
		buttons: choiceButtons(file),
	};
}

function notesOn(file: PlannedFile): string[] {
	const { doubts = [], problem, unsaved } = file;
	return [
		...(problem ? [explain(problem)] : []),
		...doubts.filter(({ kind }) => kind !== 'on-task').map(explainDoubt),
		...existingNote(file),
		...(doubts.some(needsWord) ? [vscode.l10n.t('Tick it to send it all the same.')] : []),
		...(unsaved?.sends === 'shown' ? [vscode.l10n.t('Not saved: what the editor shows is sent.')] : []),
		...(unsaved?.sends === 'saved' ? [vscode.l10n.t('The saved file is sent, without the unsaved changes.')] : []),
	];
}

/** What becomes of a file whose name is on the task. */
function existingNote({ existing, parentId, doubts = [] }: PlannedFile): string[] {
	if (!existing || doubts.some(({ kind }) => kind === 'unchanged')) {
		return [];
	}
	const { version } = existing;
	return parentId === undefined
		? [vscode.l10n.t('On the task already (v{0}): will be added beside it.', version)]
		: [vscode.l10n.t('On the task already (v{0}): will become version {1}.', version, version + 1)];
}

function iconOf({ name, doubts = [], existing }: PlannedFile): string {
	if (doubts.some(isSecret)) {
		return 'key';
	}
	if (doubts.length > 0) {
		return 'warning';
	}
	if (existing) {
		return 'versions';
	}
	const type = lookup(name) || '';
	if (/^(?:image|video|audio)\//.test(type)) {
		return 'file-media';
	}
	if (/zip|tar|compressed|gzip/.test(type)) {
		return 'file-zip';
	}
	return type === 'application/pdf' ? 'file-pdf' : 'file';
}
