import type { EarlierAttempt } from '../arrival/lookout.js';
import type { PlannedFile } from '../plan/plan.js';
import type { PackTrust } from './pack-trust.js';

/** Files that are taken up together. */
export interface Going {
	readonly files: readonly PlannedFile[];
	/** How often they were sent in vain. */
	readonly repeats: number;
	/** What is known of them where their request began in an earlier life of the batch: they are looked for on the task first. */
	readonly earlier?: ReadonlyMap<PlannedFile, EarlierAttempt>;
}

interface QueuePorts {
	/** Ends each of the files, or puts it back. */
	deliver(going: Going): Promise<void>;
	/** Whether the file may be sent now. */
	mayGo(file: PlannedFile): boolean;
}

/** What is left of a batch: taken up in order, several at once. */
export class ParcelQueue {
	/** What comes next is at its end. */
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

	/** These come next, in their order. */
	putBack(parcels: readonly Going[]): void {
		this.#waiting.push(...parcels.toReversed());
	}

	/** One at a time, from here on. */
	slowDown(): void {
		this.#concurrency = 1;
	}

	/** This goes on while others are taken up; it ends the files that it is about, or puts them back. */
	beside(work: Promise<void>): void {
		this.#beside += 1;
		work.then(() => {
			this.#beside -= 1;
			this.#takeUp();
		}, this.#reject);
	}

	/** Resolves when nothing is left. Rejects with what `deliver` rejected with. */
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
	 * The first that does not have to wait, and no more at once than COR is trusted with; the others keep their place, and
	 * wait for what a first pack tells.
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
