import { parseArgs } from 'node:util';
import { runTests } from '../host/run-tests.js';

/**
 * `npm run test:faults -- [--schedules N] [--seed N] [--grep TEXT]`: `schedules` is how many run with transport and
 * clock passed in (the number over real sockets is fixed); `seed` draws others than the usual ones.
 */
function main(): void {
	const { values } = parseArgs({
		options: {
			schedules: { type: 'string' },
			seed: { type: 'string' },
			grep: { type: 'string' },
			reporter: { type: 'string' }, // `npm test` names the one that is used anyway
		},
	});
	process.env.FAULT_SCHEDULES ??= values.schedules ?? '';
	process.env.FAULT_SEED ??= values.seed ?? '';

	runTests(__dirname, values.grep);
}

main();
