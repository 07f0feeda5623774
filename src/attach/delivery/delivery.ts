import { toBaseline } from '../arrival/evidence.js';
import { type EarlierAttempt, Lookout } from '../arrival/lookout.js';
import { mayBeThere } from '../arrival/untold.js';
import type { ListedAttachment } from '../attachment.js';
import { CorError, toCorError } from '../errors.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { Couriers, type CouriersPorts } from './couriers.js';
import { Ledger, type LedgerPorts } from './ledger.js';
import { ParcelDelivery, type ParcelPorts, type TaskBefore } from './parcel-delivery.js';
import { ParcelQueue } from './parcel-queue.js';
import { speaksOfTask } from './retry.js';

/** The files for a task, and what is known before sending. */
export interface BatchToDeliver {
	readonly files: readonly PlannedFile[];
	/**
	 * Files that an earlier run of this batch may have sent. The extension looks for them first, even if they have a
	 * `problem`.
	 */
	readonly earlier: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/**
	 * Files of an earlier run without a request in its journal and without a baseline; the value is when they were
	 * planned, in epoch milliseconds. A file that may be on the task isn't sent.
	 */
	readonly untold?: ReadonlyMap<PlannedFile, number>;
	/** The task's list if it was read before the batch. Used instead of reading it again while it is fresh. */
	readonly known: KnownList | undefined;
}

/** A task's list. `readAt` is when reading it started, in epoch milliseconds. */
export interface KnownList {
	readonly list: readonly ListedAttachment[];
	readonly readAt: number;
}

export interface DeliveryPorts extends CouriersPorts, ParcelPorts, LedgerPorts {
	/** Groups the files into requests. */
	plan(files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[];
	/** Maximum number of parallel requests. Drops to one for the rest of the batch after a 429. */
	readonly concurrency: number;
	/** Called with the files that the extension now looks for on the task. */
	onWatch(files: readonly PlannedFile[]): void;
}

/** An older list is read again before sending. */
export const knownListLastsMs = 60_000;

const listRepeats = 1; // an unreadable list must not delay the files for long

/**
 * Sends a batch and returns exactly one outcome per file, in order. A file known not to be stored is sent again if that
 * may help. A file that may be stored is first looked for in the task's list, and isn't sent again while that is
 * unclear. Never rejects.
 */
export async function deliverBatch(batch: BatchToDeliver, ports: DeliveryPorts): Promise<Outcome<PlannedFile>[]> {
	return new Delivery(batch, ports).run();
}

class Delivery {
	readonly #batch: BatchToDeliver;
	readonly #ports: DeliveryPorts;
	readonly #couriers: Couriers;
	readonly #ledger: Ledger;
	#before: TaskBefore | undefined;

	constructor(batch: BatchToDeliver, ports: DeliveryPorts) {
		this.#batch = batch;
		this.#ports = ports;
		this.#couriers = new Couriers(ports, () => this.#tellBegan());
		this.#ledger = new Ledger(ports);
	}

	async run(): Promise<Outcome<PlannedFile>[]> {
		const { files, earlier, untold = new Map() } = this.#batch;
		const { plan, concurrency, trust } = this.#ports;
		await this.#begin();

		const ledger = this.#ledger;
		const lookout = new Lookout({
			...this.#ports,
			files,
			list: (signal, isKnown) => (isKnown ? this.#couriers.newest(isKnown, signal) : this.#couriers.list(signal)),
			habits: () => this.#couriers.current.habits,
			userId: () => this.#couriers.userId(),
		});
		const queue: ParcelQueue = new ParcelQueue(concurrency, trust, {
			deliver: going => parcels.deliver(going),
			mayGo: file => !lookout.isInTheWay(file),
		});
		const collaborators = { couriers: this.#couriers, queue, ledger, lookout, before: this.#before };
		const parcels = new ParcelDelivery({ ...this.#ports, ...collaborators });

		const fresh = files.filter(file => !earlier.has(file) && !untold.has(file));
		const sendFresh = (more: readonly PlannedFile[]): void => {
			queue.putBack(plan(more).map(parcel => ({ files: parcel, repeats: 0 })));
		};
		sendFresh([...fresh, ...(await this.#absentFromFirstList(untold, ledger))]);
		const inDoubt = new Map([...earlier].filter(([, { isUnlikely }]) => !isUnlikely));
		const unlikely = new Map([...earlier].filter(([, { isUnlikely }]) => isUnlikely));
		if (inDoubt.size > 0) {
			queue.putBack([{ files: [...inDoubt.keys()], repeats: 0, earlier: inDoubt }]);
		}
		if (unlikely.size > 0) {
			queue.beside(this.#absentAfterLook(unlikely, lookout, ledger).then(sendFresh));
		}
		await queue.drain();
		return ledger.outcomesOf(files);
	}

	/** Settles the files that are or may be on the task, and returns the others. */
	async #absentAfterLook(
		unlikely: ReadonlyMap<PlannedFile, EarlierAttempt>,
		lookout: Lookout,
		ledger: Ledger,
	): Promise<readonly PlannedFile[]> {
		ledger.begin([...unlikely.keys()]);
		const found = await lookout.watch(unlikely);
		await ledger.settle(new Map([...found].filter(([, { status }]) => status !== 'failed')));
		const absent = [...unlikely].filter(([file]) => found.get(file)?.status === 'failed');
		for (const [file, { attempt }] of absent) {
			ledger.miss(file, attempt); // if a request did start, its file may still appear, perhaps under another name
		}
		return absent.map(([file]) => file);
	}

	/** Settles the files that may be on the task, and returns the others. */
	async #absentFromFirstList(
		untold: ReadonlyMap<PlannedFile, number>,
		ledger: Ledger,
	): Promise<readonly PlannedFile[]> {
		if (untold.size === 0) {
			return [];
		}
		const before = this.#before;
		const [{ claimed }, userId] = await Promise.all([this.#ports.claims.look(), this.#couriers.userId()]);
		const error = new CorError('network', 'it may have been sent before the editor closed');
		if (!before || userId === undefined) {
			await ledger.settle(new Map([...untold.keys()].map(file => [file, { status: 'unknown', error }])));
			return [];
		}
		const { list, baseline } = before;
		const inDoubt = mayBeThere(untold, list, { claimed, habits: this.#couriers.current.habits });
		await ledger.settle(new Map([...inDoubt].map(file => [file, { status: 'unknown', error, looked: 'unclear' }])));
		const absent = [...untold].filter(([file]) => !inDoubt.has(file));
		for (const [file, sentAt] of absent) {
			ledger.miss(file, { size: file.size, userId, baseline, sentAt }); // if a request did start, its file may still appear
		}
		return absent.map(([file]) => file);
	}

	/** Reads what is on the task. If COR can't be reached, the batch ends here. */
	async #begin(): Promise<void> {
		const { files } = this.#batch;
		if (files.every(({ problem }) => problem)) {
			return;
		}
		try {
			const list = this.#freshList() ?? (await this.#couriers.list(this.#ports.signal, listRepeats));
			const parentIds = files.flatMap(({ parentId }) => parentId ?? []);
			this.#before = { list, baseline: toBaseline(list, parentIds) };
			await this.#tellBegan();
		} catch (error) {
			// Without a list nothing can be compared, but files that COR confirms are attached all the same.
			const failure = toCorError(error);
			if (!speaksOfTask(failure)) {
				this.#couriers.giveUp(failure);
			}
		}
	}

	#freshList(): readonly ListedAttachment[] | undefined {
		const { known } = this.#batch;
		if (!known) {
			return undefined;
		}
		const ageMs = this.#ports.clock.now() - known.readAt;
		return ageMs >= 0 && ageMs < knownListLastsMs ? known.list : undefined; // the system clock may be set back
	}

	async #tellBegan(): Promise<void> {
		if (this.#ports.record && this.#before) {
			await this.#ledger.began(this.#before.baseline, await this.#couriers.userId());
		}
	}
}
