import type { Lingering } from '../arrival/late-copies.js';
import type { EarlierAttempt } from '../arrival/lookout.js';
import { mayRepeatWhenAbsent } from '../delivery/retry.js';
import { CorError } from '../errors.js';
import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { type FileStanding, type Journal, restOf } from './journal.js';
import type { JournaledEnd, JournaledFile } from './journal-lines.js';

/** What is left of a batch of which the journal is all that is known. */
export interface Rest {
	/** Everything that is left, as it was planned. */
	readonly files: readonly PlannedFile[];
	/** What may be on the task, and has to be looked for before it is sent; with what was not begun as far as is known. */
	readonly inDoubt: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/** What was not begun as far as is known, without what it takes to look for it, with when it was planned, in epoch milliseconds. */
	readonly untold: ReadonlyMap<PlannedFile, number>;
	/** What may be on the task and cannot be looked for, with the reason why its end is not known. */
	readonly unknowable: ReadonlyMap<PlannedFile, CorError>;
	/** What is through, and was sent more than once: another copy may turn up. */
	readonly lingering: readonly Lingering[];
	/** What was in no file: it is gone with the editor that held it. */
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
			const error = new CorError('network', 'not there in time in an earlier attempt, and maybe there by now');
			inDoubt.set(file, { attempt: lastMissed, error, mayRepeat: true, missed: missed.slice(0, -1) });
		} else if (standing.status === 'not-started') {
			const error = new CorError('network', 'nobody knows whether it was sent before the editor ended');
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
		// Whether COR's answer named it is not written down.
		return { status: 'attached', attachment: { id: attachmentId, name }, isFound: true };
	}
	return kind ? { status: 'failed', error: new CorError(kind, 'not known since then') } : { status: 'cancelled' };
}

function whyInDoubt({ end }: FileStanding): CorError {
	// A connection that was cut: the process at its other end is gone.
	const { kind = 'network', httpStatus } = end ?? {};
	const message = end ? 'not known since an earlier attempt' : 'the editor ended while the file was on its way';
	return new CorError(kind, message, httpStatus === undefined ? {} : { status: httpStatus });
}
