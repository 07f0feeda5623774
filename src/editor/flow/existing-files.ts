import type { AllListHabits } from '../../attach/arrival/list-habits.js';
import { systemClock } from '../../attach/clock.js';
import type { KnownList } from '../../attach/delivery/delivery.js';
import { toCorError } from '../../attach/errors.js';
import { decide, matchExisting, type OnExisting, propose } from '../../attach/plan/existing.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { type CheckedFile, type MatchedFile, unmatched } from '../../attach/plan/stages.js';
import { logLine } from '../../attach/text/log-line.js';
import type { Task } from '../../cor/answers/answers.js';
import { readWhole } from '../../cor/http/confirmed-part.js';
import { maxHashedBytes } from '../../cor/http/hashed-part.js';
import type { AttachHistory } from '../../machine/memory/attach-history.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { openPlanned } from '../files/files.js';
import type { SendingParts } from '../sending/shipment.js';
import type { TaskChoice } from '../task/choose-task.js';

const listPatienceMs = 10_000; // the comparison isn't worth a longer wait; sending waits longer for the list

/** Matches the files with the task's list. Returns them unmatched if the list can't be read within 10 s. */
export async function matchWithTask(
	{ habits, history, log }: SendingParts,
	{ task, connection }: TaskChoice,
	checking: Promise<readonly MatchedFile[]>,
	onExisting: OnExisting | undefined,
	signal: AbortSignal,
): Promise<{ readonly files: readonly MatchedFile[]; readonly listed: KnownList | undefined }> {
	const inTime = AbortSignal.any([signal, AbortSignal.timeout(listPatienceMs)]);
	const reading = readKnownList(habits, connection, task, inTime).catch((error: unknown) => {
		if (!signal.aborted) {
			log.warn(logLine(task.id, 'its attachments could not be read', toCorError(error).message));
		}
		return undefined;
	});
	const [files, listed] = await Promise.all([checking, reading]);
	if (!listed) {
		return { files, listed };
	}
	const found = await findExisting(files, listed, history, { task, connection }, signal, true);
	return { files: onExisting ? found.map(file => decide(file, onExisting)) : found, listed };
}

/** Matches the files with the task's current list, for calls that need it. Rejects as the client does. */
export async function matchNow(
	{ habits, history }: SendingParts,
	{ task, connection }: TaskChoice,
	files: readonly CheckedFile[],
	signal: AbortSignal | undefined,
): Promise<{ readonly files: readonly MatchedFile[]; readonly listed: KnownList }> {
	const listed = await readKnownList(habits, connection, task, signal);
	return { files: await findExisting(files, listed, history, { task, connection }, signal), listed };
}

/** Reads the attachments of a task. Rejects as the client does. */
async function readKnownList(
	habits: AllListHabits,
	{ client, apiUrl, actor }: Connection,
	{ id }: Pick<Task, 'id'>,
	signal?: AbortSignal,
): Promise<KnownList> {
	const readAt = systemClock.now();
	const list = await client.readAttachments(id, signal);
	habits.of(apiUrl, actor?.id).listed(id, list, readAt);
	return { list, readAt };
}

/**
 * Matches each file with what the task already has. Never rejects. Only reads files that may have the same contents.
 * @param isOfVersions whether to match files that already have a `parentId`
 */
export async function findExisting(
	files: readonly CheckedFile[],
	{ list }: KnownList,
	history: AttachHistory,
	{ task, connection }: TaskChoice,
	signal?: AbortSignal,
	isOfVersions = false,
): Promise<MatchedFile[]> {
	const entries = history.entriesOf(connection.apiUrl, task.id);
	const found: MatchedFile[] = [];
	for (const { file, existing, recorded } of matchExisting(files, list, entries, isOfVersions)) {
		const isUnchanged = recorded !== undefined && (await hash(file, signal)) === recorded.sha256;
		found.push(existing ? propose(file, { ...existing, isUnchanged }) : unmatched(file));
	}
	return found;
}

/** SHA-256 of what would be sent, in hexadecimal. `undefined` if it can't be read or is larger than 64 MiB. */
async function hash(file: PlannedFile, signal?: AbortSignal): Promise<string | undefined> {
	if (file.size > maxHashedBytes || signal?.aborted) {
		return undefined;
	}
	try {
		const { part } = await openPlanned(file);
		try {
			return (await readWhole(part, signal)).sha256;
		} finally {
			await part.close?.();
		}
	} catch {
		return undefined; // cancelled or unreadable; sending will report the reason
	}
}
