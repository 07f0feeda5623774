import type { ListedAttachment } from '../attachment.js';
import type { Clock } from '../clock.js';
import type { PlannedFile } from '../plan/plan.js';
import { Sequence } from '../sequence.js';
import type { Claims } from './claims.js';
import { afterTelling, findLateCopies, type LateCopy, type Lingering } from './late-copies.js';
import type { ListHabits } from './list-habits.js';
import { Namesakes } from './namesakes.js';

/** A batch that has ended while some of its files may still appear on the task. */
export interface EndedBatch {
	readonly taskId: number;
	readonly lingering: readonly Lingering[];
	/** All files of the batch, to detect those that could be confused. */
	readonly files: readonly PlannedFile[];
	readonly claims: Claims;
	readonly habits: ListHabits;
	/** Reads all attachments of the task. Rejects if that fails or the person may no longer read them. */
	list(): Promise<readonly ListedAttachment[]>;
	/** Called once per look, with everything it found. */
	onLate(copies: readonly LateCopy[]): Promise<void>;
}

// COR may store a file even later (cor-api §10). The command Resume Interrupted Uploads looks again.
const looksAfterMs = [30_000, 180_000] as const;

const maxWatched = 50;

interface Watched {
	readonly batch: EndedBatch;
	readonly endedAt: number;
	lingering: readonly Lingering[];
	/** One look at a time, so that nothing is told twice. */
	readonly looks: Sequence;
}

/**
 * Looks again for files that were sent again or left in doubt: twice after a batch, and whenever a person asks. Stops
 * when the window closes.
 */
export class LaterLooks {
	readonly #clock: Clock;
	readonly #watched = new Set<Watched>();
	readonly #timers = new Set<() => void>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Starts watching a batch that has just ended. */
	watch(batch: EndedBatch): void {
		if (batch.lingering.length === 0) {
			return;
		}
		const watched = { batch, endedAt: this.#clock.now(), lingering: batch.lingering, looks: new Sequence() };
		this.#watched.add(watched);
		const [oldest] = this.#watched;
		if (oldest && this.#watched.size > maxWatched) {
			this.#watched.delete(oldest);
		}
		for (const ms of looksAfterMs) {
			const stop = this.#clock.after(ms, () => {
				this.#timers.delete(stop);
				void watched.looks.run(() => this.#look(watched));
			});
			this.#timers.add(stop);
		}
	}

	/** Looks for everything now. Resolves with whether something was found; never rejects. */
	async lookNow(): Promise<boolean> {
		const looks = await Promise.all([...this.#watched].map(watched => watched.looks.run(() => this.#look(watched))));
		return looks.some(Boolean);
	}

	/** Stops looking for these files, because another batch now looks for them or sends them. */
	forget(taskId: number, files: readonly Pick<PlannedFile, 'uri'>[]): void {
		const uris = new Set(files.map(({ uri }) => uri));
		for (const watched of this.#watched) {
			if (watched.batch.taskId === taskId) {
				watched.lingering = watched.lingering.filter(({ outcome }) => !uris.has(outcome.file.uri));
			}
		}
	}

	/** Stops all looks. */
	dispose(): void {
		for (const stop of this.#timers) {
			stop();
		}
		this.#timers.clear();
		this.#watched.clear();
	}

	/** Resolves with whether something was found. */
	async #look(watched: Watched): Promise<boolean> {
		const { batch, endedAt } = watched;
		if (watched.lingering.length === 0 || !this.#watched.has(watched)) {
			return false;
		}
		try {
			const readAt = this.#clock.now();
			const list = await batch.list();
			batch.habits.listed(batch.taskId, list, readAt);
			const { claimed, stragglers } = await batch.claims.look();
			const { ownIds, knowsOwners } = batch.habits;
			const namesakes = new Namesakes(batch.files, { claimed, stragglers });
			const found = findLateCopies(watched.lingering, list, { claimed, ownIds, knowsOwners, namesakes, endedAt });
			const told: LateCopy[] = [];
			for (const copy of found) {
				// During the look, a person may have had the file sent again.
				const isWanted = watched.lingering.some(({ outcome }) => outcome.file === copy.file);
				if (isWanted && (await this.#claim(copy, batch.claims))) {
					told.push(copy);
				}
			}
			const tellings = new Map(told.map(copy => [copy.file, copy]));
			watched.lingering = watched.lingering.flatMap(each => {
				const copy = tellings.get(each.outcome.file);
				return (copy ? afterTelling(each, copy) : each) ?? [];
			});
			if (told.length > 0) {
				await batch.onLate(told);
			}
			return told.length > 0;
		} catch {
			return false; // the list couldn't be read; the files stay in doubt
		}
	}

	/** Claims all attachments of this copy. `false` if one of them belongs to another file. */
	async #claim(copy: LateCopy, claims: Claims): Promise<boolean> {
		if (copy.kind === 'maybe-doubled' || copy.kind === 'maybe-arrived') {
			return true;
		}
		const attachments = copy.kind === 'arrived' ? [copy.attachment] : copy.attachments;
		const isOurs = await Promise.all(attachments.map(({ id }) => claims.claim(id, copy.file)));
		return isOurs.every(Boolean);
	}
}
