import { needsWord } from '../../attach/doubts.js';
import type { Gathered, MatchedFile } from '../../attach/plan/stages.js';
import { alwaysReviewSetting } from '../settings/settings.js';

/** What the review says about the chosen folders. */
export type GatheredFolders = Pick<Gathered, 'leftOut' | 'isCut' | 'isGuessed'>;

/** The checked and matched files. */
export interface Looked extends GatheredFolders {
	readonly files: readonly MatchedFile[];
}

/**
 * `again`: the person has seen the files before. `same-task`: also compared with this task. `wanted`: show the review
 * in any case.
 */
export type ReviewOccasion = 'first' | 'again' | 'same-task' | 'wanted';

/** Whether a person must see these files before they are sent. */
export function isWorthALook({ files, isGuessed, isCut }: Looked, occasion: ReviewOccasion): boolean {
	const isAgain = occasion === 'again' || occasion === 'same-task';
	const isWanted = occasion === 'wanted' || (!isAgain && alwaysReviewSetting());
	const isNewlyFound = occasion !== 'same-task' && files.some(({ existing }) => existing);
	const isSpecial = isAgain
		? files.some(hasSecret)
		: isGuessed || isCut || files.length > 1 || files.some(file => file.doubts.length > 0 || hasChoice(file));
	return isWanted || isSpecial || isNewlyFound;
}

function hasSecret({ doubts }: MatchedFile): boolean {
	return doubts.some(needsWord);
}

// With unsaved changes, the person should see which text is sent.
function hasChoice({ unsaved }: MatchedFile): boolean {
	return unsaved?.shownSize !== undefined && unsaved.savedSize !== undefined;
}
