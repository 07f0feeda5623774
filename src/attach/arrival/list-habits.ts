import type { ListedAttachment, StoredAttachment } from '../attachment.js';

/** An attachment that COR's answer named as a file that was just sent. */
interface Answered {
	readonly taskId: number;
	/** Bytes that were sent. */
	readonly size: number;
	/** When the answer came, in epoch milliseconds. */
	readonly at: number;
}

// COR says nothing of the time between storing and listing; servers were seen to take 20 s (cor-api §10).
const patientMs = 20_000;
const quickMs = 5_000;
/** What is listed by then counts as listed at once. */
const soonMs = 2_500;

const maxAnswered = 50; // the newest tell as much as all of them

/**
 * How a server's lists tell of one person's uploads. It is learnt from attachments that its answers named, in lists that
 * are read anyway; nothing is assumed.
 */
export class ListHabits {
	readonly #answered = new Map<number, Answered>();
	readonly #ownIds = new Set<number>();
	#knowsOwners = false;
	#sizesDiffer = false;
	#delay: 'unseen' | 'short' | 'long' = 'unseen';

	/** COR's answer surely named a file that was sent to a task. */
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

	/** A task's list, all of it or what is new, whose reading began then, in epoch milliseconds. */
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

	/** Whom answers and lists name as the one who sent them. */
	get ownIds(): ReadonlySet<number> {
		return this.#ownIds;
	}

	/** Whether it is known whom lists name for our uploads. */
	get knowsOwners(): boolean {
		return this.#knowsOwners;
	}

	/** Whether lists are known to give other sizes than were sent. */
	get sizesDiffer(): boolean {
		return this.#sizesDiffer;
	}

	/** How long a file has to be missing from lists before it is taken for not stored, in milliseconds. */
	get watchMs(): number {
		return this.#delay === 'short' ? quickMs : patientMs;
	}

	#learn(item: StoredAttachment | undefined, size: number, ageMs: number): void {
		if (!item) {
			if (ageMs >= 0) {
				this.#delay = 'long'; // a version that has another one above it by now looks the same: that costs time alone
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

/** One for each person at each server, for as long as the window lives. */
export class AllListHabits {
	readonly #ofPeople = new Map<string, ListHabits>();

	/** @param person whoever sends, where that is known */
	of({ href }: URL, person: string | undefined): ListHabits {
		const key = `${href} ${person ?? ''}`;
		const habits = this.#ofPeople.get(key) ?? new ListHabits();
		this.#ofPeople.set(key, habits);
		return habits;
	}
}
