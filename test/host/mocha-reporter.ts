import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What a suite says about itself when it is through, as JSON in the file that `TEST_REPORT` names. */
export interface SuiteReport {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly failures: readonly { readonly title: string; readonly error: string }[];
}

/** Prints as mocha's `spec` does and leaves a `SuiteReport`. */
export class ReportingReporter extends Mocha.reporters.Spec {
	constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
		super(runner, options);
		const failed: { title: string; error: Error }[] = [];
		runner.on('fail', (test, error) => failed.push({ title: test.fullTitle(), error }));
		runner.once('end', () => {
			const file = process.env.TEST_REPORT;
			if (file) {
				const { passes, pending } = this.stats;
				// Only now: a hook may have added what it found.
				const failures = failed.map(({ title, error }) => ({ title, error: error.message }));
				const report: SuiteReport = { passed: passes, failed: this.stats.failures, skipped: pending, failures };
				mkdirSync(path.dirname(file), { recursive: true });
				writeFileSync(file, JSON.stringify(report, null, '\t'));
			}
		});
	}
}

// biome-ignore lint/style/noDefaultExport: mocha's --reporter takes the default export
export default ReportingReporter;
