import type { Attempt, ListedAttachment } from '../attachment.js';
import { type Clock, pause } from '../clock.js';
import { type CorError, toCorError } from '../errors.js';
import { mayBecomeOne, plainName } from '../names/file-names.js';
import type { SentBytes, SentEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import type { Claims } from './claims.js';
import { type Circumstances, lookFor, type Sought } from './evidence.js';
import type { ListHabits } from './list-habits.js';
import { Namesakes } from './namesakes.js';
import { Newcomers } from './newcomers.js';

/** A request of which nobody knows how it ended. */
export interface EarlierAttempt {
	readonly attempt: Attempt;
	/** Why its end is not known. */
	readonly error: CorError;
	/** Whether it may be sent again once it surely is not on the task. */
	readonly mayRepeat: boolean;
	/** `true` where nothing tells that a request with it ever began: then one look decides. */
	readonly isUnlikely?: boolean;
	/** Earlier requests with it that the task's list did not show in time. */
	readonly missed?: readonly Attempt[];
	/** Of the bytes that were sent. */
	readonly sent?: SentBytes;
}

interface LookoutPorts {
	/**
	 * Everything that is on the task; with `isKnown`, where only what is new matters, as much of it as that takes. Rejects
	 * where that cannot be read.
	 */
	list(signal: AbortSignal, isKnown?: (id: number) => boolean): Promise<readonly ListedAttachment[]>;
	/** What is known of such lists, for the person that sends now. */
	habits(): ListHabits;
	/** Whose uploads go out now, where that is known. */
	userId(): Promise<number | undefined>;
	readonly claims: Claims;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** The whole batch: which of them may be taken for one another. */
	readonly files: readonly PlannedFile[];
	/** Told which files are looked for from now on. */
	onWatch(files: readonly PlannedFile[]): void;
}

const lookAgainMs = 2_000;
/** After that it is looked for less often. */
const soonMs = 5_000;
const lookAgainLaterMs = 5_000;

/** What was sent so long ago is stored by now, or never. */
const longAgoMs = 600_000;

const patienceAfterCancelMs = 5_000;

interface Doubtful extends EarlierAttempt {
	readonly file: PlannedFile;
	readonly plainName: string;
	/** How long it was looked for, in milliseconds: counted by pauses, since a clock may be put forward. */
	watchedMs: number;
	/** What is known if it is not looked for any longer. */
	end: SentEnd;
	/** What may have been it at the last look: ids of attachments. */
	seen: readonly number[];
	settle(end: SentEnd): void;
}

/**
 * Looks on the task for files of which nobody knows whether they arrived: one look serves all that are looked for. It
 * goes on until a file is found, or was missing long enough for this server.
 */
export class Lookout {
	readonly #ports: LookoutPorts;
	readonly #open = new Map<PlannedFile, Doubtful>();
	#isLooking = false;

	constructor(ports: LookoutPorts) {
		this.#ports = ports;
	}

	/**
	 * Looks for these, and resolves when all are decided: `attached` where the task shows them, `failed` where they surely
	 * are not there and may be sent again, else `unknown`. Never rejects.
	 */
	async watch(doubts: ReadonlyMap<PlannedFile, EarlierAttempt>): Promise<ReadonlyMap<PlannedFile, SentEnd>> {
		const decided = [...doubts].map(async ([file, doubt]) => [file, await this.#begin(file, doubt)] as const);
		this.#ports.onWatch([...this.#open.keys()]);
		if (!this.#isLooking) {
			this.#isLooking = true;
			void this.#lookUntilDecided();
		}
		return new Map(await Promise.all(decided));
	}

	/** Whether the file could be taken for one that is looked for, if it were sent now. */
	isInTheWay({ name, parentId }: PlannedFile): boolean {
		const plain = plainName(name);
		return [...this.#open.values()].some(
			open => open.plainName === plain || (parentId !== undefined && open.file.parentId === parentId),
		);
	}

	/** Whether a file of ours has that name, or one that a server may make of it, and may be on the task. */
	async isNameOfOurs(name: string): Promise<boolean> {
		const { files, claims } = this.#ports;
		const { stragglers } = await claims.look();
		return [...files, ...stragglers].some(file => mayBecomeOne(file.name, name));
	}

	#begin(file: PlannedFile, doubt: EarlierAttempt): Promise<SentEnd> {
		const { error, attempt } = doubt;
		const end = { status: 'unknown', error, attempt } as const;
		return new Promise(settle => {
			this.#open.set(file, { ...doubt, file, plainName: plainName(file.name), watchedMs: 0, end, seen: [], settle });
		});
	}

	async #lookUntilDecided(): Promise<void> {
		const { clock, signal } = this.#ports;
		const patience = new AbortController();
		const stopPatience = onAbort(signal, () => clock.after(patienceAfterCancelMs, () => patience.abort()));
		try {
			while (this.#open.size > 0) {
				await this.#lookOrWait([...this.#open.values()], patience.signal);
				const waits = [...this.#open.values()];
				const ms = waits.some(({ watchedMs }) => watchedMs < soonMs) ? lookAgainMs : lookAgainLaterMs;
				if (waits.length > 0 && !(await pause(ms, clock, signal))) {
					break;
				}
				for (const doubtful of waits) {
					doubtful.watchedMs += ms;
				}
			}
		} catch {
			// The list cannot be read: why an end is not known says more.
		}
		stopPatience();
		this.#isLooking = false;
		for (const doubtful of this.#open.values()) {
			this.#decide(doubtful, doubtful.end);
		}
	}

	/** A list that cannot be understood may be one that changes while it is read: then the next look tells. */
	async #lookOrWait(doubtful: readonly Doubtful[], signal: AbortSignal): Promise<void> {
		try {
			await this.#look(doubtful, signal);
		} catch (error) {
			if (toCorError(error).kind !== 'unreadable-answer') {
				throw error;
			}
			const { watchMs } = this.#ports.habits();
			for (const doubt of doubtful.filter(({ watchedMs }) => watchedMs >= watchMs)) {
				this.#decide(doubt, doubt.end);
			}
		}
	}

	/** One look for these. Rejects where the list cannot be read. */
	async #look(doubtful: readonly Doubtful[], signal: AbortSignal): Promise<void> {
		const { claims, list, files } = this.#ports;
		const listed = await list(signal, whatIsKnown(doubtful));
		const habits = this.#ports.habits();
		const [rivals, userId] = await Promise.all([claims.look(), this.#ports.userId()]);
		const claimed = new Set(rivals.claimed);
		const namesakes = new Namesakes(files, rivals);
		const sought = doubtful.map(doubt => ({ doubt, sought: toSought(doubt, userId, habits) }));
		const circumstancesOf = ({ file, attempt }: Doubtful): Circumstances => ({
			sizesDiffer: habits.sizesDiffer,
			hasNamesake: namesakes.has(file, attempt.size),
			claimed,
		});

		const newcomers = new Newcomers(listed, claimed);
		for (const { doubt, sought: it } of sought) {
			const evidence = lookFor(it, newcomers.bearingOn(it, habits), circumstancesOf(doubt));
			if (evidence.status === 'found') {
				const { attachment } = evidence;
				const { file, sent } = doubt;
				claimed.add(attachment.id);
				if (await claims.claim(attachment.id, file)) {
					this.#decide(doubt, { status: 'attached', attachment, isFound: true, ...sent });
				}
			}
		}

		// What was found is that file and no other: it no longer stands in the way of the others.
		const others = new Newcomers(listed, claimed);
		for (const { doubt, sought: it } of sought.filter(({ doubt: { file } }) => this.#open.has(file))) {
			const evidence = lookFor(it, others.bearingOn(it, habits), circumstancesOf(doubt));
			const { error, attempt, mayRepeat, watchedMs, seen } = doubt;
			const looked = evidence.status === 'absent' ? 'absent' : 'unclear';
			doubt.end = { status: 'unknown', error, attempt, looked };
			doubt.seen = evidence.status === 'unclear' ? evidence.by : [];
			// What was not there at the last look may be a file that is just being sent: its answer tells before the next one.
			const isFresh = evidence.status === 'unclear' && !evidence.by.some(id => seen.includes(id));
			if (!isFresh && watchedMs >= this.#patienceWith(doubt, looked, habits)) {
				this.#decide(doubt, looked === 'absent' && mayRepeat ? { status: 'failed', error } : doubt.end);
			}
		}
	}

	/** How long the file is looked for while the list says so of it. */
	#patienceWith(
		{ attempt, mayRepeat, isUnlikely }: Doubtful,
		looked: 'absent' | 'unclear',
		{ watchMs }: ListHabits,
	): number {
		if (looked === 'unclear') {
			return watchMs;
		}
		if (isUnlikely) {
			return 0;
		}
		const isLongAgo = this.#ports.clock.now() - attempt.sentAt > longAgoMs;
		return mayRepeat && !isLongAgo ? watchMs : lookAgainMs;
	}

	#decide(doubtful: Doubtful, end: SentEnd): void {
		this.#open.delete(doubtful.file);
		doubtful.settle(end);
		this.#ports.onWatch([...this.#open.keys()]);
	}
}

/** What was on the task before all of these; of a version also its parent matters, which may be anywhere in the list. */
function whatIsKnown(doubtful: readonly Doubtful[]): ((id: number) => boolean) | undefined {
	if (doubtful.some(({ file }) => file.parentId !== undefined)) {
		return undefined;
	}
	const baselines = new Set(doubtful.map(({ attempt }) => attempt.baseline));
	return id => [...baselines].every(({ ids }) => ids.has(id));
}

function toSought({ file, attempt }: Doubtful, userId: number | undefined, { ownIds }: ListHabits): Sought {
	const { size, baseline, userId: sender } = attempt;
	return {
		name: file.name,
		size,
		baseline,
		...(file.parentId !== undefined && { parentId: file.parentId }),
		// What was learnt is about whoever sends now: an earlier life of the batch may have been somebody else's.
		ownIds: new Set([sender, ...(sender === userId ? ownIds : [])]),
	};
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
