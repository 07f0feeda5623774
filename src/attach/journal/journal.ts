import type { Attempt, Straggler } from '../attachment.js';
import { mayPassLater } from '../delivery/retry.js';
import type { FailureKind } from '../errors.js';
import type { FileEnd } from '../outcome.js';
import {
	type Beginning,
	type JournalEntry,
	type JournaledBatch,
	type JournaledEnd,
	type JournaledFile,
	readBatch,
	readEntry,
} from './journal-lines.js';

/**
 * How far a file of a journal has come.
 * - `not-started`: no request with it is written down. With `attempt` where it is known what was on the task before.
 * - `in-doubt`: a request began, and how it ended was not written down, or was `unknown`. Without `attempt` where it was not
 *   known what was on the task before, or whose upload it was.
 * - `let-go`: `wasInDoubt` where nobody knew how its request had ended.
 */
export type FileStanding = {
	readonly file: JournaledFile;
	/** Bytes of the last request with it; as planned where there was none. */
	readonly size: number;
	/** Earlier requests with it that the task's list did not show in time. */
	readonly missed?: readonly Attempt[];
} & (
	| { readonly status: 'not-started'; readonly attempt?: Attempt; readonly end?: never }
	| { readonly status: 'in-doubt'; readonly attempt?: Attempt; readonly end?: JournaledEnd }
	| { readonly status: 'ended'; readonly attempt?: never; readonly end: JournaledEnd }
	| { readonly status: 'let-go'; readonly attempt?: never; readonly end?: never; readonly wasInDoubt?: true }
);

export interface Journal {
	readonly batch: JournaledBatch;
	/** One for each file, in the batch's order. */
	readonly standings: readonly FileStanding[];
}

export type JournalReading =
	| { readonly status: 'read'; readonly journal: Journal }
	/** Of a later version of the extension. */
	| { readonly status: 'newer' }
	/** `why`: English, for the log. */
	| { readonly status: 'broken'; readonly why: string };

/**
 * What a journal says, line by line. A line that was not written to its end counts for nothing: what it tells of had not
 * begun. Anything else that is not understood makes the whole journal `broken`, since a request may stand there.
 */
export function readJournal(text: string): JournalReading {
	const [head = '', ...rest] = text.split('\n').slice(0, -1);
	const batch = readBatch(head);
	if (batch === 'newer') {
		return { status: 'newer' };
	}
	if (!batch) {
		return { status: 'broken', why: 'the first line is not that of a journal' };
	}
	let standings = batch.files.map((file): FileStanding => ({ file, size: file.size, status: 'not-started' }));
	let beginning: Beginning | undefined;
	let first: JournalEntry | undefined;
	let isTakenUp = false;
	const begunAt = Date.parse(batch.createdAt);
	const firstBeginning = () => (first?.kind === 'began' ? first : undefined);
	for (const [index, line] of rest.entries()) {
		const entry = readEntry(line, batch.files.length);
		if (!entry) {
			return { status: 'broken', why: `line ${index + 2}` };
		}
		if (entry.kind === 'taken-up') {
			isTakenUp = true;
			standings = standings.map(leftInDoubt);
		}
		if (entry.kind === 'began' || entry.kind === 'taken-up') {
			beginning = entry.kind === 'began' ? entry : undefined;
			first ??= entry; // where somebody took it up before, an earlier life is not known
			continue;
		}
		const standing = standings[entry.file];
		if (standing) {
			const beginnings = isTakenUp ? [firstBeginning(), beginning] : [];
			const [unwritten] = beginnings.flatMap(each => attemptOf(standing.size, begunAt, each).attempt ?? []);
			standings[entry.file] = next(standing, entry, beginning, unwritten);
		}
	}
	return {
		status: 'read',
		journal: {
			batch,
			standings: standings.map(standing =>
				// A disk that refuses may have kept the lines that tell of it.
				standing.status === 'not-started'
					? { ...standing, ...attemptOf(standing.size, begunAt, firstBeginning()) }
					: standing,
			),
		},
	};
}

/** Whoever takes a batch up finds a request without an end as one of which nobody knows how it ended. */
function leftInDoubt(standing: FileStanding): FileStanding {
	return standing.status === 'in-doubt' && !standing.end
		? { ...standing, end: { status: 'unknown', kind: 'network' } }
		: standing;
}

function next(
	{ file, size, status, attempt, missed, end }: FileStanding,
	entry: Extract<JournalEntry, { file: number }>,
	beginning: Beginning | undefined,
	unwritten: Attempt | undefined,
): FileStanding {
	const known = { file, ...(missed && { missed }) };
	const withMissed = (last: Attempt | undefined) => (last ? { missed: [...(missed ?? []), last] } : {});
	switch (entry.kind) {
		case 'sending': {
			// A second request goes out only after the first was found not to have arrived: only the last is in doubt.
			// What is in doubt is written down before it is sent again: without a word the one before has surely not arrived.
			const doubted = status === 'in-doubt' && end ? attempt : undefined;
			// The first that is written down, in a later life of the batch: an earlier one may have been sent without a line.
			const before = status === 'not-started' ? unwritten : doubted;
			return {
				...known,
				...withMissed(before),
				size: entry.size,
				status: 'in-doubt',
				...attemptOf(entry.size, entry.at, beginning),
			};
		}
		case 'let-go':
			return { ...known, size, status: 'let-go', ...(status === 'in-doubt' && { wasInDoubt: true }) };
		case 'ended': {
			if (entry.end.status === 'unknown') {
				// Of what had ended, the last request that was missed has been looked for again.
				const [before, last] = status === 'ended' ? [missed?.slice(0, -1), missed?.at(-1)] : [missed, attempt];
				const sent = { ...(before && { missed: before }), ...(last && { attempt: last }) };
				return { file, size, status: 'in-doubt', ...sent, end: entry.end };
			}
			// What was in doubt and is not attached was looked for, and was not sent again.
			const isMissed = end?.status === 'unknown' && entry.end.status !== 'attached';
			return { ...known, ...withMissed(isMissed ? attempt : undefined), size, status: 'ended', end: entry.end };
		}
	}
}

function attemptOf(size: number, sentAt: number, beginning: Beginning | undefined): { attempt?: Attempt } {
	const { userId, baseline } = beginning ?? {};
	return baseline && userId !== undefined ? { attempt: { size, userId, baseline, sentAt } } : {};
}

/** The files that are not through: neither begun, nor known to have arrived, nor refused, nor given up. */
export function restOf({ standings }: Journal): readonly FileStanding[] {
	return standings.filter(
		({ status, end }) =>
			status === 'not-started' || status === 'in-doubt' || (status === 'ended' && needsMore(end.status, end.kind)),
	);
}

/** The attachments that are known to be files of this batch. */
export function attachmentsOf({ standings }: Journal): readonly number[] {
	return standings.flatMap(({ end }) => end?.attachmentId ?? []);
}

/** The files of this batch that may be on the task, or come there late, be it once more. */
export function stragglersOf({ standings }: Journal): readonly Straggler[] {
	return standings.flatMap(standing => {
		const { status, file, size, missed = [] } = standing;
		const isInDoubt = status === 'in-doubt' || (status === 'let-go' && standing.wasInDoubt);
		const sizes = [...missed.map(attempt => attempt.size), ...(isInDoubt ? [size] : [])];
		return [...new Set(sizes)].map(each => ({ name: file.name, size: each }));
	});
}

/** Whether a file that ended so is not through yet: it may have arrived, or it may pass later. */
function needsMore(status: FileEnd['status'], kind: FailureKind | undefined): boolean {
	return status === 'unknown' || (status === 'failed' && kind !== undefined && mayPassLater(kind));
}
