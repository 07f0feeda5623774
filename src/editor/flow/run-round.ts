import * as vscode from 'vscode';
import type { KnownList } from '../../attach/delivery/delivery.js';
import { toCorError } from '../../attach/errors.js';
import { decide, type OnExisting } from '../../attach/plan/existing.js';
import { totalBytes } from '../../attach/plan/plan.js';
import {
	type CheckedFile,
	type ChosenFile,
	type Gathered,
	type MatchedFile,
	noFolder,
	unmatched,
} from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import { connectAgain, connectAsking } from '../accounts/connect.js';
import { checkFiles } from '../files/guard.js';
import { doubtIgnored } from '../files/ignored-files.js';
import { formatBytes, formatCount } from '../messages/format.js';
import { taskLabel } from '../messages/names.js';
import { type ReviewedFor, review } from '../review/review.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { chooseTask, type TaskChoice } from '../task/choose-task.js';
import { findExisting, readKnownList } from './existing-files.js';
import type { Parts } from './parts.js';
import type { Result, Round } from './round.js';
import { sendReviewed } from './send-reviewed.js';

const listPatienceMs = 10_000; // a look at what is there is worth no more; before sending it is waited for longer

/**
 * Looks at the files, has the task chosen and the files reviewed, and sends them. Gives the next round where the person
 * wants another task after all, and `undefined` where they give up: nothing was sent then.
 */
export async function runRound(parts: Parts, round: Round): Promise<Result | Round | undefined> {
	const abort = new AbortController();
	try {
		// Reads the files while the person chooses the task.
		const checking = round.kind === 'again' ? check(round.files, abort.signal) : checkNew(round.gathered, abort.signal);
		const choice = await chooseOrConnect(parts, round);
		if (!choice) {
			return undefined;
		}
		const onExisting = round.kind === 'new' ? round.onExisting : undefined;
		const matching =
			round.kind === 'again'
				? checking.then(files => ({ files, listed: undefined }))
				: matchWithTask(parts, choice, checking, onExisting, abort.signal);
		const reviewed = await review(
			round.kind === 'again' ? noFolder(round.files) : round.gathered,
			matching.then(({ files }) => files),
			round.fields,
			reviewedFor(choice, round),
			round.kind === 'to-task' ? 'first' : round.occasion,
		);
		if (!reviewed) {
			return undefined;
		}
		if (round.kind !== 'again') {
			await parts.accounts.choose(choice.connection);
		}
		const { listed } = await matching;
		return await sendReviewed(parts, { choice, round, reviewed, listed, onExisting });
	} finally {
		abort.abort();
	}
}

async function checkNew({ files }: Gathered, signal: AbortSignal): Promise<readonly MatchedFile[]> {
	return (await check(files, signal)).map(unmatched);
}

async function check<File extends ChosenFile>(
	files: readonly File[],
	signal: AbortSignal,
): Promise<readonly (File & CheckedFile)[]> {
	return doubtIgnored(await checkFiles(files, warnAboveBytesSetting(), signal), signal);
}

/** What was begun as somebody goes on as nobody else. */
async function chooseOrConnect(parts: Parts, round: Round): Promise<TaskChoice | undefined> {
	if (round.kind === 'new') {
		const { gathered, typed, account } = round;
		return chooseTask(parts, pickTitle(gathered), onePerFolder(gathered.files), typed, account);
	}
	const before = round.kind === 'again' ? round.before : undefined;
	const connection = before ? await connectAgain(parts, before) : await connectAsking(parts);
	return connection && { task: round.task, connection };
}

/** The files with what is on the task in their place; without it where that can't be read in time. */
async function matchWithTask(
	{ claims, history, log }: Parts,
	{ task, connection }: TaskChoice,
	checking: Promise<readonly MatchedFile[]>,
	onExisting: OnExisting | undefined,
	signal: AbortSignal,
): Promise<{ readonly files: readonly MatchedFile[]; readonly listed: KnownList | undefined }> {
	const inTime = AbortSignal.any([signal, AbortSignal.timeout(listPatienceMs)]);
	const reading = readKnownList(claims, connection, task, inTime).catch((error: unknown) => {
		if (!signal.aborted) {
			log.warn(`task ${task.id}: what is on it could not be read: ${toCorError(error).message}`);
		}
		return undefined;
	});
	const [files, listed] = await Promise.all([checking, reading]);
	if (!listed) {
		return { files, listed };
	}
	const where = { apiUrl: connection.apiUrl, taskId: task.id };
	const found = await findExisting(files, listed, history, where, signal);
	return { files: onExisting ? found.map(file => decide(file, onExisting)) : found, listed };
}

// All files of a folder are on one branch, and there can be thousands.
function onePerFolder(files: readonly ChosenFile[]): readonly vscode.Uri[] {
	const byFolder = new Map(files.map(({ uri }) => [uri.slice(0, uri.lastIndexOf('/')), uri]));
	return [...byFolder.values()].map(uri => vscode.Uri.parse(uri, true));
}

// In the pick, and before a retry, the person has seen who sends; where there is but one account it needs no look.
function reviewedFor({ task, connection }: TaskChoice, round: Round): ReviewedFor {
	const { account, shortName } = connection;
	const isSeen = round.kind === 'new' || (round.kind === 'again' && round.before !== undefined);
	return { task: taskLabel(task), sender: { shortName, isUnseen: !isSeen && account?.isOnly === false } };
}

function pickTitle({ files, leftOut }: Gathered): string {
	const size = formatBytes(totalBytes(files));
	const title =
		files.length === 1
			? vscode.l10n.t('Attach {0} ({1})', plainText(files[0]?.name ?? '', 45), size)
			: vscode.l10n.t('Attach {0} files ({1})', formatCount(files.length), size);
	return leftOut > 0 ? `${title} · ${vscode.l10n.t('left out: {0}', formatCount(leftOut))}` : title;
}
