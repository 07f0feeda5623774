import type { SuiteReport } from '../host/mocha-reporter.js';
import { editorSuites } from './runner/bundle.js';
import { chosenEditors } from './runner/chosen-editors.js';
import { leaveReport, runSuites } from './runner/run-suites.js';

async function main(): Promise<void> {
	const { editors, grep } = chosenEditors();
	const reports: SuiteReport[] = [];
	for (const editor of editors) {
		reports.push(await runSuites({ editor, suites: editorSuites(), grep }));
	}
	await leaveReport(reports);
}

void main().catch(error => {
	console.error(error);
	process.exitCode = 1;
});
