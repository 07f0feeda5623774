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
 * - `not-started`: the journal contains no request with it. Has an `attempt` if the baseline is known.
 * - `in-doubt`: a request started, and its end is missing or `unknown`. Has no `attempt` if the baseline or the sender
 *   is unknown.
 * - `ended`: the journal contains its end.
 * - `let-go`: it continues in another batch, or the person gave it up. `wasInDoubt` if it was `in-doubt` then.
 */
export type FileStanding = {
	readonly file: JournaledFile;
	/** Bytes of the last request with it, or the planned size if there was none. */
	readonly size: number;
	/** Earlier requests whose file the task's list didn't show in time. */
	readonly missed?: readonly Attempt[];
} & (
	| { readonly status: 'not-started'; readonly attempt?: Attempt; readonly end?: never }
	| { readonly status: 'in-doubt'; readonly attempt?: Attempt; readonly end?: JournaledEnd }
	| { readonly status: 'ended'; readonly attempt?: never; readonly end: JournaledEnd }
	| { readonly status: 'let-go'; readonly attempt?: never; readonly end?: never; readonly wasInDoubt?: true }
);

export interface Journal {
	readonly batch: JournaledBatch;
	/** One per file, in the batch's order. */
	readonly standings: readonly FileStanding[];
}

export type JournalReading =
	| { readonly status: 'read'; readonly journal: Journal }
	/** Written by a later version of the extension. */
	| { readonly status: 'newer' }
	/** `why` is in English, for the log. */
	| { readonly status: 'broken'; readonly why: string };

/**
 * Reads a journal. An incomplete last line is ignored: its action had not started, since each line is written first.
 * Any other line that can't be parsed makes the journal `broken`, because it may describe a request.
 * Each step reads a line: a large batch has tens of thousands of them.
 */
export function* readingJournal(text: string): Generator<void, JournalReading, void> {
	const [head = '', ...rest] = text.split('\n').slice(0, -1);
	const begun = readBatch(head);
	if (begun === 'newer') {
		return { status: 'newer' };
	}
	if (!begun) {
		return { status: 'broken', why: 'line 1 is not the first line of a journal' };
	}
	let batch = begun;
	let standings = batch.files.map((file): FileStanding => ({ file, size: file.size, status: 'not-started' }));
	let beginning: Beginning | undefined;
	let first: JournalEntry | undefined;
	let isTakenUp = false;
	const begunAt = Date.parse(batch.createdAt);
	const firstBeginning = () => (first?.kind === 'began' ? first : undefined);
	for (const [index, line] of rest.entries()) {
		yield;
		const entry = readEntry(line, batch.files.length);
		if (!entry) {
			return { status: 'broken', why: `line ${index + 2}` };
		}
		if (entry.kind === 'planned') {
			batch = { ...batch, fields: entry.fields };
			for (const { file, parentId } of entry.files) {
				const standing = standings[file];
				if (standing) {
					standings[file] = { ...standing, file: planned(standing.file, parentId) };
				}
			}
			continue;
		}
		if (entry.kind === 'taken-up') {
			isTakenUp = true;
			standings = standings.map(leftInDoubt);
		}
		if (entry.kind === 'began' || entry.kind === 'taken-up') {
			beginning = entry.kind === 'began' ? entry : undefined;
			first ??= entry; // if the first entry is `taken-up`, the first baseline is unknown
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
				// A request may have started without a line, if the disk refused to write it.
				standing.status === 'not-started'
					? { ...standing, ...attemptOf(standing.size, begunAt, firstBeginning()) }
					: standing,
			),
		},
	};
}

function planned({ parentId: _, ...file }: JournaledFile, parentId: number | undefined): JournaledFile {
	return { ...file, ...(parentId !== undefined && { parentId }) };
}

/** When somebody resumes a batch, a request without an end counts as `unknown`. */
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
			// Only the last request can be in doubt: a second one starts only after the task's list didn't show the first. A
			// doubt is always written before the file is sent again, so if there is no `end`, the earlier request did not
			// arrive.
			const doubted = status === 'in-doubt' && end ? attempt : undefined;
			// This is the first request in the journal, but an earlier one may have been sent before the batch was resumed.
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
				// If the file had ended, the extension looked again for the last missed request.
				const [before, last] = status === 'ended' ? [missed?.slice(0, -1), missed?.at(-1)] : [missed, attempt];
				const sent = { ...(before && { missed: before }), ...(last && { attempt: last }) };
				return { file, size, status: 'in-doubt', ...sent, end: entry.end };
			}
			// The file was in doubt; the extension looked for it, didn't find it and didn't send it again.
			const isMissed = end?.status === 'unknown' && entry.end.status !== 'attached';
			return { ...known, ...withMissed(isMissed ? attempt : undefined), size, status: 'ended', end: entry.end };
		}
	}
}

function attemptOf(size: number, sentAt: number, beginning: Beginning | undefined): { attempt?: Attempt } {
	const { userId, baseline } = beginning ?? {};
	return baseline && userId !== undefined ? { attempt: { size, userId, baseline, sentAt } } : {};
}

/** The files that are not finished: not started, in doubt, or failed in a way that may pass. */
export function restOf({ standings }: Journal): readonly FileStanding[] {
	return standings.filter(
		({ status, end }) =>
			status === 'not-started' || status === 'in-doubt' || (status === 'ended' && needsMore(end.status, end.kind)),
	);
}

/** Ids of the attachments that are known to be files of this batch. */
export function attachmentsOf({ standings }: Journal): readonly number[] {
	return standings.flatMap(({ end }) => end?.attachmentId ?? []);
}

/** The files of this batch that may be on the task or may appear there later, once or as a second copy. */
export function stragglersOf({ standings }: Journal): readonly Straggler[] {
	return standings.flatMap(standing => {
		const { status, file, size, missed = [] } = standing;
		const isInDoubt = status === 'in-doubt' || (status === 'let-go' && standing.wasInDoubt);
		const sizes = [...missed.map(attempt => attempt.size), ...(isInDoubt ? [size] : [])];
		return [...new Set(sizes)].map(each => ({ name: file.name, size: each }));
	});
}

/** Whether a file with this end is not finished: it may have arrived, or may succeed later. */
function needsMore(status: FileEnd['status'], kind: FailureKind | undefined): boolean {
	return status === 'unknown' || (status === 'failed' && kind !== undefined && mayPassLater(kind));
}
