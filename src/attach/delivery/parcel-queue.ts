import type { EarlierAttempt } from '../arrival/lookout.js';
import type { PlannedFile } from '../plan/plan.js';
import type { PackTrust } from './pack-trust.js';

/** Files that are delivered together. */
export interface Going {
	readonly files: readonly PlannedFile[];
	/** How often they were sent without success. */
	readonly repeats: number;
	/** Set if an earlier run of the batch may have sent them. They are looked for on the task first. */
	readonly earlier?: ReadonlyMap<PlannedFile, EarlierAttempt>;
}

interface QueuePorts {
	/** Settles each of the files or puts it back. */
	deliver(going: Going): Promise<void>;
	/** Whether the file may be sent now. */
	mayGo(file: PlannedFile): boolean;
}

/** The files of a batch that are still to be delivered, in order, several at once. */
export class ParcelQueue {
	/** A stack: the next parcel is the last item. */
	readonly #waiting: Going[] = [];
	readonly #trust: PackTrust;
	readonly #ports: QueuePorts;
	#concurrency: number;
	#underWay = 0;
	#beside = 0;
	#onEmpty: () => void = () => {};
	#onDefect: (defect: unknown) => void = () => {};

	constructor(concurrency: number, trust: PackTrust, ports: QueuePorts) {
		this.#concurrency = concurrency;
		this.#trust = trust;
		this.#ports = ports;
	}

	/** Puts these parcels first, in their order. */
	putBack(parcels: readonly Going[]): void {
		this.#waiting.push(...parcels.toReversed());
	}

	/** Delivers one parcel at a time from now on. */
	slowDown(): void {
		this.#concurrency = 1;
	}

	/** Runs work next to the queue. When it is done, its files are settled or back in the queue; `drain` waits for it. */
	beside(work: Promise<void>): void {
		this.#beside += 1;
		work.then(() => {
			this.#beside -= 1;
			this.#takeUp();
		}, this.#reject);
	}

	/** Resolves when nothing is left. Rejects with the first error of `deliver`. */
	drain(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#onEmpty = resolve;
			this.#onDefect = reject;
			this.#takeUp();
		});
	}

	readonly #reject = (defect: unknown): void => this.#onDefect(defect);

	#takeUp(): void {
		while (this.#underWay < this.#concurrency) {
			const next = this.#next();
			if (!next) {
				break;
			}
			this.#underWay += 1;
			this.#ports.deliver(next).then(() => {
				this.#underWay -= 1;
				this.#takeUp();
			}, this.#reject);
		}
		if (this.#underWay === 0 && this.#beside === 0 && this.#waiting.length === 0) {
			this.#onEmpty();
		}
	}

	/**
	 * Takes the first parcel that needn't wait, with no more files than `PackTrust` allows. The rest of the parcel keeps
	 * its place and waits for the result of the trial pack.
	 */
	#next(): Going | undefined {
		const place = this.#waiting.findLastIndex(({ files, earlier }) => earlier || files.every(this.#ports.mayGo));
		const [next] = place < 0 ? [] : this.#waiting.splice(place, 1);
		if (!next || next.earlier || next.files.length < 2) {
			return next;
		}
		const trusted = this.#trust.take(next.files.length);
		const count = this.#underWay === 0 ? Math.max(1, trusted) : trusted;
		if (count < next.files.length) {
			this.#waiting.splice(place, 0, { ...next, files: next.files.slice(count) });
		}
		return count > 0 ? { ...next, files: next.files.slice(0, count) } : undefined;
	}
}
