import fc from 'fast-check';
import { assertRead, drawnAnswers } from '../kit/drawn-answers.js';

describe('an answer that is drawn near to one of COR', () => {
	it('is read as what its type says and within bounds, or refused in words of our own', async () => {
		await fc.assert(fc.asyncProperty(drawnAnswers, assertRead), { numRuns: 5_000 });
	});
});
