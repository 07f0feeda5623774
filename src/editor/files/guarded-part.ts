import { type Doubt, isSameDoubt, needsWord } from '../../attach/doubts.js';
import { CorError } from '../../attach/errors.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { isBinary } from '../../cor/body/media-type.js';
import type { FilePart } from '../../cor/http/multipart.js';
import { openPlanned } from './files.js';
import type { Looks } from './looks.js';

/**
 * Opens a file for sending and checks the opened bytes once more. The caller must close the part.
 * @throws CorError `became-secret`, `became-outside` or `not-looked-at` if it needs a confirmation that `file.doubts`
 * doesn't contain; otherwise as `openPlanned`
 */
export async function guardedPart(file: CheckedFile, looks: Looks): Promise<FilePart> {
	const opened = await openPlanned(file);
	try {
		const seen = await looks.at(file, opened);
		const unagreed = seen.find(doubt => needsWord(doubt) && !file.doubts.some(agreed => isSameDoubt(agreed, doubt)));
		if (unagreed) {
			throw refusal(unagreed);
		}
		return { ...opened.part, isBinary: isBinary(opened.firstPart) };
	} catch (error) {
		await opened.part.close?.();
		throw error;
	}
}

function refusal(doubt: Doubt): CorError {
	switch (doubt.kind) {
		case 'outside':
			return new CorError('became-outside', 'lies outside of the workspace since it was checked');
		case 'secret':
			return new CorError('became-secret', `looks like a secret since it was checked: ${doubt.place} ${doubt.rule}`);
		default:
			return new CorError('not-looked-at', 'the look at it came to no end');
	}
}
