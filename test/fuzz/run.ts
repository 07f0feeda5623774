import { parseArgs } from 'node:util';
import { runTests } from '../host/run-tests.js';

/**
 * `npm run test:fuzz -- [--inputs N] [--seed N] [--kind NAME] [--grep TEXT]`: hostile inputs for everything that reads strangers'
 * bytes, or of one kind alone (`schemas`). Looks, ignore rules and patterns go through a real worker, the rest runs on this
 * thread as it does in the editor's host. Prints how many inputs of each kind there were, the longest work on one, and the
 * longest time that this thread stood still, next to that of an idle one. What is asserted has no milliseconds in it: each input has an answer, and memory is bounded.
 */
function main(): void {
	const { values } = parseArgs({
		options: {
			inputs: { type: 'string' },
			seed: { type: 'string' },
			kind: { type: 'string' },
			grep: { type: 'string' },
			reporter: { type: 'string' }, // `npm test` names the one that is used anyway
		},
	});
	process.env.FUZZ_INPUTS ??= values.inputs ?? '';
	process.env.FUZZ_SEED ??= values.seed ?? '';
	process.env.FUZZ_KIND ??= values.kind ?? '';

	runTests(__dirname, values.grep);
}

main();
