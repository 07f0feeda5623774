import { setTimeout as delay } from 'node:timers/promises';
import type { StoredAttachment } from '../../attach/attachment.js';
import {
	type HistoryEntry,
	historyEntry,
	withEntries,
	withoutAttachments,
	withReplaced,
} from '../../attach/plan/history.js';
import { rightOf } from '../../attach/schemas.js';
import { type KeptData, type StoredForm, VersionedStore } from './versioned-store.js';

const storedHistory: StoredForm<readonly HistoryEntry[]> = {
	key: 'corAttachments.history',
	version: 2,
	empty: [],
	schema: rightOf(historyEntry),
};

// Files can finish faster than the history can be written, so writing takes only a small share of the time.
const restFactor = 20;
const maxRestMs = 1_000;

/**
 * The files attached from this workspace, latest first, at most 1,000. Stored in the workspace state on this machine.
 */
export class AttachHistory {
	readonly #stored: VersionedStore<readonly HistoryEntry[]>;
	readonly #changed: () => void;
	/** Entries that aren't written yet, latest first. */
	#waiting: readonly HistoryEntry[] = [];
	#due: Promise<void> | undefined;
	#restsUntil = 0;

	/** @param changed called after each change of the entries */
	constructor(ofWorkspace: KeptData, warn: (message: string) => void, changed: () => void) {
		this.#changed = changed;
		this.#stored = new VersionedStore(ofWorkspace, storedHistory, warn);
	}

	entries(): readonly HistoryEntry[] {
		const written = this.#stored.read();
		return this.#waiting.length > 0 ? withEntries(written, this.#waiting) : written;
	}

	/** Those of one task, latest first. */
	entriesOf({ href }: URL, taskId: number): readonly HistoryEntry[] {
		return this.entries().filter(entry => entry.apiUrl === href && entry.taskId === taskId);
	}

	/** Resolves when the entry is written. One write covers all entries that wait, since it writes the whole history. */
	add(entry: HistoryEntry): Promise<void> {
		this.#waiting = [entry, ...this.#waiting];
		this.#due ??= this.#writeWaiting();
		return this.#due;
	}

	/** Replaces an attachment that is no longer on its task. Resolves when that is written. */
	async replace(gone: Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>, kept: StoredAttachment): Promise<void> {
		await this.#due;
		await this.#stored.change(history => withReplaced(history, gone, kept));
		this.#changed();
	}

	/** Removes attachments that are no longer on their tasks. Resolves when that is written. */
	async forget(gone: readonly Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>[]): Promise<void> {
		await this.#due;
		await this.#stored.change(history => withoutAttachments(history, gone));
		this.#changed();
	}

	/** Removes everything, including what a newer version stored and what was broken. */
	async clear(): Promise<void> {
		this.#waiting = [];
		await this.#stored.clear();
		this.#changed();
	}

	async #writeWaiting(): Promise<void> {
		await delay(Math.max(0, this.#restsUntil - performance.now()));
		const startedAt = performance.now();
		await this.#stored.change(history => {
			const added = this.#waiting;
			this.#waiting = [];
			this.#due = undefined;
			return withEntries(history, added);
		});
		const endedAt = performance.now();
		this.#restsUntil = endedAt + Math.min(maxRestMs, restFactor * (endedAt - startedAt));
		this.#changed();
	}
}
