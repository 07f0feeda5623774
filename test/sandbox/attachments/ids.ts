import type { Variants } from '../variants.js';

// Above every ordinal, and a prime: steps of 48,271 meet no id twice.
const idSpace = 1_000_003;

/** The id of the attachment with this ordinal: another one for each ordinal, whatever the order. */
export function idOf(order: Variants['idOrder'], ordinal: number): number {
	switch (order) {
		case 'rising':
			return ordinal;
		case 'falling':
			return 2 * idSpace - ordinal;
		case 'scattered':
			return 2 * idSpace + scattered(ordinal);
	}
}

/** A number below `idSpace` that says nothing of the one it is made of. */
export function scattered(ordinal: number): number {
	return (ordinal * 48_271) % idSpace;
}
