import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { send } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import { isDoubtful } from './review-message.js';
import { ReviewPick } from './review-pick.js';
import type { Reviewed, ReviewedFor } from './reviewed.js';
import { isWorthALook, type Looked, type ReviewOccasion } from './worth-a-look.js';

const noticedAfterMs = 200;

/**
 * Shows the files before they are sent. Files with doubts start unchecked; unchecked files are skipped. Doesn't ask for
 * a single ordinary file, or for files that were seen before and contain no secret. `undefined` if the person gives up
 * or wants another file; then nothing was sent.
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
		? new ReviewPick(files, looked, fields, to).ask()
		: { files: files.map(send), fields, message: writing?.message, wasShown: false };
}

/** Waits for the work and shows a busy pick if that takes long. `undefined` if the person closes it. */
async function waitFor<T>(work: Promise<T>, task: string): Promise<T | undefined> {
	const pick = vscode.window.createQuickPick();
	pick.title = plainText(task, 60);
	pick.placeholder = vscode.l10n.t('Checking the files…');
	pick.busy = true;
	pick.ignoreFocusOut = true;
	const timer = setTimeout(() => pick.show(), noticedAfterMs);
	try {
		return await Promise.race([work, new Promise<undefined>(resolve => pick.onDidHide(() => resolve(undefined)))]);
	} finally {
		clearTimeout(timer);
		pick.dispose();
	}
}
