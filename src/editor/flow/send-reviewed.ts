import * as vscode from 'vscode';
import type { Lingering } from '../../attach/arrival/late-copies.js';
import type { EarlierAttempt } from '../../attach/arrival/lookout.js';
import type { KnownList } from '../../attach/delivery/delivery.js';
import type { Outcome } from '../../attach/outcome.js';
import { type OnExisting, withoutExisting } from '../../attach/plan/existing.js';
import { type DecidedFile, leave, leftOf, type SentFile, sentOf, undecided } from '../../attach/plan/stages.js';
import type { BatchJournal } from '../../machine/journal/batch-journal.js';
import { connectAgain, connectAsking } from '../accounts/connect.js';
import { askToReconnect } from '../accounts/reconnect.js';
import { watchSent } from '../late/watch-sent.js';
import type { Reviewed } from '../review/reviewed.js';
import { sendFiles } from '../sending/send-files.js';
import type { LateFiles, Sent, Shipment } from '../sending/shipment.js';
import { restOf, withRest } from '../sending/with-rest.js';
import { writeDown } from '../sending/write-down.js';
import type { TaskChoice } from '../task/choose-task.js';
import { confirmTask } from '../task/confirm-task.js';
import { agreed, type PendingMessage, pending } from '../task-message/pending-message.js';
import { sendAfter } from '../task-message/send-message.js';
import type { Packing } from './attach-archive.js';
import type { Parts } from './parts.js';
import { ofFiles, type Result, type Round } from './round.js';
import { endUnsent } from './unsent.js';

/** The result of a review, and its task. */
interface Reviewing {
	readonly choice: TaskChoice;
	readonly round: Round;
	readonly reviewed: Reviewed;
	/** The task's list as it was before the review. */
	readonly listed: KnownList | undefined;
	readonly onExisting: OnExisting | undefined;
}

/**
 * Sends the reviewed files to the chosen task, if COR still describes it as shown. Resolves with a new round if the
 * person chooses another task, and with `undefined` if they give up.
 */
export async function sendReviewed(parts: Parts, reviewing: Reviewing): Promise<Result | Round | undefined> {
	const { round, reviewed } = reviewing;
	const rest = round.kind === 'again' ? restOf(round.before, urisOf(round.files)) : [];
	const sent = await sendUnlessGone(parts, reviewing, rest);
	// An archive has a journal of its own, which knows nothing of the others.
	return sent?.kind === 'result' && round.kind === 'again' && reviewed.archiveName === undefined
		? { ...sent, sent: withRest(sent.sent, round.before, rest) }
		: sent;
}

async function sendUnlessGone(
	parts: Parts,
	{ choice, round, reviewed, listed, onExisting }: Reviewing,
	rest: Sent['outcomes'],
): Promise<Result | Round | undefined> {
	const { connection } = choice;
	const { fields } = reviewed;
	const message = agreed(round.kind === 'to-task' ? undefined : round.message, reviewed.message);
	if (sentOf(reviewed.files).length === 0) {
		return endUnsent(parts, reviewed.files, { ...choice, fields, message });
	}
	// A picked task was read just now, unless a review came in between.
	const isFresh = round.kind === 'new' && !reviewed.wasShown;
	const confirmed = isFresh ? ({ status: 'send', task: choice.task } as const) : await confirmTask(choice);
	switch (confirmed.status) {
		case 'gone':
			return endUnsent(parts, reviewed.files, { ...choice, fields, message }, confirmed.error);
		case 'choose-another':
			return chooseAnother(reviewed, message, onExisting);
		case 'given-up':
			return undefined;
	}
	const { task } = confirmed;
	const packed = await packWanted(parts, reviewed, { choice: { connection, task }, fields, listed, onExisting });
	if (!packed) {
		return undefined;
	}
	const before = round.kind === 'again' ? round.before : undefined;
	const files = packed.files.map(file => unlessFound(file, before?.late));
	if (sentOf(files).length === 0) {
		return endUnsent(parts, files, { ...choice, fields: packed.fields, message });
	}
	const goesOn = await before?.journal?.goOn();
	if (goesOn === 'elsewhere') {
		tellTakenUp();
		return undefined;
	}
	const begun = goesOn === 'kept' ? before?.journal : undefined;
	parts.later.forget(task.id, files);
	const shipment = { connection, task, files, fields: packed.fields, listed };
	return reviewed.archiveName === undefined
		? sendAsked(parts, { ...shipment, journal: begun, ...takenOver(before?.late, files) }, message, rest)
		: sendPacked(parts, { ...shipment, journal: undefined }, message, rest, { begun, files: reviewed.files });
}

/**
 * Sends an archive. If its files stand in the journal of an earlier batch, they are given up there, so that nobody
 * resumes them; the packed ones only if the archive is or may be on the task.
 */
async function sendPacked(
	parts: Parts,
	shipment: Omit<Shipment, 'reconnect'>,
	message: PendingMessage | undefined,
	rest: Sent['outcomes'],
	{ begun, files }: { readonly begun: BatchJournal | undefined; readonly files: readonly DecidedFile[] },
): Promise<Result> {
	try {
		const result = await sendAsked(parts, shipment, message, rest);
		const isFailed = result.sent.outcomes.some(({ end }) => end.status === 'failed');
		await begun?.giveUp(isFailed ? leftOf(files) : files);
		return result;
	} finally {
		await begun?.rest();
	}
}

function urisOf(files: readonly { readonly uri: string }[]): ReadonlySet<string> {
	return new Set(files.map(({ uri }) => uri));
}

/** A file that was found on the task meanwhile isn't sent again. */
function unlessFound(file: DecidedFile, late: LateFiles | undefined): DecidedFile {
	return file.decision === 'send' && late?.found.has(file.uri)
		? leave(undecided(file), { kind: 'on-task', version: 1 })
		: file;
}

/**
 * What this round takes over from the looks of the earlier batch. A file that may have arrived by now is looked for once
 * more before it is sent again, unless it has changed since.
 */
function takenOver(
	late: LateFiles | undefined,
	files: readonly DecidedFile[],
): Pick<Shipment, 'earlier' | 'lingering' | 'found'> {
	const byUri = new Map(files.map(file => [file.uri, file]));
	const earlier = new Map<SentFile, EarlierAttempt>();
	const lingering: Lingering[] = [];
	for (const each of late?.lingering ?? []) {
		const { file: before, end } = each.outcome;
		const file = byUri.get(before.uri);
		const isSame = file?.size === before.size && file.mtimeMs === before.mtimeMs;
		const attempt = each.attempts.at(-1);
		if (file?.decision === 'send' && isSame && attempt && (end.status === 'unknown' || end.status === 'failed')) {
			const missed = each.attempts.slice(0, -1);
			earlier.set(file, { attempt, error: end.error, mayRepeat: true, isUnlikely: true, missed });
		} else if (file) {
			lingering.push(each);
		}
	}
	return { earlier, lingering, ...(late && { found: late.found }) };
}

/**
 * Sends with progress and questions. What remains stays in the journal: the given one, or a new one.
 * @param rest other files that the message waits for
 */
export async function sendAsked(
	parts: Parts,
	shipment: Omit<Shipment, 'reconnect'>,
	message?: PendingMessage,
	rest: Sent['outcomes'] = [],
): Promise<Result> {
	const { task, fields, connection } = shipment;
	await shipment.journal?.plan(sentOf(shipment.files), fields);
	const journal = shipment.journal ?? (await writeDown(parts, shipment));
	const reconnect = () => askToReconnect(parts, task, connection);
	const sent = await sendFiles(parts, { ...shipment, journal, reconnect });
	watchSent(parts, { ...shipment, journal }, sent);
	return {
		kind: 'result',
		task,
		fields,
		sent,
		message: await sayAfter(parts, shipment, [...sent.outcomes, ...rest], message),
		isSecondLook: false,
	};
}

/** Sends the message if all files are attached. */
async function sayAfter(
	{ log }: Parts,
	{ task, connection }: Pick<Shipment, 'task' | 'connection'>,
	outcomes: Sent['outcomes'],
	message: PendingMessage | undefined,
): Promise<PendingMessage | undefined> {
	return message && sendAfter(outcomes, message, { task, connection, log });
}

/** Looks for files in doubt on their task; sends nothing. `undefined` if the person gives up. */
export async function lookAgain(
	parts: Parts,
	{ task, fields, sent, message, seen }: Result,
): Promise<Result | undefined> {
	const { connection: before, doubtful, journal, late } = sent;
	const connection = before ? await connectAgain(parts, before) : await connectAsking(parts);
	if (!connection) {
		return undefined;
	}
	if ((await journal?.goOn()) === 'elsewhere') {
		tellTakenUp();
		return undefined;
	}
	// A journal that has ended takes no more lines, but still identifies the batch.
	const inDoubt = [...doubtful.keys()];
	parts.later.forget(task.id, inDoubt);
	const found = late?.found;
	const known = inDoubt.flatMap(file => foundLate(file, late));
	const earlier = new Map([...doubtful].filter(([{ uri }]) => !found?.has(uri)));
	const files = [...earlier.keys()];
	const shipment = {
		connection,
		task,
		files,
		fields,
		earlier,
		known,
		listed: undefined,
		journal,
		...(found && { found }),
	};
	const looked = await sendFiles(parts, shipment);
	watchSent(parts, shipment, looked);
	const all = withRest(looked, sent, restOf(sent, urisOf(inDoubt)));
	const said = await sayAfter(parts, shipment, all.outcomes, message);
	return { kind: 'result', task, fields, sent: all, message: said, isSecondLook: true, seen };
}

/** The outcome of a file that was found after its batch. */
function foundLate(file: SentFile, late: LateFiles | undefined): Outcome<SentFile>[] {
	const attachment = late?.found.get(file.uri);
	return attachment ? [{ file, end: { status: 'attached', attachment, isFound: true }, tookMs: 0 }] : [];
}

/** Tells the person that somebody else has resumed the rest of the batch. */
export function tellTakenUp(): void {
	void vscode.window.showInformationMessage(vscode.l10n.t('This upload was finished or discarded elsewhere.'));
}

function chooseAnother(
	{ files, fields }: Reviewed,
	message: PendingMessage | undefined,
	onExisting: OnExisting | undefined,
): Round {
	const again = ofFiles(files.map(undecided).map(withoutExisting));
	return {
		kind: 'new',
		...again,
		fields,
		typed: '',
		account: undefined,
		onExisting,
		occasion: 'first',
		message: message && pending(message),
	};
}

/** Replaces the files by an archive if that is wanted. Loaded on demand, because few people need it. */
async function packWanted(parts: Parts, reviewed: Reviewed, wanted: Packing): Promise<Reviewed | undefined> {
	if (reviewed.archiveName === undefined) {
		return reviewed;
	}
	const { packReviewed } = await import('./attach-archive.js');
	return packReviewed(parts, reviewed.files, reviewed.archiveName, wanted);
}
