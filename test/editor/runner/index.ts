import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { mocha as limits } from '../../../package.json';
import '../../host/same-draws.js';
import ReportingReporter from '../../host/mocha-reporter.js';
import { reportMark } from './report-mark.js';

/** What VS Code calls inside its extension host: runs the bundled suites beside this file. Rejects when a test failed. */
export function run(): Promise<void> {
	process.setSourceMapsEnabled(true);
	const grep = process.env.TEST_GREP;
	const mocha = new Mocha({
		ui: 'bdd',
		timeout: limits.timeout,
		color: false,
		reporter: ReportingReporter,
		...(grep ? { grep } : {}),
	});
	Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(reportMark, format(...args));
	for (const name of readdirSync(__dirname).sort()) {
		if (name.endsWith('.test.js')) {
			mocha.addFile(path.join(__dirname, name));
		}
	}
	return new Promise((resolve, reject) => {
		mocha.run(failures => (failures > 0 ? reject(new Error(`${failures} tests failed`)) : resolve()));
	});
}
