import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import ReportingReporter from '../host/mocha-reporter.js';

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

	const mocha = new Mocha({
		reporter: ReportingReporter,
		timeout: 2 * 60 * 60_000, // the long form draws all its schedules in one test
		...(values.grep && { grep: values.grep }),
	});
	for (const file of readdirSync(__dirname)
		.filter(name => name.endsWith('.test.ts'))
		.toSorted()) {
		mocha.addFile(path.join(__dirname, file));
	}
	mocha.run(failures => {
		process.exitCode = failures > 0 ? 1 : 0;
	});
}

main();
