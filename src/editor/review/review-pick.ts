import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { decide, withoutExisting } from '../../attach/plan/existing.js';
import { type DecidedFile, leave, type MatchedFile, send } from '../../attach/plan/stages.js';
import { inTurns } from '../../machine/in-turns.js';
import { fieldsInWords } from '../messages/field-words.js';
import { CheckedRows, untilReported } from './checked-rows.js';
import type { ChoiceButton } from './review-choices.js';
import {
	type ActionButton,
	type ActionRow,
	FileRows,
	fileRow,
	heading,
	inGroups,
	type ReviewAction,
	type ReviewItem,
} from './review-items.js';
import { leftOutRows, showLeftOut } from './review-left-out.js';
import { MessageRow } from './review-message.js';
import { chooseOptions, nameArchive, type Offered, type Options, optionsRow } from './review-options.js';
import { meantBy, tickAsDecided } from './review-ticks.js';
import { reviewHint, reviewTitle } from './review-title.js';
import type { Reviewed, ReviewedFor } from './reviewed.js';
import type { GatheredFolders } from './worth-a-look.js';

/** The files before they are sent, with what a person may decide about them. Those with doubts start unchecked. */
export class ReviewPick {
	readonly #pick = vscode.window.createQuickPick<ReviewItem>();
	readonly #given: readonly MatchedFile[];
	readonly #gathered: GatheredFolders;
	readonly #to: ReviewedFor;
	#ticked: ReadonlySet<string>;
	#options: Options;
	/** The current files, in the order of `#given`. */
	#files: readonly MatchedFile[];
	readonly #archiveName: string;
	readonly #rows = new FileRows();
	readonly #checked = new CheckedRows(
		this.#pick,
		() => this.#tickedRows(),
		rows => this.#tick(rows),
	);
	/** Files with a new choice that VS Code doesn't show yet, by URI. */
	readonly #unshown = new Set<string>();
	/** Whether something else is shown now and the review returns afterwards. */
	#isAside = false;
	readonly #message: MessageRow | undefined;
	#end: (end: Reviewed | undefined) => void = () => {};
	#fail: (error: unknown) => void = () => {};

	constructor(given: readonly MatchedFile[], gathered: GatheredFolders, fields: UploadFields, to: ReviewedFor) {
		this.#given = given;
		this.#gathered = gathered;
		this.#files = given;
		this.#options = { fields, isArchive: false, forAll: undefined };
		this.#to = to;
		this.#archiveName = nameArchive(given);
		this.#message = to.writing && new MessageRow(to.writing, to.task);
		this.#ticked = new Set(given.flatMap(({ uri, doubts }) => (doubts.length > 0 ? [] : [uri])));
	}

	/** Resolves when the person has decided: `undefined` if they give up or want another file. */
	async ask(): Promise<Reviewed | undefined> {
		const pick = this.#pick;
		pick.canSelectMany = true;
		pick.matchOnDescription = true;
		pick.ignoreFocusOut = true;
		pick.placeholder = reviewHint(this.#gathered);
		pick.keepScrollPosition = true;
		for await (const some of inTurns(this.#files)) {
			some.map(file => this.#rows.of(file, this.#ticked)); // in turns, since creating thousands of rows takes time
		}
		this.#showRows();
		try {
			return await new Promise((resolve, reject) => {
				this.#end = resolve;
				this.#fail = reject;
				pick.onDidTriggerButton(button => this.#press((button as ActionButton).action));
				pick.onDidTriggerItemButton(({ item, button }) => {
					const ours = button as ActionButton | ChoiceButton;
					return 'action' in ours ? this.#press(ours.action) : this.#choose(item, ours);
				});
				pick.onDidHide(() => {
					if (!this.#isAside) {
						resolve(undefined);
					}
				});
				pick.onDidAccept(() => {
					if (this.#isAside) {
						return; // a second Enter, from before something else was shown
					}
					const action = pick.activeItems[0]?.action;
					if (action) {
						this.#press(action);
					} else {
						this.#checked.accept();
						resolve(this.#reviewed());
					}
				});
				pick.show();
			});
		} finally {
			pick.dispose();
		}
	}

	#press(action: ReviewAction): void {
		if (!this.#isAside) {
			this.#act(action).catch(this.#fail);
		}
	}

	/** Runs an action in place of the review. Afterwards no row is active, so that Enter attaches. */
	async #act(action: ReviewAction): Promise<void> {
		if (action === 'choose-file') {
			this.#to.chooseFile?.();
			this.#end(undefined);
			return;
		}
		this.#pick.activeItems = [];
		this.#isAside = true;
		switch (action) {
			case 'message':
			case 'message-editor': {
				const isSent = await this.#message?.write(action === 'message-editor', () => this.#pick.hide());
				if (isSent && this.#ticked.size > 0) {
					this.#end(this.#reviewed());
					return;
				}
				break;
			}
			case 'options':
				await chooseOptions(this.#options, this.#offered(), options => this.#set(options));
				break;
			case 'left-out':
				await showLeftOut(this.#gathered.leftOut);
				break;
		}
		this.#isAside = false;
		this.#showRows();
		this.#pick.show();
	}

	#offered(): Offered {
		const canPack = !this.#to.isSeparate && (this.#options.isArchive || this.#tickedFiles().length > 1);
		return {
			task: this.#to.task,
			archiveName: canPack ? this.#archiveName : undefined,
			hasExisting: this.#files.some(({ existing }) => existing),
		};
	}

	#set(options: Options): void {
		const { isArchive, forAll } = this.#options;
		this.#options = options;
		if (options.isArchive !== isArchive) {
			this.#change(file => (file.existing ? { ...file } : file)); // in an archive it replaces nothing
		}
		const decision = options.forAll;
		if (decision && decision !== forAll) {
			this.#change(file => decide(file, decision));
		}
	}

	/** A second click, from before the first is shown, would be for the button that takes back what the first did. */
	#choose({ file: of }: ReviewItem, { change }: ChoiceButton): void {
		const asGiven = this.#given.find(({ uri }) => uri === of?.uri);
		if (!asGiven || this.#unshown.has(asGiven.uri)) {
			return;
		}
		this.#options = { ...this.#options, forAll: undefined };
		this.#change(file => (file.uri === asGiven.uri ? change(file, asGiven) : file));
		this.#unshown.add(asGiven.uri);
		const forget = (): boolean => this.#unshown.delete(asGiven.uri);
		untilReported().then(forget, forget); // it only fails when the window closes
	}

	/** Changes files, and checks those without open questions. */
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
		this.#showRows();
	}

	#showRows(): void {
		const pick = this.#pick;
		const active = pick.activeItems[0]?.file?.uri;
		pick.items = [
			...inGroups(this.#files.map(file => this.#rows.of(this.#asSent(file), this.#ticked))),
			heading(vscode.l10n.t('more')),
			...this.#actions(),
		];
		if (active !== undefined) {
			pick.activeItems = pick.items.filter(({ file }) => file?.uri === active);
		}
		this.#checked.update();
		this.#tell();
	}

	#tickedRows(): readonly ReviewItem[] {
		const isMessageTicked = this.#message?.isTicked ?? false;
		return this.#pick.items.filter(({ file, action }) =>
			file ? this.#ticked.has(file.uri) : action === 'message' && isMessageTicked,
		);
	}

	#tick(items: readonly ReviewItem[]): void {
		const before = this.#ticked;
		const meant = meantBy(items, before, this.#message?.choices ?? new Map());
		if (meant.action) {
			this.#press(meant.action);
			return;
		}
		const { ticked, isOfAll } = meant;
		this.#ticked = ticked;
		const isMessageTurned = this.#message?.take(items, isOfAll);
		if (isMessageTurned && !isOfAll) {
			this.#pick.activeItems = []; // now Enter attaches
		}
		if (this.#files.some(({ uri, existing }) => existing && before.has(uri) !== this.#ticked.has(uri))) {
			this.#showRows(); // the rows say what happens to the file
			return;
		}
		if (isOfAll) {
			this.#checked.update();
		}
		this.#tell();
	}

	#tell(): void {
		const { isArchive, fields } = this.#options;
		this.#pick.title = reviewTitle({
			...this.#to,
			files: this.#files,
			ticked: this.#tickedFiles(),
			archiveName: isArchive ? this.#archiveName : undefined,
			fields,
			leftOut: this.#gathered.leftOut,
			hasMessage: this.#message?.sent !== undefined,
		});
		this.#pick.buttons = this.#actions().map(({ action, label, iconPath }): ActionButton => {
			return { action, iconPath, tooltip: label };
		});
	}

	/** Other actions. They also have buttons, because thousands of rows may be above them. */
	#actions(): readonly ActionRow[] {
		const { isArchive, fields } = this.#options;
		return [
			...(this.#to.chooseFile ? [fileRow()] : []),
			...leftOutRows(this.#gathered.leftOut),
			...(this.#message ? [this.#message.item] : []),
			optionsRow([...(isArchive ? [this.#archiveName] : []), ...fieldsInWords(fields)]),
		];
	}

	#tickedFiles(): readonly MatchedFile[] {
		return this.#files.filter(({ uri }) => this.#ticked.has(uri));
	}

	/** In an archive a file is neither a new version nor a separate file. */
	#asSent(file: MatchedFile): MatchedFile {
		return this.#options.isArchive && file.existing ? withoutExisting(file) : file;
	}

	#reviewed(): Reviewed {
		return {
			files: this.#decided(),
			fields: this.#options.fields,
			...(this.#options.isArchive && { archiveName: this.#archiveName }),
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
