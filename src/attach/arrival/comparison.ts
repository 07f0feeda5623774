import type { Attempt, ListedAttachment, Straggler } from '../attachment.js';
import { type Clock, pause } from '../clock.js';
import type { CorError } from '../errors.js';
import type { SentEnd } from '../outcome.js';
import { plainName } from '../plan/file-names.js';
import type { PlannedFile } from '../plan/plan.js';
import { lookFor, type Sought, traceOf } from './evidence.js';
import { ListedAlike } from './listed-alike.js';

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
		const namesakes = countOf([...files, ...stragglers].map(namesakeKey));
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
				hasNamesake: hasOther(namesakes, file, earlier.attempt.size),
				claimed,
			},
		}));
	}

	get isDone(): boolean {
		return this.#open.length === 0;
	}

	look(whole: readonly ListedAttachment[]): void {
		const sought = this.#open.map(doubtful => doubtful.sought);
		this.#find(new ListedAlike(whole, sought));
		// What was found is that file and no other: it no longer stands in the way of the others.
		const list = new ListedAlike(whole, sought);
		this.#open = this.#open.flatMap(doubtful => {
			const { file, sought, attempt, error, mayRepeat } = doubtful;
			const bearing = list.bearingOn(sought);
			const looked = lookFor(sought, bearing).status === 'absent' ? 'absent' : 'unclear';
			const trace = traceOf(sought, bearing);
			const isAbsent = looked === 'absent' && trace === doubtful.trace;
			const mayGoAgain = isAbsent && mayRepeat;
			this.ends.set(file, mayGoAgain ? { status: 'failed', error } : { status: 'unknown', error, attempt, looked });
			return isAbsent ? [] : [{ ...doubtful, trace }];
		});
	}

	#find(list: ListedAlike): void {
		this.#open = this.#open.filter(({ file, sought, sha256 }) => {
			const evidence = lookFor(sought, list.bearingOn(sought));
			if (evidence.status !== 'found') {
				return true;
			}
			this.#claimed.add(evidence.attachment.id);
			const { attachment } = evidence;
			this.ends.set(file, { status: 'attached', attachment, ...(sha256 !== undefined && { sha256 }) });
			return false;
		});
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

/** Alike in two files that a server may give one and the same name. */
function namesakeKey({ name, size }: { readonly name: string; readonly size: number }): string {
	return `${size} ${plainName(name)}`;
}

function hasOther(counts: ReadonlyMap<string, number>, file: PlannedFile, size: number): boolean {
	const itself = file.size === size ? 1 : 0;
	return (counts.get(namesakeKey({ name: file.name, size })) ?? 0) > itself;
}

function countOf(keys: readonly string[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const key of keys) {
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return counts;
}
