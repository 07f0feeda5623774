import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What a suite says about itself when it is through, as JSON in the file that `TEST_REPORT` names. */
export interface SuiteReport {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly failures: readonly Failure[];
	/** What failed at first and passed at the second try, where a suite tries twice: each is a bug to be found. */
	readonly unsteady?: readonly Failure[];
}

interface Failure {
	readonly title: string;
	readonly error: string;
}

/** Prints as mocha's `spec` does and leaves a `SuiteReport`. */
// biome-ignore lint/style/noDefaultExport: mocha's --reporter takes it
export default class ReportingReporter extends Mocha.reporters.Spec {
	constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
		super(runner, options);
		const failed = new Map<string, Error>();
		const triedTwice = new Map<string, Error>();
		runner.on('fail', (test, error) => failed.set(test.fullTitle(), error));
		runner.on('retry', (test, error) => {
			test.err = error; // as mocha does with a failure: the hooks after the test find it there
			triedTwice.set(test.fullTitle(), error);
		});
		runner.once('end', () => {
			const file = process.env.TEST_REPORT;
			if (file) {
				const { passes, pending } = this.stats;
				const report: SuiteReport = {
					passed: passes,
					failed: this.stats.failures,
					skipped: pending,
					failures: toFailures(failed, triedTwice),
					unsteady: toFailures(triedTwice).filter(({ title }) => !failed.has(title)),
				};
				mkdirSync(path.dirname(file), { recursive: true });
				writeFileSync(file, JSON.stringify(report, null, '\t'));
			}
		});
	}
}

// Only in the end: a hook may have added what it found.
function toFailures(errors: ReadonlyMap<string, Error>, before?: ReadonlyMap<string, Error>): readonly Failure[] {
	return [...errors].map(([title, { message }]) => {
		const first = before?.get(title)?.message;
		return { title, error: first === undefined ? message : `${first}\nand at the second try: ${message}` };
	});
}
