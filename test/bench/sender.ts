import type { Cost, Order } from './order.js';
import { type Way, ways } from './ways/ways.js';

/** What a sender is told to do. `first` is sent before, unmeasured: what is loaded once is not part of a file. */
export interface SenderTask {
	readonly way: Way;
	readonly first: Order | undefined;
	readonly order: Order;
}

export type SenderAnswer = { readonly cost: Cost } | { readonly error: string };

/** A program: does what its parent tells it once, in a process of its own, and answers with what it cost. */
process.once('message', async ({ way, first, order }: SenderTask) => {
	let answer: SenderAnswer;
	try {
		if (first) {
			await ways[way](first);
		}
		answer = { cost: await ways[way](order) };
	} catch (error) {
		answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
	process.send?.(answer, () => process.disconnect());
});
