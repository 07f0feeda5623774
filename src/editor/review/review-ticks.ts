import { needsWord } from '../../attach/doubts.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import type { ReviewAction, ReviewItem } from './review-items.js';

type Row = Pick<ReviewItem, 'file' | 'action'>;

/** What somebody meant: to do what a row leads to, or to tick these files. */
export type Meant =
	| { readonly action: ReviewAction }
	| { readonly action: undefined; readonly ticked: ReadonlySet<string>; readonly isOfAll: boolean };

/**
 * What somebody meant by ticking `rows`, where the files in `before` were ticked, and `choices` is what rows besides are ticked for
 * what they say. Any other is never ticked: one that is alone is meant, several are ticked only with everything at once (the
 * editor does not tell which of both it was). That takes no secret along, each of which wants a decision of its own, and unticks
 * all where all is ticked that can be.
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

/** Ticks a file of which nothing is left to decide, and unticks one that is to be skipped. */
export function tickAsDecided(ticked: Set<string>, { uri, doubts }: MatchedFile): void {
	if (doubts.length === 0) {
		ticked.add(uri);
	} else if (doubts.some(({ kind }) => kind === 'on-task')) {
		ticked.delete(uri);
	}
}

function urisOf(rows: readonly Row[]): ReadonlySet<string> {
	return new Set(rows.flatMap(({ file }) => (file ? [file.uri] : [])));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	return one.size === other.size && [...one].every(each => other.has(each));
}
