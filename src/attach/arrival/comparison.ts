import type { Attempt, ListedAttachment, Straggler } from '../attachment.js';
import { type Clock, pause } from '../clock.js';
import type { CorError } from '../errors.js';
import type { SentEnd } from '../outcome.js';
import { mayBecomeOne } from '../plan/file-names.js';
import type { PlannedFile } from '../plan/plan.js';
import { lookFor, type Sought, traceOf } from './evidence.js';

/** A request of which nobody knows how it ended. */
export interface EarlierAttempt {
	readonly attempt: Attempt;
	/** Why its end is not known. */
	readonly error: CorError;
	/** Whether it may be sent again once it surely is not on the task. */
	readonly mayRepeat: boolean;
	/** Of what was sent, in hexadecimal, where it was worth knowing. */
	readonly sha256?: string | undefined;
}

interface ComparisonPorts {
	/** Everything that is on the task. */
	list(signal: AbortSignal): Promise<readonly ListedAttachment[]>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** The whole batch: which of them may be taken for one another. */
	readonly files: readonly PlannedFile[];
	/** What may come of other batches meanwhile, and be taken for one of these. */
	readonly stragglers: readonly Straggler[];
	/** Attachments that are known to be files of ours; added to. */
	readonly claimed: Set<number>;
}

/** COR's own time between storing a file and listing it is not known: this long is waited before "not there" is believed. */
const secondLookAfterMs = 2_000;

const maxLooks = 5;
const patienceAfterCancelMs = 5_000;

/**
 * Whether files are on the task after all, all of them looked for in the same list: `attached` where it shows them,
 * `failed` where they surely are not there and may be sent again, else `unknown`. Never rejects.
 */
export async function compareWithTask(
	doubtful: ReadonlyMap<PlannedFile, EarlierAttempt>,
	ports: ComparisonPorts,
): Promise<ReadonlyMap<PlannedFile, SentEnd>> {
	const { clock, signal } = ports;
	const patience = new AbortController();
	const stopPatience = onAbort(signal, () => clock.after(patienceAfterCancelMs, () => patience.abort()));
	const comparison = new Comparison(doubtful, ports);
	try {
		for (let looks = 1; ; looks += 1) {
			comparison.look(await ports.list(patience.signal));
			if (comparison.isDone || looks === maxLooks || !(await pause(secondLookAfterMs, clock, signal))) {
				return comparison.ends;
			}
		}
	} catch {
		return comparison.ends; // the list cannot be read: why an end is not known says more
	} finally {
		stopPatience();
	}
}

interface Doubtful extends EarlierAttempt {
	readonly file: PlannedFile;
	readonly sought: Sought;
	/** What the list said last. */
	readonly trace?: string;
}

class Comparison {
	readonly ends: Map<PlannedFile, SentEnd>;
	readonly #claimed: Set<number>;
	#open: readonly Doubtful[];

	constructor(doubtful: ReadonlyMap<PlannedFile, EarlierAttempt>, { files, stragglers, claimed }: ComparisonPorts) {
		this.#claimed = claimed;
		const ours = [...files, ...stragglers];
		this.ends = new Map(
			[...doubtful].map(([file, { error, attempt }]) => [file, { status: 'unknown', error, attempt }]),
		);
		this.#open = [...doubtful].map(([file, earlier]) => ({
			...earlier,
			file,
			sought: {
				name: file.name,
				...earlier.attempt,
				...(file.parentId !== undefined && { parentId: file.parentId }),
				hasNamesake: ours.some(
					other => other !== file && other.size === earlier.attempt.size && mayBecomeOne(other.name, file.name),
				),
				claimed,
			},
		}));
	}

	get isDone(): boolean {
		return this.#open.length === 0;
	}

	look(list: readonly ListedAttachment[]): void {
		// What is found is that file and no other: it may make clear what the others are.
		while (this.#find(list)) {}
		this.#open = this.#open.flatMap(doubtful => {
			const { file, sought, attempt, error, mayRepeat } = doubtful;
			const looked = lookFor(sought, list).status === 'absent' ? 'absent' : 'unclear';
			const trace = traceOf(sought, list);
			const isAbsent = looked === 'absent' && trace === doubtful.trace;
			const mayGoAgain = isAbsent && mayRepeat;
			this.ends.set(file, mayGoAgain ? { status: 'failed', error } : { status: 'unknown', error, attempt, looked });
			return isAbsent ? [] : [{ ...doubtful, trace }];
		});
	}

	/** Whether any was found. */
	#find(list: readonly ListedAttachment[]): boolean {
		const open = this.#open.filter(({ file, sought, sha256 }) => {
			const evidence = lookFor(sought, list);
			if (evidence.status !== 'found') {
				return true;
			}
			this.#claimed.add(evidence.attachment.id);
			const { attachment } = evidence;
			this.ends.set(file, { status: 'attached', attachment, ...(sha256 !== undefined && { sha256 }) });
			return false;
		});
		const isFound = open.length < this.#open.length;
		this.#open = open;
		return isFound;
	}
}

/** Calls `start` when the signal aborts, or now where it has; the returned function undoes both. */
function onAbort(signal: AbortSignal, start: () => () => void): () => void {
	let undo = (): void => {};
	const listener = (): void => {
		undo = start();
	};
	signal.addEventListener('abort', listener);
	if (signal.aborted) {
		listener();
	}
	return () => {
		signal.removeEventListener('abort', listener);
		undo();
	};
}
