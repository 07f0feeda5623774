import type { Lingering } from '../arrival/late-copies.js';
import type { EarlierAttempt } from '../arrival/lookout.js';
import { mayRepeatWhenAbsent } from '../delivery/retry.js';
import { CorError } from '../errors.js';
import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { type FileStanding, type Journal, restOf } from './journal.js';
import type { JournaledEnd, JournaledFile } from './journal-lines.js';

/** The unfinished part of a batch, read from its journal alone. */
export interface Rest {
	/** All unfinished files, as planned. */
	readonly files: readonly PlannedFile[];
	/**
	 * Files that may be on the task: look for them before sending. Includes files without a request in the journal
	 * (`isUnlikely`).
	 */
	readonly inDoubt: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/**
	 * Files without a request in the journal and without a baseline, so nobody can look for one request. The value is
	 * when they were planned, in epoch milliseconds.
	 */
	readonly untold: ReadonlyMap<PlannedFile, number>;
	/** Files that may be on the task but can't be looked for, with the reason for the doubt. */
	readonly unknowable: ReadonlyMap<PlannedFile, CorError>;
	/** Finished files that were sent more than once: a second copy may appear. */
	readonly lingering: readonly Lingering[];
	/** Files whose contents were in no file on disk. They are lost. */
	readonly unsaved: ReadonlySet<PlannedFile>;
}

export function resumeBatch(journal: Journal): Rest {
	const files: PlannedFile[] = [];
	const inDoubt = new Map<PlannedFile, EarlierAttempt>();
	const unknowable = new Map<PlannedFile, CorError>();
	const unsaved = new Set<PlannedFile>();
	const untold = new Map<PlannedFile, number>();
	const rest = new Set(restOf(journal));
	for (const standing of rest) {
		const { isUnsaved, ...file } = standing.file;
		files.push(file);
		if (isUnsaved) {
			unsaved.add(file);
		}
		const { missed = [] } = standing;
		const lastMissed = missed.at(-1);
		if (standing.status === 'in-doubt') {
			const error = whyInDoubt(standing);
			if (standing.attempt) {
				const { attempt } = standing;
				inDoubt.set(file, { attempt, error, mayRepeat: mayRepeatWhenAbsent(error), missed });
			} else {
				unknowable.set(file, error);
			}
		} else if (standing.status === 'ended' && lastMissed) {
			const error = new CorError(
				'network',
				'the task did not show it in time after an earlier attempt; it may be there by now',
			);
			inDoubt.set(file, { attempt: lastMissed, error, mayRepeat: true, missed: missed.slice(0, -1) });
		} else if (standing.status === 'not-started') {
			const error = new CorError('network', 'it may have been sent before the editor closed');
			if (standing.attempt) {
				inDoubt.set(file, { attempt: standing.attempt, error, mayRepeat: true, isUnlikely: true });
			} else {
				untold.set(file, Date.parse(journal.batch.createdAt));
			}
		}
	}
	return {
		files,
		inDoubt,
		untold,
		unknowable,
		unsaved,
		lingering: lingeringAmong(journal.standings.filter(standing => !rest.has(standing))),
	};
}

function lingeringAmong(standings: readonly FileStanding[]): Lingering[] {
	return standings.flatMap(({ file, end, missed = [] }) => {
		const [first, ...others] = missed;
		if (!first || !end) {
			return [];
		}
		return [{ outcome: { file, end: asEnded(file, end), tookMs: 0 }, attempts: [first, ...others] as const }];
	});
}

function asEnded({ name }: JournaledFile, { attachmentId, kind }: JournaledEnd): FileEnd {
	if (attachmentId !== undefined) {
		// The journal doesn't store whether COR's answer named it.
		return { status: 'attached', attachment: { id: attachmentId, name }, isFound: true };
	}
	return kind
		? { status: 'failed', error: new CorError(kind, 'failed in an earlier run; the journal has no more details') }
		: { status: 'cancelled' };
}

function whyInDoubt({ end }: FileStanding): CorError {
	// Without an end in the journal the editor died during the request, which is like a cut connection.
	const { kind = 'network', httpStatus } = end ?? {};
	const message = end ? 'unknown since an earlier attempt' : 'the editor closed during the upload';
	return new CorError(kind, message, httpStatus === undefined ? {} : { status: httpStatus });
}
