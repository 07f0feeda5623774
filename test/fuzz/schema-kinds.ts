import fc from 'fast-check';
import { assertRead, drawnAnswers } from '../cor/kit/drawn-answers.js';
import type { Round } from './worker-kinds.js';

const drawnInRound = 200;

/** Answers near to COR's: what is read of them is of its type, or they are refused in words of our own. */
export async function schemas({ draw, meter }: Round): Promise<void> {
	for (const drawn of fc.sample(drawnAnswers, { numRuns: drawnInRound, seed: draw.below(2 ** 31) })) {
		await meter.measure('schemas', 1, () => assertRead(drawn));
	}
}
