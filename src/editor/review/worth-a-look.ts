import { needsWord } from '../../attach/doubts.js';
import type { Gathered, MatchedFile } from '../../attach/plan/stages.js';
import { alwaysReviewSetting } from '../settings/settings.js';

/** What is said of the folders that were chosen. */
export type GatheredFolders = Pick<Gathered, 'leftOut' | 'isCut' | 'isGuessed'>;

/** What was looked at: each file with its doubts, and with what is on the task in its place. */
export interface Looked extends GatheredFolders {
	readonly files: readonly MatchedFile[];
}

/** `again`: the files were seen before. `same-task`: so was what is on the task. `wanted`: they are shown, whatever they are. */
export type ReviewOccasion = 'first' | 'again' | 'same-task' | 'wanted';

/** Whether a person has to see these before they leave. */
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

// Where an editor holds changes, the person sees which of both is sent.
function hasChoice({ unsaved }: MatchedFile): boolean {
	return unsaved?.shownSize !== undefined && unsaved.savedSize !== undefined;
}
