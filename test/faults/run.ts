import { parseArgs } from 'node:util';
import { runTests } from '../host/run-tests.js';

/*
 * The words of this suite:
 * schedule    plain data that is drawn: the batches to send, and each fault, cancel and crash
 * testbed     a COR to run a schedule on: in memory with a virtual clock (`model`), or the sandbox behind sockets (`wire`)
 * fault       what goes wrong with one request; `stored` tells whether COR stores the file anyway
 * step        a moment that is visible from outside, counted over the schedule: a cancel or a crash has the number of one
 * injector    gives each request its fault, and cancels and crashes at their steps
 * twin        an equal file that another person uploads at the same time
 * process     one life of the extension host: after a crash, the next one goes on with the journal
 * violation   a broken promise: a file `lost`, `duplicated` or `misreported`, or `endless` requests
 * regression  a schedule that once led to a violation; all of them run first
 * mutant      the code under test (`Engine`) with one rule removed: the suite must find a violation
 */

/**
 * `npm run test:faults -- [--schedules N] [--rounds N] [--seed N] [--grep TEXT]`: `schedules` is how many run with transport and
 * clock passed in (the number over real sockets is fixed); `seed` draws others than the usual ones; `rounds` is how often two
 * windows send, in real time then.
 */
function main(): void {
	const { values } = parseArgs({
		options: {
			schedules: { type: 'string' },
			rounds: { type: 'string' },
			seed: { type: 'string' },
			grep: { type: 'string' },
			reporter: { type: 'string' }, // `npm test` names the one that is used anyway
		},
	});
	process.env.FAULT_SCHEDULES ??= values.schedules ?? '';
	process.env.FAULT_ROUNDS ??= values.rounds ?? '';
	process.env.FAULT_SEED ??= values.seed ?? '';

	runTests(__dirname, values.grep);
}

main();
