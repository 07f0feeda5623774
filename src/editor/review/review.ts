import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { decide, type OnExisting, withoutExisting } from '../../attach/plan/existing.js';
import { type DecidedFile, leave, type MatchedFile, send } from '../../attach/plan/stages.js';
import type { TaskMessage } from '../../attach/task-message/task-message.js';
import { inTurns } from '../../machine/in-turns.js';
import { sizeFormat } from '../messages/format.js';
import { type ArchiveButton, archiveButton, nameArchive } from './review-archive.js';
import { type ChoiceButton, type ForAllButton, forAllButtons } from './review-choices.js';
import { type FieldButton, fieldButtons } from './review-fields.js';
import { inGroups, type ReviewItem, reviewItem } from './review-items.js';
import { type LeftOutButton, leftOutButton, showLeftOut } from './review-left-out.js';
import { isDoubtful, MessageRow, type Writing } from './review-message.js';
import { reviewHint, reviewTitle, type Sender } from './review-title.js';
import { waitFor } from './wait-for-files.js';
import { type GatheredFolders, hasSecret, isWorthALook, type Looked, type ReviewOccasion } from './worth-a-look.js';

/** What is sent, and how. */
export interface Reviewed {
	readonly files: readonly DecidedFile[];
	readonly fields: UploadFields;
	/** What the archive is called that holds all that is not left out, where that is wanted. */
	readonly archiveName?: string;
	/** What is said with them. */
	readonly message?: TaskMessage | undefined;
	/** Whether the person had the files before their eyes, which takes its time. */
	readonly wasShown: boolean;
}

/** Where files go, and as whom they are sent. */
export interface ReviewedFor {
	readonly task: string;
	readonly sender: Sender;
	/** Missing where no message can go with them. */
	readonly writing?: Writing;
}

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
	const { task, sender, writing } = to;
	const looked = await waitFor(checking, task);
	if (!looked) {
		return undefined;
	}
	const { files } = looked;
	const isAsked = isWorthALook(looked, occasion) || sender.isUnseen || isDoubtful(writing?.message);
	return isAsked
		? new Review(files, looked, fields, to).ask()
		: { files: files.map(send), fields, message: writing?.message, wasShown: false };
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
	readonly #sizes = sizeFormat();
	#isArchive = false;
	#isChangingRows = false;
	/** Whether something else stands in its place, after which it comes back. */
	#isAside = false;
	readonly #message: MessageRow | undefined;

	constructor(given: readonly MatchedFile[], gathered: GatheredFolders, fields: UploadFields, to: ReviewedFor) {
		this.#given = given;
		this.#gathered = gathered;
		this.#files = given;
		this.#fields = fields;
		this.#to = to;
		this.#archiveName = nameArchive(given);
		this.#message = to.writing && new MessageRow(to.writing, to.task);
		this.#ticked = new Set(given.flatMap(({ uri, doubts }) => (doubts.length > 0 ? [] : [uri])));
	}

	async ask(): Promise<Reviewed | undefined> {
		const pick = this.#pick;
		pick.canSelectMany = true;
		pick.matchOnDescription = true;
		pick.ignoreFocusOut = true;
		pick.placeholder = reviewHint(this.#gathered, this.#to.sender);
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
					if (!this.#isAside) {
						resolve(undefined);
					}
				});
				pick.onDidAccept(() => (pick.activeItems[0]?.isMessage ? void this.#write() : resolve(this.#reviewed())));
				pick.show();
			});
		} finally {
			pick.dispose();
		}
	}

	#press(button: TitleButton): void {
		if ('leftOut' in button) {
			void this.#aside(() => showLeftOut(button.leftOut));
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

	/** What is shown stands in the place of the review, which comes back as it was. */
	async #aside(show: () => Promise<void>): Promise<void> {
		this.#isAside = true;
		await show();
		this.#isAside = false;
		this.#showRows();
		this.#pick.show();
	}

	/** Enter attaches afterwards, as everywhere else: the row is no longer the one that it would mean. */
	async #write(): Promise<void> {
		this.#pick.activeItems = [];
		await this.#aside(async () => this.#message?.write());
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
		this.#isChangingRows = this.#ticked.size > 0 || Boolean(this.#message?.isTicked);
		this.#showRows();
	}

	#showRows(): void {
		const pick = this.#pick;
		const active = pick.activeItems[0]?.file?.uri;
		pick.items = [...inGroups(this.#files.map(file => this.#rowOf(this.#asSent(file)))), ...messageRows(this.#message)];
		if (active !== undefined) {
			pick.activeItems = pick.items.filter(({ file }) => file?.uri === active);
		}
		this.#select();
		this.#tell();
	}

	#select(): void {
		const row = this.#message;
		this.#pick.selectedItems = this.#pick.items.filter(({ file, isMessage }) =>
			isMessage ? row?.isTicked : file && this.#ticked.has(file.uri),
		);
	}

	#tick(items: readonly ReviewItem[]): void {
		// The editor unticks everything when the list changes under it, before it ticks what is to be ticked.
		const isOfChange = this.#isChangingRows && items.length === 0;
		this.#isChangingRows = isOfChange;
		if (isOfChange) {
			return;
		}
		const isOfFiles = !isSame(this.#ticked, urisOf(items));
		const isRowChecked = items.some(({ isMessage }) => isMessage);
		const wasRowChecked = this.#message?.isTicked ?? false;
		if (this.#message?.take(isRowChecked, !isOfFiles) === 'write') {
			void this.#write();
			return;
		}
		const added = items.filter(({ file }) => file && !this.#ticked.has(file.uri));
		// "Tick all" is not a decision about a secret: each wants one of its own.
		const kept =
			added.length > 1 ? items.filter(item => !added.includes(item) || !item.file || !hasSecret(item.file)) : items;
		this.#ticked = urisOf(kept);
		const isRowTicked = this.#message?.isTicked ?? false;
		if (kept.length < items.length || isRowChecked !== isRowTicked) {
			this.#select();
		}
		if (isRowTicked !== wasRowChecked) {
			this.#pick.activeItems = []; // Enter, or OK, attaches from here on
		}
		this.#tell();
	}

	#tell(): void {
		const { leftOut } = this.#gathered;
		const files = this.#files;
		const ticked = files.filter(({ uri }) => this.#ticked.has(uri));
		this.#pick.title = reviewTitle({
			files,
			ticked,
			task: this.#to.task,
			archiveName: this.#isArchive ? this.#archiveName : undefined,
			fields: this.#fields,
			leftOut,
			hasMessage: this.#message?.sent !== undefined,
		});
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

	#reviewed(): Reviewed {
		return {
			files: this.#decided(),
			fields: this.#fields,
			...(this.#isArchive && { archiveName: this.#archiveName }),
			message: this.#message?.sent,
			wasShown: true,
		};
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

function messageRows(row: MessageRow | undefined): readonly ReviewItem[] {
	const heading = { label: vscode.l10n.t('message'), kind: vscode.QuickPickItemKind.Separator };
	return row ? [heading, row.item] : [];
}

function urisOf(items: readonly ReviewItem[]): ReadonlySet<string> {
	return new Set(items.flatMap(({ file }) => (file ? [file.uri] : [])));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	return one.size === other.size && [...one].every(each => other.has(each));
}
