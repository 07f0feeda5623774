import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { totalBytes } from '../../attach/plan/plan.js';
import type { Gathered } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { connectAnew, connectAs, connectAsking, connectSilently, requireApiUrl } from '../accounts/connect.js';
import type { SignInParts } from '../accounts/sign-in.js';
import { switchAccount } from '../accounts/switch-account.js';
import { nameOf } from '../files/document-names.js';
import { reachMilestone } from '../messages/context-keys.js';
import { formatBytes, formatCount } from '../messages/format.js';
import { isCorPage } from '../settings/settings.js';
import { readBranchHint } from './branch-hint.js';
import type { SeenTask } from './seen-task.js';
import { taskPage } from './task-page.js';
import { type PickTitles, pickTask } from './task-picker.js';

export interface TaskChoice {
	readonly task: Task;
	readonly connection: Connection;
	/** Whether to show the review in any case. */
	readonly isReviewWanted?: boolean;
}

type ChoosingParts = SignInParts & { readonly worker: BoundedWorker };

/** How long the pick waits for answers that usually arrive at once, so that rows needn't be added later. */
const headStartMs = 40;

/**
 * `chooseTask` for files that are still being gathered: the title shows their number when it is known. `nothing` if
 * there are none.
 */
export async function chooseTaskFor(
	parts: ChoosingParts,
	{ chosen, gathering }: { readonly chosen: readonly vscode.Uri[]; readonly gathering: Promise<Gathered> },
	typed: string,
	account: string | undefined,
): Promise<TaskChoice | 'nothing' | undefined> {
	const nothing = new AbortController();
	gathering.then(
		({ files }) => files.length === 0 && nothing.abort(),
		() => undefined, // the pick gets the error, if it is still open
	);
	const choice = await chooseTask(
		parts,
		{ title: titleBefore(chosen), count: () => gathering.then(pickTitle), nothing: nothing.signal, canReview: true },
		chosen,
		typed,
		account,
	);
	return nothing.signal.aborted ? 'nothing' : choice;
}

/**
 * Lets the person choose the task for these files, signing in if necessary. `undefined` if they give up.
 * @param typed initial text of the pick
 * @param account label of the account to send as
 */
export async function chooseTask(
	parts: ChoosingParts,
	titles: PickTitles,
	files: readonly vscode.Uri[],
	typed: string,
	account?: string,
): Promise<TaskChoice | undefined> {
	const { memory } = parts;
	const closed = new AbortController();
	try {
		let connection: Promise<Connection | undefined> =
			account === undefined ? connectSilently(parts) : connectAs(parts, account);
		connection.catch(() => undefined); // awaited later, so it must not be an unhandled rejection now
		const hint = readBranchHint(parts.worker, files, closed.signal);
		const patience = delay(headStartMs, undefined, { signal: closed.signal }).catch(() => undefined);
		const hintNow = await Promise.race([hint, patience]);
		const isAnythingKnown = hintNow?.taskId !== undefined || memory.pinned().length + memory.recent().length > 0;
		if (!isAnythingKnown && (await Promise.race([connection, patience.then(() => 'late')])) === undefined) {
			connection = connectAsking(parts);
			if (!(await connection)) {
				return undefined;
			}
		}

		let value = typed;
		let chosen: SeenTask | undefined;
		while (!titles.nothing?.aborted) {
			const picked = await pickTask({
				...titles,
				value,
				memory,
				connection,
				hint,
				hintNow,
				isCorWeb: isCorPage,
				pageOf: id => taskPage(id, memory),
				...(chosen && { chosen }),
			});
			if (picked.status === 'given-up') {
				return undefined;
			}
			if (picked.status === 'picked') {
				await memory.remember(picked.task);
				await reachMilestone('hasSignedIn');
				await reachMilestone('hasChosenTask');
				if (picked.pages !== undefined) {
					await memory.rememberTaskPages(picked.pages);
				}
				return picked;
			}
			const before = await connection;
			const now =
				picked.status === 'switch-account'
					? ((await switchAccount(parts, requireApiUrl())) ?? before)
					: await signInAgain(parts, before);
			if (!now) {
				return undefined;
			}
			connection = Promise.resolve(now);
			value = picked.text;
			chosen = picked.status === 'sign-in' ? picked.chosen : undefined;
		}
		return undefined;
	} finally {
		closed.abort();
	}
}

// If a signed-in person must sign in again, COR has refused their credential.
function signInAgain(parts: SignInParts, refused: Connection | undefined): Promise<Connection | undefined> {
	return refused ? connectAnew(parts, refused.apiUrl) : connectAsking(parts);
}

function titleBefore(chosen: readonly vscode.Uri[]): string {
	const [first] = chosen;
	return chosen.length === 1 && first
		? vscode.l10n.t('Attach {0}', plainText(nameOf(first), 45))
		: vscode.l10n.t('Attach {0} items', formatCount(chosen.length));
}

function pickTitle({ files, leftOut }: Gathered): string {
	const size = formatBytes(totalBytes(files));
	const title =
		files.length === 1
			? vscode.l10n.t('Attach {0} ({1})', plainText(files[0]?.name ?? '', 45), size)
			: vscode.l10n.t('Attach {0} files ({1})', formatCount(files.length), size);
	return leftOut.count > 0 ? `${title} · ${vscode.l10n.t('skipped: {0}', formatCount(leftOut.count))}` : title;
}
