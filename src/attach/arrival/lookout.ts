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

/** A request without a known end. */
export interface EarlierAttempt {
	readonly attempt: Attempt;
	/** Why the end is unknown. */
	readonly error: CorError;
	/** Whether the file may be sent again once it is known not to be on the task. */
	readonly mayRepeat: boolean;
	/** `true` if one look is enough: nothing shows that a request started, or it was looked for long enough before. */
	readonly isUnlikely?: boolean;
	/** `true` if the request ended just now, however long it took and whatever was done to the clock meanwhile. */
	readonly hasJustEnded?: boolean;
	/** Earlier requests whose file the task's list didn't show in time. */
	readonly missed?: readonly Attempt[];
	/** Facts about the bytes that were sent. */
	readonly sent?: SentBytes;
}

interface LookoutPorts {
	/**
	 * Reads all attachments of the task; with `isKnown`, only as much as it takes to see all new ones. Rejects if that
	 * fails.
	 */
	list(signal: AbortSignal, isKnown?: (id: number) => boolean): Promise<readonly ListedAttachment[]>;
	/** How lists show the uploads of the current sender. */
	habits(): ListHabits;
	/** Id of the current sender, if known. */
	userId(): Promise<number | undefined>;
	readonly claims: Claims;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** All files of the batch, to detect those that could be confused. */
	readonly files: readonly PlannedFile[];
	/** Called with the files that the extension now looks for. */
	onWatch(files: readonly PlannedFile[]): void;
}

const lookAgainMs = 2_000;
/** After this time, looks become less frequent. */
const soonMs = 5_000;
const lookAgainLaterMs = 5_000;

/**
 * A file whose request began longer ago is stored by now, or never will be. A journal doesn't tell when a request ended,
 * and a large file may take hours.
 */
const longAgoMs = 86_400_000;

const patienceAfterCancelMs = 5_000;

interface Doubtful extends EarlierAttempt {
	readonly file: PlannedFile;
	readonly plainName: string;
	/**
	 * How long the file was looked for, in milliseconds. The sum of the pauses, since the system clock may be set
	 * forward.
	 */
	watchedMs: number;
	/** The end if the search stops now. */
	end: SentEnd;
	/** Ids of the attachments that could be it at the last look. */
	seen: readonly number[];
	settle(end: SentEnd): void;
}

/**
 * Looks on the task for files in doubt, all of them with one request. Goes on until each is found, or has been missing
 * long enough for this server.
 */
export class Lookout {
	readonly #ports: LookoutPorts;
	readonly #open = new Map<PlannedFile, Doubtful>();
	#isLooking = false;

	constructor(ports: LookoutPorts) {
		this.#ports = ports;
	}

	/**
	 * Looks for these files until all are decided: `attached` if the task shows them, `failed` if they are known not to
	 * be there and may be sent again, otherwise `unknown`. Never rejects.
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

	/** Whether this file, if sent now, could be confused with one that is being looked for. */
	isInTheWay({ name, parentId }: PlannedFile): boolean {
		const plain = plainName(name);
		return [...this.#open.values()].some(
			open => open.plainName === plain || (parentId !== undefined && open.file.parentId === parentId),
		);
	}

	/** Whether a file of ours that may be on the task has this name, or one that a server may make equal. */
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
			// The list can't be read. The doubt's own error says more, so it stays.
		}
		stopPatience();
		this.#isLooking = false;
		for (const doubtful of this.#open.values()) {
			this.#decide(doubtful, doubtful.end);
		}
	}

	/** A list may be inconsistent because it changed while it was read. The next look will tell. */
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

	/** Looks once. Rejects if the list can't be read. */
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

		// A found file can't be confused with the others any more, so they are compared again.
		const others = new Newcomers(listed, claimed);
		for (const { doubt, sought: it } of sought.filter(({ doubt: { file } }) => this.#open.has(file))) {
			const evidence = lookFor(it, others.bearingOn(it, habits), circumstancesOf(doubt));
			const { error, attempt, mayRepeat, watchedMs, seen } = doubt;
			const looked = evidence.status === 'absent' ? 'absent' : 'unclear';
			doubt.end = { status: 'unknown', error, attempt, looked };
			doubt.seen = evidence.status === 'unclear' ? evidence.by : [];
			// An attachment that is new since the last look may be a file that is just being sent. Its answer comes before
			// the next look.
			const isFresh = evidence.status === 'unclear' && !evidence.by.some(id => seen.includes(id));
			if (!isFresh && watchedMs >= this.#patienceWith(doubt, looked, habits)) {
				this.#decide(doubt, looked === 'absent' && mayRepeat ? { status: 'failed', error } : doubt.end);
			}
		}
	}

	/** For how many milliseconds to look while the list gives this result. */
	#patienceWith(
		{ attempt, mayRepeat, isUnlikely, hasJustEnded }: Doubtful,
		looked: 'absent' | 'unclear',
		{ watchMs }: ListHabits,
	): number {
		if (looked === 'unclear') {
			return watchMs;
		}
		if (isUnlikely) {
			return 0;
		}
		const isLongAgo = !hasJustEnded && this.#ports.clock.now() - attempt.sentAt > longAgoMs;
		return mayRepeat && !isLongAgo ? watchMs : lookAgainMs;
	}

	#decide(doubtful: Doubtful, end: SentEnd): void {
		this.#open.delete(doubtful.file);
		doubtful.settle(end);
		this.#ports.onWatch([...this.#open.keys()]);
	}
}

/**
 * Ids that were on the task before all of these requests. `undefined` for versions, since their parent may be anywhere
 * in the list.
 */
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
		// The habits belong to the current sender. An earlier run of the batch may have had another one.
		ownIds: new Set([sender, ...(sender === userId ? ownIds : [])]),
	};
}

/** Calls `start` when the signal aborts, or now if it has. The returned function undoes both. */
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
