import { type CheckedFile, type ChosenFile, type MatchedFile, noFolder, unmatched } from '../../attach/plan/stages.js';
import { connectAgain, connectAsking } from '../accounts/connect.js';
import { checkFiles } from '../files/guard.js';
import { doubtIgnored } from '../folders/ignored-files.js';
import { taskLabel } from '../messages/names.js';
import { review } from '../review/review.js';
import { nameArchive } from '../review/review-options.js';
import type { Reviewed, ReviewedFor } from '../review/reviewed.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { chooseTaskFor, type TaskChoice } from '../task/choose-task.js';
import { matchWithTask } from './existing-files.js';
import type { Parts } from './parts.js';
import type { Result, Round, Seen } from './round.js';
import { sendReviewed } from './send-reviewed.js';
import { tellNothingToAttach } from './unsent.js';

/**
 * Checks the files, lets the person choose the task and review the files, then sends them. Resolves with the next round
 * if the person wants another task, and with `undefined` if they give up before anything was sent.
 */
export async function runRound(parts: Parts, round: Round): Promise<Result | Round | undefined> {
	const abort = new AbortController();
	try {
		// Reads the files while the person chooses the task.
		const gathering = round.kind === 'again' ? Promise.resolve(noFolder(round.files)) : round.gathering;
		const checking =
			round.kind === 'again'
				? check(parts, round.files, abort.signal)
				: gathering.then(({ files }) => checkNew(parts, files, abort.signal));
		checking.catch(() => undefined); // whoever awaits it gets the error; perhaps nobody does
		const choice = await chooseOrConnect(parts, round);
		if (choice === 'nothing') {
			tellNothingToAttach(parts, await gathering);
			return undefined;
		}
		if (!choice) {
			return undefined;
		}
		const onExisting = round.kind === 'new' ? round.onExisting : undefined;
		const wasCompared = round.kind === 'again' && round.isCompared;
		const seen = wasCompared ? round.seen : idsOnTask(parts, choice);
		const matching = wasCompared
			? checking.then(files => ({ files, listed: undefined }))
			: matchWithTask(parts, choice, checking, onExisting, abort.signal);
		let isOtherWanted = false;
		const reviewed = await review(
			Promise.all([gathering, matching]).then(([gathered, { files }]) => ({ ...gathered, files })),
			round.fields,
			reviewedFor(parts, choice, round, () => {
				isOtherWanted = true;
			}),
			choice.isReviewWanted && round.occasion === 'first' ? 'wanted' : round.occasion,
		);
		if (!reviewed) {
			return isOtherWanted && round.kind === 'to-task' ? ((await round.chooseFile?.()) ?? round) : undefined;
		}
		if (reviewed.files.length === 0) {
			tellNothingToAttach(parts, await gathering);
			return undefined;
		}
		if (round.kind !== 'again') {
			await parts.accounts.choose(choice.connection);
		}
		const { listed } = await matching;
		const packed = round.kind === 'again' && round.isArchive ? asArchive(reviewed) : reviewed;
		const sent = await sendReviewed(parts, { choice, round, reviewed: packed, listed, onExisting });
		if (sent?.kind !== 'result') {
			return sent;
		}
		return { ...sent, seen, ...(!reviewed.wasShown && { leftOut: (await gathering).leftOut.count }) };
	} finally {
		abort.abort();
	}
}

function idsOnTask({ history }: Parts, { connection, task }: TaskChoice): Seen {
	return new Set(history.entriesOf(connection.apiUrl, task.id).map(({ attachmentId }) => attachmentId));
}

function asArchive(reviewed: Reviewed): Reviewed {
	return { ...reviewed, archiveName: reviewed.archiveName ?? nameArchive(reviewed.files) };
}

async function checkNew(
	parts: Parts,
	files: readonly ChosenFile[],
	signal: AbortSignal,
): Promise<readonly MatchedFile[]> {
	return (await check(parts, files, signal)).map(unmatched);
}

async function check<File extends ChosenFile>(
	parts: Parts,
	files: readonly File[],
	signal: AbortSignal,
): Promise<readonly (File & CheckedFile)[]> {
	return doubtIgnored(parts.worker, await checkFiles(parts, files, warnAboveBytesSetting(), signal), signal);
}

/** A batch that was started as one person never continues as another. */
async function chooseOrConnect(parts: Parts, round: Round): Promise<TaskChoice | 'nothing' | undefined> {
	if (round.kind === 'new') {
		const { chosen, gathering, typed, account } = round;
		return chooseTaskFor(parts, { chosen, gathering }, typed, account);
	}
	const before = round.kind === 'again' ? round.before.connection : undefined;
	const connection = before ? await connectAgain(parts, before) : await connectAsking(parts);
	return connection && { task: round.task, connection };
}

// The person has seen the sender in the pick, or before a retry. With only one account there is nothing to show.
function reviewedFor(
	parts: Parts,
	{ task, connection }: TaskChoice,
	round: Round,
	chooseFile: () => void,
): ReviewedFor {
	const { account, shortName } = connection;
	const isSeen = round.kind === 'new' || (round.kind === 'again' && round.before.connection !== undefined);
	const message = round.kind === 'to-task' ? undefined : round.message;
	return {
		task: taskLabel(task),
		...(round.kind === 'to-task' && round.chooseFile && { chooseFile }),
		sender: { shortName, isUnseen: !isSeen && account?.isOnly === false },
		// The review doesn't ask whether to resend a message that may be on the task.
		...(message?.end.status !== 'unknown' && { writing: { parts, message } }),
	};
}
