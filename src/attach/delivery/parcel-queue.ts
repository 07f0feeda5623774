import type { EarlierAttempt } from '../arrival/comparison.js';
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

/** What is left of a batch: taken up in order, several at once. */
export class ParcelQueue {
	/** What comes next is at its end. */
	readonly #waiting: Going[] = [];
	readonly #trust: PackTrust;
	readonly #deliver: (going: Going) => Promise<void>;
	#concurrency: number;
	#underWay = 0;
	#holders = 0;
	#onEmpty: () => void = () => {};
	#onDefect: (defect: unknown) => void = () => {};

	/** @param deliver ends each of the files, or puts it back */
	constructor(concurrency: number, trust: PackTrust, deliver: (going: Going) => Promise<void>) {
		this.#concurrency = concurrency;
		this.#trust = trust;
		this.#deliver = deliver;
	}

	/** These come next, in their order. */
	putBack(parcels: readonly Going[]): void {
		this.#waiting.push(...parcels.toReversed());
	}

	/** One at a time, from here on. */
	slowDown(): void {
		this.#concurrency = 1;
	}

	/** Nothing is taken up until the returned function is called. */
	hold(): () => void {
		this.#holders += 1;
		return () => {
			this.#holders -= 1;
			this.#takeUp();
		};
	}

	/** Resolves when nothing is left. Rejects with what `deliver` rejected with. */
	drain(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#onEmpty = resolve;
			this.#onDefect = reject;
			this.#takeUp();
		});
	}

	#takeUp(): void {
		while (this.#underWay < this.#concurrency && this.#holders === 0) {
			const next = this.#next();
			if (!next) {
				break;
			}
			this.#underWay += 1;
			this.#deliver(next).then(() => {
				this.#underWay -= 1;
				this.#takeUp();
			}, this.#onDefect);
		}
		if (this.#underWay === 0 && this.#waiting.length === 0) {
			this.#onEmpty();
		}
	}

	/** No more at once than COR is trusted with; the others keep their place, and wait for what a first pack tells. */
	#next(): Going | undefined {
		const next = this.#waiting.pop();
		if (!next || next.earlier || next.files.length < 2) {
			return next;
		}
		const trusted = this.#trust.take(next.files.length);
		const count = this.#underWay === 0 ? Math.max(1, trusted) : trusted;
		if (count < next.files.length) {
			this.#waiting.push({ ...next, files: next.files.slice(count) });
		}
		return count > 0 ? { ...next, files: next.files.slice(0, count) } : undefined;
	}
}
