import Mocha from 'mocha';
import ReportingReporter from './mocha-reporter.js';
import { suitesIn } from './suites-in.js';

/** Runs the tests below a folder, by name, in this process; what fails sets its exit code. A long form may put all it tries into one test. */
export function runTests(folder: string, grep: string | undefined): void {
	const mocha = new Mocha({ reporter: ReportingReporter, timeout: 2 * 60 * 60_000, ...(grep && { grep }) });
	for (const file of suitesIn(folder)) {
		mocha.addFile(file);
	}
	mocha.run(failures => {
		process.exitCode = failures > 0 ? 1 : 0;
	});
}
