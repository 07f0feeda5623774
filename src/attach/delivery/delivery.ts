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

/** What is to be sent to a task, and what is known before. */
export interface BatchToDeliver {
	readonly files: readonly PlannedFile[];
	/** Files that an earlier life of this batch may have sent: they are looked for first, even those with a problem. */
	readonly earlier: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/**
	 * Files of an earlier life of this batch that were not begun as far as is known, and of which nobody knows what was on the
	 * task before, with when they were planned, in epoch milliseconds: one that may be there is not sent.
	 */
	readonly untold?: ReadonlyMap<PlannedFile, number>;
	/** What the task's list said before the batch: while it is fresh it is not read again. */
	readonly known: KnownList | undefined;
}

/** A task's list, and when its reading began, in epoch milliseconds. */
export interface KnownList {
	readonly list: readonly ListedAttachment[];
	readonly readAt: number;
}

export interface DeliveryPorts extends CouriersPorts, ParcelPorts, LedgerPorts {
	/** Which files travel together. */
	plan(files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[];
	/** How many requests are on their way at once, at most; one for the rest of the batch once COR says 429. */
	readonly concurrency: number;
	/** Told which files are looked for on the task from now on, before they are sent again or given up. */
	onWatch(files: readonly PlannedFile[]): void;
}

/** A list that is older is read again before anything is sent. */
export const knownListLastsMs = 60_000;

const listRepeats = 1; // a list that COR cannot give must not hold up the files for long

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

	/** Ends those of the files that are on the task after all, or may be, and gives the others. */
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
			ledger.miss(file, attempt); // if it was sent, it may be shown late, or so that it is not known again
		}
		return absent.map(([file]) => file);
	}

	/** Ends those of the files that may be on the task since whenever, and gives the others. */
	async #absentFromFirstList(
		untold: ReadonlyMap<PlannedFile, number>,
		ledger: Ledger,
	): Promise<readonly PlannedFile[]> {
		if (untold.size === 0) {
			return [];
		}
		const before = this.#before;
		const [{ claimed }, userId] = await Promise.all([this.#ports.claims.look(), this.#couriers.userId()]);
		const error = new CorError('network', 'nobody knows whether it was sent before the editor ended');
		if (!before || userId === undefined) {
			await ledger.settle(new Map([...untold.keys()].map(file => [file, { status: 'unknown', error }])));
			return [];
		}
		const { list, baseline } = before;
		const inDoubt = mayBeThere(untold, list, { claimed, habits: this.#couriers.current.habits });
		await ledger.settle(new Map([...inDoubt].map(file => [file, { status: 'unknown', error, looked: 'unclear' }])));
		const absent = [...untold].filter(([file]) => !inDoubt.has(file));
		for (const [file, sentAt] of absent) {
			ledger.miss(file, { size: file.size, userId, baseline, sentAt }); // if it was sent, it may be shown late
		}
		return absent.map(([file]) => file);
	}

	/** Looks at what is on the task already. Where COR cannot be reached at all, nothing else is tried. */
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
			// Without a list nothing can be compared, but what COR takes and says so is attached all the same.
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
		return ageMs >= 0 && ageMs < knownListLastsMs ? known.list : undefined; // a clock may go back
	}

	async #tellBegan(): Promise<void> {
		if (this.#ports.record && this.#before) {
			await this.#ledger.began(this.#before.baseline, await this.#couriers.userId());
		}
	}
}
