import {
	type CheckedFile,
	type ChosenFile,
	type Gathered,
	type MatchedFile,
	noFolder,
	unmatched,
} from '../../attach/plan/stages.js';
import { connectAgain, connectAsking } from '../accounts/connect.js';
import { checkFiles } from '../files/guard.js';
import { doubtIgnored } from '../folders/ignored-files.js';
import { taskLabel } from '../messages/names.js';
import { type ReviewedFor, review } from '../review/review.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { chooseTaskFor, type TaskChoice } from '../task/choose-task.js';
import { matchWithTask } from './existing-files.js';
import type { Parts } from './parts.js';
import type { Result, Round } from './round.js';
import { sendReviewed } from './send-reviewed.js';

/**
 * Looks at the files, has the task chosen and the files reviewed, and sends them. Gives the next round where the person
 * wants another task after all, and `undefined` where they give up: nothing was sent then.
 */
export async function runRound(parts: Parts, round: Round): Promise<Result | Round | undefined> {
	const abort = new AbortController();
	try {
		// Reads the files while the person chooses the task.
		const checking =
			round.kind === 'again' ? check(parts, round.files, abort.signal) : checkNew(parts, round.gathered, abort.signal);
		const choice = await chooseOrConnect(parts, round);
		if (!choice) {
			return undefined;
		}
		const onExisting = round.kind === 'new' ? round.onExisting : undefined;
		const matching =
			round.kind === 'again' && round.occasion !== 'again'
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
		const sent = await sendReviewed(parts, { choice, round, reviewed, listed, onExisting });
		const isUnseen = sent?.kind === 'result' && round.kind !== 'again' && !reviewed.wasShown;
		return isUnseen ? { ...sent, leftOut: round.gathered.leftOut.count } : sent;
	} finally {
		abort.abort();
	}
}

async function checkNew(parts: Parts, { files }: Gathered, signal: AbortSignal): Promise<readonly MatchedFile[]> {
	return (await check(parts, files, signal)).map(unmatched);
}

async function check<File extends ChosenFile>(
	parts: Parts,
	files: readonly File[],
	signal: AbortSignal,
): Promise<readonly (File & CheckedFile)[]> {
	return doubtIgnored(parts.worker, await checkFiles(parts, files, warnAboveBytesSetting(), signal), signal);
}

/** What was begun as somebody goes on as nobody else. */
async function chooseOrConnect(parts: Parts, round: Round): Promise<TaskChoice | undefined> {
	if (round.kind === 'new') {
		const { gathered, typed, account } = round;
		return chooseTaskFor(parts, gathered, typed, account);
	}
	const before = round.kind === 'again' ? round.before : undefined;
	const connection = before ? await connectAgain(parts, before) : await connectAsking(parts);
	return connection && { task: round.task, connection };
}

// In the pick, and before a retry, the person has seen who sends; where there is but one account it needs no look.
function reviewedFor({ task, connection }: TaskChoice, round: Round): ReviewedFor {
	const { account, shortName } = connection;
	const isSeen = round.kind === 'new' || (round.kind === 'again' && round.before !== undefined);
	return { task: taskLabel(task), sender: { shortName, isUnseen: !isSeen && account?.isOnly === false } };
}
