import type { ListedAttachment } from '../../../attach/attachment.js';
import { type CorError, reasonOf, toCorError } from '../../../attach/errors.js';
import { logLine } from '../../../attach/text/log-line.js';
import { connect } from '../../accounts/connect.js';
import type { EarlyParts } from '../../flow/parts.js';
import type { ReadList } from './attachment-rows.js';
import { Reading } from './reading.js';

const shownAtOnce = 200;

const nothing = { attachments: [], shown: shownAtOnce, nextPage: undefined, readAt: undefined } as const;

/** The attachments of one task, as far as they were read. */
export interface TaskList extends ReadList {
	/** Number of rows shown. A page may have any length. */
	readonly shown: number;
	readonly isReading: boolean;
	/** Why the rest, or everything, could not be read. */
	readonly error?: CorError;
}

interface Kept {
	readonly reading: Reading;
	attachments: readonly ListedAttachment[];
	shown: number;
	nextPage: number | undefined;
	readAt: number | undefined;
	isStale: boolean;
	error: CorError | undefined;
}

/** COR's lists for the tasks that are open in the view. Each is read separately, page by page. */
export class TaskLists {
	readonly #parts: Pick<EarlyParts, 'accounts' | 'log'>;
	readonly #viewId: string;
	readonly #changed: () => void;
	readonly #kept = new Map<number, Kept>();

	/** @param changed called when there is more to show */
	constructor(parts: Pick<EarlyParts, 'accounts' | 'log'>, viewId: string, changed: () => void) {
		this.#parts = parts;
		this.#viewId = viewId;
		this.#changed = changed;
	}

	/** The list of an open task. Reads what is missing or stale, and waits a moment for it. */
	async ask(taskId: number): Promise<TaskList> {
		const kept = this.#kept.get(taskId) ?? this.#newList();
		this.#kept.set(taskId, kept);
		if (kept.isStale) {
			kept.isStale = false;
			this.#read(taskId, kept, 1);
		}
		if (kept.reading.isUnderWay) {
			await kept.reading.soon();
		}
		const { attachments, shown, nextPage, readAt, error, reading } = kept;
		const isWhole = readAt !== undefined && nextPage === undefined;
		return { attachments, shown, isWhole, readAt, isReading: reading.isUnderWay, ...(error && { error }) };
	}

	/** Shows more rows, reading the next page if necessary. */
	showMore(taskId: number, rows: number): void {
		const kept = this.#kept.get(taskId);
		if (!kept || kept.reading.isUnderWay) {
			return;
		}
		kept.shown += shownAtOnce;
		if (kept.shown - shownAtOnce >= rows && kept.nextPage !== undefined) {
			this.#read(taskId, kept, kept.nextPage);
		}
		this.#changed();
	}

	/** Marks these lists, or all, to be read again when they are next shown. What is known stays until then. */
	expire(taskIds?: Iterable<number>): void {
		for (const id of taskIds ?? this.#kept.keys()) {
			const kept = this.#kept.get(id);
			if (kept) {
				kept.isStale = true;
			}
		}
	}

	clear(): void {
		for (const { reading } of this.#kept.values()) {
			reading.end();
		}
		this.#kept.clear();
	}

	#read(taskId: number, kept: Kept, page: number): void {
		kept.reading.begin(async signal => {
			try {
				const { client } = await connect(this.#parts);
				const { attachments, lastPage } = await client.readAttachmentPage(taskId, page, signal);
				if (signal.aborted) {
					return;
				}
				const before = page === 1 ? [] : kept.attachments;
				// New attachments may have moved others to a later page, so this removes duplicates.
				kept.attachments = [...new Map([...before, ...attachments].map(each => [each.id, each])).values()];
				kept.nextPage = page < lastPage ? page + 1 : undefined;
				kept.readAt = Date.now();
				kept.error = undefined;
				kept.shown = page === 1 ? shownAtOnce : kept.shown;
			} catch (cause) {
				if (signal.aborted) {
					return;
				}
				const error = toCorError(cause);
				this.#parts.log.info(logLine(taskId, `page ${page} of its attachments was not read`, reasonOf(error)));
				Object.assign(kept, page === 1 ? { ...nothing, error } : { error });
			}
		});
	}

	#newList(): Kept {
		return { ...nothing, reading: new Reading(this.#viewId, this.#changed), isStale: true, error: undefined };
	}
}
