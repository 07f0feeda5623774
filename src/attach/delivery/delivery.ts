import type { EarlierAttempt } from '../arrival/comparison.js';
import { toBaseline } from '../arrival/evidence.js';
import type { ListedAttachment, Straggler } from '../attachment.js';
import { toCorError } from '../errors.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { Couriers, type CouriersPorts } from './couriers.js';
import { Ledger, type LedgerPorts } from './ledger.js';
import { ParcelDelivery, type ParcelPorts, type TaskBefore } from './parcel-delivery.js';
import { ParcelQueue } from './parcel-queue.js';

/** What is to be sent to a task, and what is known before. */
export interface BatchToDeliver {
	readonly files: readonly PlannedFile[];
	/** Files whose request began in an earlier life of this batch: they are looked for first, even those with a problem. */
	readonly earlier: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/** Files of other batches to this task that nobody knows to be there or not. */
	readonly stragglers: readonly Straggler[];
	/** What the task's list said before the batch: while it is fresh, and nothing was claimed since, it is not read again. */
	readonly known: KnownList | undefined;
}

/** A task's list, when its reading began, in epoch milliseconds, and how many attachments were claimed by then. */
export interface KnownList {
	readonly list: readonly ListedAttachment[];
	readonly readAt: number;
	readonly claimed: number;
}

export interface DeliveryPorts extends CouriersPorts, ParcelPorts, LedgerPorts {
	/** Which files travel together. */
	plan(files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[];
	/** How many requests are on their way at once, at most; one for the rest of the batch once COR says 429. */
	readonly concurrency: number;
}

/** A list that is older is read again before anything is sent. */
export const knownListLastsMs = 60_000;

/**
 * Sends every file of a batch and finds out the truth of each: exactly one outcome for each file, in order. What COR
 * surely does not have is sent again where that helps; what it may have is looked for in the task's list first, and
 * never sent again while there is doubt. Never rejects.
 */
export async function deliverBatch(batch: BatchToDeliver, ports: DeliveryPorts): Promise<Outcome<PlannedFile>[]> {
	return new Delivery(batch, ports).run();
}

class Delivery {
	readonly #batch: BatchToDeliver;
	readonly #ports: DeliveryPorts;
	readonly #couriers: Couriers;
	#before: TaskBefore | undefined;

	constructor(batch: BatchToDeliver, ports: DeliveryPorts) {
		this.#batch = batch;
		this.#ports = ports;
		this.#couriers = new Couriers(ports, () => this.#tellBegan());
	}

	async run(): Promise<Outcome<PlannedFile>[]> {
		const { files, earlier, stragglers } = this.#batch;
		const { plan, concurrency, trust } = this.#ports;
		await this.#begin();

		const ledger = new Ledger(this.#ports);
		const queue: ParcelQueue = new ParcelQueue(concurrency, trust, going => parcels.deliver(going));
		const collaborators = { couriers: this.#couriers, queue, ledger, before: this.#before };
		const parcels = new ParcelDelivery({ ...this.#ports, files, stragglers, ...collaborators });

		const fresh = plan(files.filter(file => !earlier.has(file)));
		queue.putBack(fresh.map(parcel => ({ files: parcel, repeats: 0 })));
		const inDoubt = new Map(files.flatMap(file => entryOf(earlier, file)));
		if (inDoubt.size > 0) {
			queue.putBack([{ files: [...inDoubt.keys()], repeats: 0, earlier: inDoubt }]);
		}
		await queue.drain();
		return ledger.outcomesOf(files);
	}

	/** Looks at what is on the task already. Where COR cannot be reached at all, nothing else is tried. */
	async #begin(): Promise<void> {
		const { files } = this.#batch;
		if (files.every(({ problem }) => problem)) {
			return;
		}
		try {
			const list = this.#freshList() ?? (await this.#couriers.list(this.#ports.signal));
			const parentIds = files.flatMap(({ parentId }) => parentId ?? []);
			this.#before = { list, baseline: toBaseline(list, parentIds) };
			await this.#tellBegan();
		} catch (error) {
			// Without a list nothing can be compared, but what COR takes and says so is attached all the same.
			this.#couriers.giveUp(toCorError(error));
		}
	}

	#freshList(): readonly ListedAttachment[] | undefined {
		const { known } = this.#batch;
		const { clock, claimed } = this.#ports;
		// What came since would count as new, and after a crash nobody remembers that it was another file of ours.
		if (!known || known.claimed !== claimed.size) {
			return undefined;
		}
		const ageMs = clock.now() - known.readAt;
		return ageMs >= 0 && ageMs < knownListLastsMs ? known.list : undefined; // a clock may go back
	}

	async #tellBegan(): Promise<void> {
		const { record } = this.#ports;
		if (record && this.#before) {
			await record.began(this.#before.baseline, await this.#couriers.userId());
		}
	}
}

function entryOf<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): readonly (readonly [Key, Value])[] {
	const value = map.get(key);
	return value === undefined ? [] : [[key, value]];
}
