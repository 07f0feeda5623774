import type { ListedAttachment, StoredAttachment } from '../attachment.js';

/** An attachment that COR's answer confirmed. */
interface Answered {
	readonly taskId: number;
	/** Bytes that were sent. */
	readonly size: number;
	/** When the answer came, in epoch milliseconds. */
	readonly at: number;
}

// COR doesn't document how soon a stored file is listed. Servers took up to 20 s (cor-api §10).
const patientMs = 20_000;
const quickMs = 5_000;
/** An attachment that is listed within this time counts as listed at once. */
const soonMs = 2_500;

const maxAnswered = 50; // the newest ones prove as much as all

/**
 * How a server's lists show one person's uploads. Learns from lists that are read anyway, by comparing them with
 * attachments that COR's answers confirmed. Makes no extra requests.
 */
export class ListHabits {
	readonly #answered = new Map<number, Answered>();
	readonly #ownIds = new Set<number>();
	#knowsOwners = false;
	#sizesDiffer = false;
	#delay: 'unseen' | 'short' | 'long' = 'unseen';

	/** COR's answer confirmed a file. */
	answered({ id, userId }: StoredAttachment, answered: Answered): void {
		this.#answered.set(id, answered);
		if (userId !== undefined) {
			this.#ownIds.add(userId);
		}
		const [oldest] = this.#answered.keys();
		if (oldest !== undefined && this.#answered.size > maxAnswered) {
			this.#answered.delete(oldest);
		}
	}

	/**
	 * A task's list, or with `isWhole: false` its new part. `readAt` is when reading it started, in epoch milliseconds.
	 */
	listed(taskId: number, list: readonly ListedAttachment[], readAt: number, isWhole = true): void {
		const answered = [...this.#answered].filter(([, { taskId: of }]) => of === taskId);
		if (answered.length === 0) {
			return;
		}
		const shown = new Map<number, StoredAttachment>(list.map(item => [item.id, item]));
		const versions = list.flatMap(({ currentVersion }) => currentVersion ?? []);
		for (const version of versions) {
			shown.set(version.id, version);
		}
		for (const [id, { size, at }] of answered) {
			if (isWhole || shown.has(id)) {
				this.#learn(shown.get(id), size, readAt - at);
			}
		}
	}

	/** Ids of the COR users that answers and lists name as the sender. */
	get ownIds(): ReadonlySet<number> {
		return this.#ownIds;
	}

	/** Whether COR's lists are known to show who sent our uploads. */
	get knowsOwners(): boolean {
		return this.#knowsOwners;
	}

	/** Whether COR's lists are known to show other sizes than were sent. */
	get sizesDiffer(): boolean {
		return this.#sizesDiffer;
	}

	/** Milliseconds for which a file must be missing from the lists before it counts as not stored. */
	get watchMs(): number {
		return this.#delay === 'short' ? quickMs : patientMs;
	}

	#learn(item: StoredAttachment | undefined, size: number, ageMs: number): void {
		if (!item) {
			if (ageMs >= 0) {
				this.#delay = 'long'; // a version hidden below a newer one looks the same, but that only costs time
			}
			return;
		}
		if (ageMs >= 0 && ageMs <= soonMs && this.#delay === 'unseen') {
			this.#delay = 'short';
		}
		this.#sizesDiffer ||= item.size !== size;
		if (item.userId !== undefined) {
			this.#ownIds.add(item.userId);
			this.#knowsOwners = true;
		}
	}
}

/** One `ListHabits` per person and server, for the lifetime of the window. */
export class AllListHabits {
	readonly #ofPeople = new Map<string, ListHabits>();

	/** @param person who sends, if known */
	of({ href }: URL, person: string | undefined): ListHabits {
		const key = `${href} ${person ?? ''}`;
		const habits = this.#ofPeople.get(key) ?? new ListHabits();
		this.#ofPeople.set(key, habits);
		return habits;
	}
}
