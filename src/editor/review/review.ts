import * as vscode from 'vscode';
import { needsWord } from '../../attach/doubts.js';
import type { UploadFields } from '../../attach/fields.js';
import type { LeftOut } from '../../attach/folders/left-out.js';
import { decide, type OnExisting, withoutExisting } from '../../attach/plan/existing.js';
import { totalBytes } from '../../attach/plan/plan.js';
import { type DecidedFile, type Gathered, leave, type MatchedFile, send } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import { inTurns } from '../../machine/in-turns.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { senderInWords } from '../accounts/account-words.js';
import { formatBytes, formatCount, SizeFormat } from '../messages/format.js';
import { alwaysReviewSetting } from '../settings/settings.js';
import { type ArchiveButton, archiveButton, nameArchive } from './review-archive.js';
import { type ChoiceButton, type ForAllButton, forAllButtons } from './review-choices.js';
import { type FieldButton, fieldButtons, fieldsInWords } from './review-fields.js';
import { inGroups, type ReviewItem, reviewItem } from './review-items.js';
import { type LeftOutButton, leftOutButton, showLeftOut } from './review-left-out.js';
import { waitFor } from './wait-for-files.js';

/** What is said of the folders that were chosen. */
type GatheredFolders = Pick<Gathered, 'leftOut' | 'isCut' | 'isGuessed'>;

/** What was looked at: each file with its doubts, and with what is on the task in its place. */
interface Looked extends GatheredFolders {
	readonly files: readonly MatchedFile[];
}

/** What is sent, and how. */
export interface Reviewed {
	readonly files: readonly DecidedFile[];
	readonly fields: UploadFields;
	/** What the archive is called that holds all that is not left out, where that is wanted. */
	readonly archiveName?: string;
	/** Whether the person had the files before their eyes, which takes its time. */
	readonly wasShown: boolean;
}

/** Where files go, and as whom they are sent. */
export interface ReviewedFor {
	readonly task: string;
	/** `isUnseen`: nothing has shown yet which of several it is. */
	readonly sender: Pick<Connection, 'shortName'> & { readonly isUnseen: boolean };
}

/** `again`: the files were seen before. `same-task`: so was what is on the task. `wanted`: they are shown, whatever they are. */
export type ReviewOccasion = 'first' | 'again' | 'same-task' | 'wanted';

/**
 * One look before files leave: what is doubtful is unticked, and what stays unticked is marked as left out. One file with
 * nothing special goes without it, and so do files that were seen before and hold no secret. `undefined` where the person
 * gives up: nothing is sent then.
 */
export async function review(
	checking: Promise<Looked>,
	fields: UploadFields,
	to: ReviewedFor,
	occasion: ReviewOccasion,
): Promise<Reviewed | undefined> {
	const { task, sender } = to;
	const looked = await waitFor(checking, task);
	if (!looked) {
		return undefined;
	}
	const { files } = looked;
	const isAgain = occasion === 'again' || occasion === 'same-task';
	const isWanted = occasion === 'wanted' || (!isAgain && alwaysReviewSetting());
	const isNewlyFound = occasion !== 'same-task' && files.some(({ existing }) => existing);
	const isWorthALook = isAgain
		? files.some(hasSecret)
		: looked.isGuessed ||
			looked.isCut ||
			files.length > 1 ||
			files.some(file => file.doubts.length > 0 || hasChoice(file));
	return isWanted || isWorthALook || isNewlyFound || sender.isUnseen
		? new Review(files, looked, fields, to).ask()
		: { files: files.map(send), fields, wasShown: false };
}

// Where an editor holds changes, the person sees which of both is sent.
function hasChoice({ unsaved }: MatchedFile): boolean {
	return unsaved?.shownSize !== undefined && unsaved.savedSize !== undefined;
}

type TitleButton = FieldButton | ForAllButton | ArchiveButton | LeftOutButton;

class Review {
	readonly #pick = vscode.window.createQuickPick<ReviewItem>();
	readonly #given: readonly MatchedFile[];
	readonly #gathered: GatheredFolders;
	readonly #to: ReviewedFor;
	#ticked: ReadonlySet<string>;
	#fields: UploadFields;
	/** In the order of `#given`, as they are by now. */
	#files: readonly MatchedFile[];
	#forAll: OnExisting | undefined;
	readonly #archiveName: string;
	readonly #rows = new WeakMap<MatchedFile, ReviewItem>();
	readonly #sizes = new SizeFormat();
	#isArchive = false;
	#isChangingRows = false;
	#isLeftOutShown = false;

	constructor(given: readonly MatchedFile[], gathered: GatheredFolders, fields: UploadFields, to: ReviewedFor) {
		this.#given = given;
		this.#gathered = gathered;
		this.#files = given;
		this.#fields = fields;
		this.#to = to;
		this.#archiveName = nameArchive(given);
		this.#ticked = new Set(given.flatMap(({ uri, doubts }) => (doubts.length > 0 ? [] : [uri])));
	}

	async ask(): Promise<Reviewed | undefined> {
		const pick = this.#pick;
		pick.canSelectMany = true;
		pick.matchOnDescription = true;
		pick.ignoreFocusOut = true;
		const { isCut, isGuessed } = this.#gathered;
		// First, since the editor cuts the line where it is too long.
		const warnings = [
			...(isCut ? [vscode.l10n.t('The folder holds more files than these; the others will not be attached.')] : []),
			...(isGuessed ? [vscode.l10n.t("Git couldn't be asked: files that it ignores may be included.")] : []),
		];
		const hints = warnings.length > 0 ? [] : [vscode.l10n.t('Enter attaches what is ticked. Space ticks.')];
		pick.placeholder = [...warnings, ...senderInWords(this.#to.sender), ...hints].join(' ');
		pick.keepScrollPosition = true;
		for await (const some of inTurns(this.#files)) {
			some.map(file => this.#rowOf(file)); // a row takes its time, and there can be thousands
		}
		this.#showRows();
		try {
			return await new Promise(resolve => {
				pick.onDidChangeSelection(items => this.#tick(items));
				pick.onDidTriggerButton(button => this.#press(button as TitleButton));
				pick.onDidTriggerItemButton(({ item, button }) => this.#choose(item, button as ChoiceButton));
				pick.onDidHide(() => {
					if (!this.#isLeftOutShown) {
						resolve(undefined);
					}
				});
				pick.onDidAccept(() =>
					resolve({
						files: this.#decided(),
						fields: this.#fields,
						...(this.#isArchive && { archiveName: this.#archiveName }),
						wasShown: true,
					}),
				);
				pick.show();
			});
		} finally {
			pick.dispose();
		}
	}

	#press(button: TitleButton): void {
		if ('leftOut' in button) {
			void this.#showLeftOut(button.leftOut);
			return;
		}
		if ('next' in button) {
			this.#fields = button.next;
			this.#tell();
			return;
		}
		if ('isArchive' in button) {
			this.#isArchive = button.isArchive;
			this.#change(file => (file.existing ? { ...file } : file)); // in an archive it is in nobody's place
			return;
		}
		const { forAll } = button;
		this.#forAll = forAll;
		this.#change(file => decide(file, forAll));
	}

	/** The list stands in the place of the review, which comes back as it was. */
	async #showLeftOut(leftOut: LeftOut): Promise<void> {
		this.#isLeftOutShown = true;
		await showLeftOut(leftOut);
		this.#isLeftOutShown = false;
		this.#showRows();
		this.#pick.show();
	}

	#choose({ file: of }: ReviewItem, { change }: ChoiceButton): void {
		const asGiven = this.#given.find(({ uri }) => uri === of?.uri);
		this.#forAll = undefined;
		this.#change(file => (asGiven && file.uri === of?.uri ? change(file, asGiven) : file));
	}

	/** Changes what is to happen to files, and ticks those of which nothing is left to decide. */
	#change(change: (file: MatchedFile) => MatchedFile): void {
		const ticked = new Set(this.#ticked);
		this.#files = this.#files.map(file => {
			const changed = change(file);
			if (changed !== file) {
				tickAsDecided(ticked, this.#asSent(changed));
			}
			return changed;
		});
		this.#ticked = ticked;
		this.#isChangingRows = this.#ticked.size > 0;
		this.#showRows();
	}

	#showRows(): void {
		const pick = this.#pick;
		const active = pick.activeItems[0]?.file?.uri;
		pick.items = inGroups(this.#files.map(file => this.#rowOf(this.#asSent(file))));
		if (active !== undefined) {
			pick.activeItems = pick.items.filter(({ file }) => file?.uri === active);
		}
		pick.selectedItems = pick.items.filter(({ file }) => file && this.#ticked.has(file.uri));
		this.#tell();
	}

	#tick(items: readonly ReviewItem[]): void {
		// The editor unticks everything when the list changes under it, before it ticks what is to be ticked.
		const isOfChange = this.#isChangingRows && items.length === 0;
		this.#isChangingRows = isOfChange;
		if (isOfChange) {
			return;
		}
		const added = items.filter(({ file }) => file && !this.#ticked.has(file.uri));
		// "Tick all" is not a decision about a secret: each wants one of its own.
		const kept =
			added.length > 1 ? items.filter(item => !added.includes(item) || !item.file || !hasSecret(item.file)) : items;
		this.#ticked = new Set(kept.flatMap(({ file }) => (file ? [file.uri] : [])));
		if (kept.length < items.length) {
			this.#pick.selectedItems = kept;
		}
		this.#tell();
	}

	#tell(): void {
		const { leftOut } = this.#gathered;
		const { task } = this.#to;
		const files = this.#files;
		const ticked = files.filter(({ uri }) => this.#ticked.has(uri));
		const size = formatBytes(totalBytes(ticked));
		const to = plainText(task, 60);
		const chosen = formatCount(ticked.length);
		const title =
			files.length === 1
				? vscode.l10n.t('Review: {0} of 1 file ({1}) for {2}', chosen, size, to)
				: vscode.l10n.t('Review: {0} of {1} files ({2}) for {3}', chosen, formatCount(files.length), size, to);
		const as = this.#isArchive ? [vscode.l10n.t('as one archive: {0}', plainText(this.#archiveName, 40))] : [];
		const also = leftOut.count > 0 ? [vscode.l10n.t('left out: {0}', formatCount(leftOut.count))] : [];
		this.#pick.title = [title, ...as, ...fieldsInWords(this.#fields), ...also].join(' · ');
		const canPack = this.#isArchive || ticked.length > 1;
		this.#pick.buttons = [
			...(leftOut.count > 0 ? [leftOutButton(leftOut)] : []),
			...(canPack ? [archiveButton(this.#isArchive, this.#archiveName)] : []),
			...(this.#isArchive ? [] : forAllButtons(files, this.#forAll)),
			...fieldButtons(this.#fields),
		];
	}

	#rowOf(file: MatchedFile): ReviewItem {
		const row = this.#rows.get(file) ?? reviewItem(file, this.#sizes);
		this.#rows.set(file, row);
		return row;
	}

	/** In an archive a file is neither a version of anything nor beside it. */
	#asSent(file: MatchedFile): MatchedFile {
		return this.#isArchive && file.existing ? withoutExisting(file) : file;
	}

	#decided(): readonly DecidedFile[] {
		return this.#files
			.map(file => this.#asSent(file))
			.map(file => (this.#ticked.has(file.uri) ? send(file) : leave(file, file.doubts[0] ?? { kind: 'unticked' })));
	}
}

function tickAsDecided(ticked: Set<string>, { uri, doubts }: MatchedFile): void {
	if (doubts.length === 0) {
		ticked.add(uri);
	} else if (doubts.some(({ kind }) => kind === 'on-task')) {
		ticked.delete(uri);
	}
}

function hasSecret({ doubts }: MatchedFile): boolean {
	return doubts.some(needsWord);
}
