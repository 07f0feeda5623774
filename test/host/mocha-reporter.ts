import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What a suite says about itself when it is through, as JSON in the file that `TEST_REPORT` names. */
export interface SuiteReport {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly failures: readonly Failure[];
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
		runner.on('fail', (test, error) => failed.set(test.fullTitle(), error));
		runner.once('end', () => {
			const file = process.env.TEST_REPORT;
			if (file) {
				const { passes, pending } = this.stats;
				const report: SuiteReport = {
					passed: passes,
					failed: this.stats.failures,
					skipped: pending,
					failures: toFailures(failed),
				};
				mkdirSync(path.dirname(file), { recursive: true });
				writeFileSync(file, JSON.stringify(report, null, '\t'));
			}
		});
	}
}

// Only in the end: a hook may have added what it found.
function toFailures(errors: ReadonlyMap<string, Error>): readonly Failure[] {
	return [...errors].map(([title, { message }]) => ({ title, error: message }));
}
