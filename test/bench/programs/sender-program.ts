import { ways } from '../ways/ways.js';
import type { SenderAnswer, SenderTask } from './sender.js';

/** A program: does what its parent tells it once, in a process of its own, and answers with what it cost. */
process.once('message', async ({ way, first, order }: SenderTask) => {
	let answer: SenderAnswer;
	try {
		await ways[way](first);
		answer = { cost: await ways[way](order) };
	} catch (error) {
		answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
	process.send?.(answer, () => process.disconnect());
});
