import { seeded } from '../attach/kit/hostile-names.js';

/** Chance that comes out the same for the same seed. */
export class Draw {
	readonly random: () => number;

	constructor(seed: number) {
		this.random = seeded(seed);
	}

	/** A whole number from 0 to below a limit. */
	below(limit: number): number {
		return Math.floor(this.random() * limit);
	}

	/** Whether something happens that happens once in so many times. */
	once(inTimes: number): boolean {
		return this.below(inTimes) === 0;
	}

	pick<Item>(items: readonly Item[]): Item {
		return items[this.below(items.length)] as Item;
	}

	/** As many of these pieces, one after the other. */
	text(pieces: readonly string[], count: number): string {
		return Array.from({ length: count }, () => this.pick(pieces)).join('');
	}
}
