import * as vscode from 'vscode';
import { isSecret, needsWord } from '../../attach/doubts.js';
import { isInNoFile } from '../../attach/plan/made-file.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { SizeFormat } from '../../attach/text/size-format.js';
import { mediaType } from '../../cor/body/media-type.js';
import { explain } from '../messages/explain-failure.js';
import { explainDoubt } from '../messages/explain-files.js';
import { sizeFormat } from '../messages/format.js';
import { choiceButtons } from './review-choices.js';

/** Something that a row or button does other than sending. */
export type ReviewAction = 'message' | 'options' | 'message-editor' | 'left-out' | 'choose-file';

/** A row of the review: a file, an action, or a heading. */
export interface ReviewItem extends vscode.QuickPickItem {
	readonly file?: MatchedFile;
	readonly action?: ReviewAction;
}

/** A row with an action. The title bar has a button for it, too. */
export interface ActionRow extends ReviewItem {
	readonly action: ReviewAction;
	readonly iconPath: vscode.ThemeIcon;
}

export interface ActionButton extends vscode.QuickInputButton {
	readonly action: ReviewAction;
}

/** The rows of files under their headings: first those that need attention. */
export function inGroups(rows: readonly ReviewItem[]): ReviewItem[] {
	const special = rows.filter(({ detail }) => detail !== undefined);
	const plain = rows.filter(({ detail }) => detail === undefined);
	return [
		...group(vscode.l10n.t('needs attention'), special),
		...group(special.length > 0 ? vscode.l10n.t('ready') : undefined, plain),
	];
}

function group(title: string | undefined, rows: readonly ReviewItem[]): ReviewItem[] {
	return title === undefined || rows.length === 0 ? [...rows] : [heading(title), ...rows];
}

export function heading(label: string): ReviewItem {
	return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The row that lets the person choose another file. */
export function fileRow(): ActionRow {
	return {
		action: 'choose-file',
		alwaysShow: true,
		iconPath: new vscode.ThemeIcon('folder-opened'),
		label: vscode.l10n.t('Choose another file…'),
	};
}

/** The rows of files. Creating one takes time and there may be thousands, so each is created once. */
export class FileRows {
	readonly #ticked = new WeakMap<MatchedFile, ReviewItem>();
	readonly #others = new WeakMap<MatchedFile, ReviewItem>();
	readonly #sizes = sizeFormat();

	of(file: MatchedFile, ticked: ReadonlySet<string>): ReviewItem {
		const isTicked = !file.existing || ticked.has(file.uri); // other rows look the same, checked or not
		const rows = isTicked ? this.#ticked : this.#others;
		const row = rows.get(file) ?? reviewItem(file, isTicked, this.#sizes);
		rows.set(file, row);
		return row;
	}
}

/** The row of a file. What needs attention is its detail. */
function reviewItem(file: MatchedFile, isTicked: boolean, sizes: SizeFormat): ReviewItem {
	const notes = notesOn(file);
	const about = [...existingWord(file, isTicked), sizes.write(file.size), ...placeOf(file)];
	return {
		file,
		label: plainText(file.name),
		description: plainText(about.join(' · ')),
		iconPath: new vscode.ThemeIcon(iconOf(file)),
		...(notes.length > 0 && { detail: notes.join(' ') }),
		buttons: choiceButtons(file),
	};
}

/** What happens to a file whose name is on the task. */
function existingWord({ existing, parentId, doubts }: MatchedFile, isTicked: boolean): string[] {
	if (!existing) {
		return [];
	}
	if (isTicked) {
		return parentId === undefined
			? [vscode.l10n.t('separate file')]
			: [vscode.l10n.t('new version {0}', existing.version + 1)];
	}
	return doubts.some(({ kind }) => kind === 'unchanged')
		? [vscode.l10n.t('unchanged, skipped')]
		: [vscode.l10n.t('skipped')];
}

/** The file's folder, unless it is the workspace folder. The whole path if its name there is another one. */
function placeOf(file: MatchedFile): string[] {
	if (isInNoFile(file)) {
		return [];
	}
	const path = vscode.workspace.asRelativePath(vscode.Uri.parse(file.uri, true));
	const inFolder = path.endsWith(`/${file.name}`) ? path.slice(0, -file.name.length - 1) : path;
	return path === file.name ? [] : [inFolder || '/'];
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
		? vscode.l10n.t('No longer on disk: the text in the editor is sent.')
		: vscode.l10n.t('Not saved: the text in the editor is sent.');
}

function existingNote({ existing, doubts }: MatchedFile): string[] {
	return !existing || doubts.some(({ kind }) => kind === 'unchanged')
		? []
		: [vscode.l10n.t('Already attached (v{0}).', existing.version)];
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
