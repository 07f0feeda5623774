import * as vscode from 'vscode';
import { isSecret, needsWord } from '../../attach/doubts.js';
import { isInNoFile } from '../../attach/plan/made-file.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { SizeFormat } from '../../attach/text/size-format.js';
import { mediaType } from '../../cor/body/media-type.js';
import { explain } from '../messages/explain-failure.js';
import { explainDoubt } from '../messages/explain-files.js';
import { choiceButtons } from './review-choices.js';

/** A row of the review: a file, the message, or a heading over several. */
export interface ReviewItem extends vscode.QuickPickItem {
	readonly file?: MatchedFile;
	readonly isMessage?: true;
}

/** The rows of files, those with something to look at first, each kind under its heading. */
export function inGroups(rows: readonly ReviewItem[]): ReviewItem[] {
	const special = rows.filter(({ detail }) => detail !== undefined);
	const plain = rows.filter(({ detail }) => detail === undefined);
	return [
		...group(vscode.l10n.t('look at these first'), special),
		...group(special.length > 0 ? vscode.l10n.t('nothing special') : undefined, plain),
	];
}

function group(heading: string | undefined, rows: readonly ReviewItem[]): ReviewItem[] {
	const isHeaded = heading !== undefined && rows.length > 0;
	return [...(isHeaded ? [{ label: heading, kind: vscode.QuickPickItemKind.Separator }] : []), ...rows];
}

/** The row of a file; what is special about it is its detail. */
export function reviewItem(file: MatchedFile, sizes: SizeFormat): ReviewItem {
	const notes = notesOn(file);
	const size = sizes.write(file.size);
	const where = isInNoFile(file) ? file.name : vscode.workspace.asRelativePath(vscode.Uri.parse(file.uri, true));
	return {
		file,
		label: plainText(file.name),
		description: plainText(where === file.name ? size : `${size} · ${where}`),
		iconPath: new vscode.ThemeIcon(iconOf(file)),
		...(notes.length > 0 && { detail: notes.join(' ') }),
		buttons: choiceButtons(file),
	};
}

function notesOn(file: MatchedFile): string[] {
	const { doubts, problem, unsaved } = file;
	return [
		...(problem ? [explain(problem)] : []),
		...doubts.filter(({ kind }) => kind !== 'on-task').map(explainDoubt),
		...existingNote(file),
		...(doubts.some(needsWord) ? [vscode.l10n.t('Check it to send anyway.')] : []),
		...(unsaved?.sends === 'shown' ? [shownNote(file)] : []),
		...(unsaved?.sends === 'saved' ? [vscode.l10n.t('The saved file is sent, without the unsaved changes.')] : []),
	];
}

function shownNote({ uri, unsaved }: MatchedFile): string {
	const isGone = unsaved?.savedSize === undefined && uri.startsWith('file:');
	return isGone
		? vscode.l10n.t('No longer on the disk: what the editor shows is sent.')
		: vscode.l10n.t('Not saved: what the editor shows is sent.');
}

/** What becomes of a file whose name is on the task. */
function existingNote({ existing, parentId, doubts }: MatchedFile): string[] {
	if (!existing || doubts.some(({ kind }) => kind === 'unchanged')) {
		return [];
	}
	const { version } = existing;
	return parentId === undefined
		? [vscode.l10n.t('On the task already (v{0}): will be added beside it.', version)]
		: [vscode.l10n.t('On the task already (v{0}): will become version {1}.', version, version + 1)];
}

function iconOf({ name, doubts, existing }: MatchedFile): string {
	if (doubts.some(isSecret)) {
		return 'key';
	}
	if (doubts.length > 0) {
		return 'warning';
	}
	if (existing) {
		return 'versions';
	}
	const type = mediaType(name);
	if (/^(?:image|video|audio)\//.test(type)) {
		return 'file-media';
	}
	if (/zip|tar|compressed|gzip/.test(type)) {
		return 'file-zip';
	}
	return type === 'application/pdf' ? 'file-pdf' : 'file';
}
