import { needsWord } from '../../attach/doubts.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import type { ReviewAction, ReviewItem } from './review-items.js';

type Row = Pick<ReviewItem, 'file' | 'action'>;

/** What a click meant: an action, or these checked files. */
export type Meant =
	| { readonly action: ReviewAction }
	| { readonly action: undefined; readonly ticked: ReadonlySet<string>; readonly isOfAll: boolean };

/**
 * Finds out what a click meant, since VS Code only reports which rows are checked now. A row with an action is never
 * checked: if it is the only new one, it was clicked; if there are several, the person checked everything at once.
 * Checking everything leaves secrets unchecked, each of which needs its own decision, and unchecks everything if all
 * the rest was checked.
 * @param rows rows that are checked now
 * @param before files that were checked before
 * @param choices rows with an action that are real choices, and whether they were checked
 */
export function meantBy(
	rows: readonly Row[],
	before: ReadonlySet<string>,
	choices: ReadonlyMap<ReviewAction, boolean>,
): Meant {
	const wanted = urisOf(rows);
	const turned = rows.flatMap(({ action }) => (action && !choices.get(action) ? [action] : []));
	const pressed = turned.filter(action => !choices.has(action));
	const [action] = pressed;
	if (action && turned.length === 1 && isSame(before, wanted)) {
		return { action };
	}
	const added = rows.flatMap(({ file }) => (file && !before.has(file.uri) ? [file] : []));
	const isOfAll = pressed.length > 0 || added.length > 1;
	const secrets = new Set(isOfAll ? added.filter(({ doubts }) => doubts.some(needsWord)).map(({ uri }) => uri) : []);
	const kept = new Set([...wanted].filter(uri => !secrets.has(uri)));
	const isAllThere = pressed.length > 0 && isSame(before, kept);
	return { action: undefined, ticked: isAllThere ? new Set() : kept, isOfAll };
}

/** Checks a file without open questions, and unchecks one that will be skipped. */
export function tickAsDecided(ticked: Set<string>, { uri, doubts }: MatchedFile): void {
	if (doubts.length === 0) {
		ticked.add(uri);
	} else if (doubts.some(({ kind }) => kind === 'on-task')) {
		ticked.delete(uri);
	}
}

/**
 * Selections that the review has set. VS Code reports them like clicks: in a remote window long afterwards, and perhaps
 * after clicks on what was shown before.
 */
export class SetSelections {
	#awaited: readonly ReadonlySet<string>[] = [];
	/** What VS Code shows as checked, as far as it is known. */
	#shown: ReadonlySet<string> = new Set();

	/**
	 * Notes that these rows were set. Call the result when VS Code can't report them any more: it doesn't if it already
	 * shows them.
	 */
	set(rows: readonly Row[]): () => void {
		const set = keysOf(rows);
		this.#awaited = [...this.#awaited, set];
		this.#shown = set;
		return () => this.#forget(set);
	}

	/** Whether this report is about a selection that was set, and not a click. */
	isOwn(rows: readonly Row[]): boolean {
		const reported = keysOf(rows);
		this.#shown = reported;
		const set = this.#awaited.find(awaited => isSame(awaited, reported));
		if (set) {
			this.#forget(set);
		}
		// When rows are replaced, VS Code first unchecks everything.
		return set !== undefined || (this.#awaited.length > 0 && reported.size === 0);
	}

	/** Whether VS Code shows others as checked than these rows, and nothing is under way that changes it. */
	isOff(rows: readonly Row[]): boolean {
		return this.#awaited.length === 0 && !isSame(this.#shown, keysOf(rows));
	}

	/** VS Code reports in order, but only the last of several selections that were set at once. */
	#forget(set: ReadonlySet<string>): void {
		this.#awaited = this.#awaited.slice(this.#awaited.indexOf(set) + 1);
	}
}

function keysOf(rows: readonly Row[]): ReadonlySet<string> {
	return new Set(rows.map(({ file, action }) => file?.uri ?? `action ${action}`));
}

function urisOf(rows: readonly Row[]): ReadonlySet<string> {
	return new Set(rows.flatMap(({ file }) => (file ? [file.uri] : [])));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	return one.size === other.size && [...one].every(each => other.has(each));
}
