import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { develop } from '../../host/develop.js';
import type { Editor } from '../../host/editors.js';
import type { SuiteReport } from '../../host/mocha-reporter.js';
import { openBrowser } from '../../host/open-browser.js';
import { testDir } from '../../host/paths.js';
import { type RunningEditor, startEditor } from '../../host/start-editor.js';
import { foldersVariable, removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { packedExtension } from '../../host/vsix.js';
import { keepBrowser, keepText } from '../../leaks/kept.js';
import { bundleSuites, type Carrier } from './bundle.js';
import { reportMark } from './report-mark.js';

/** How often large files are sent in each way; once where it is not set. */
const largeFileRounds = process.env.LARGE_FILE_ROUNDS;
const limitMs = 60 * 60_000;
const logDir = path.join(testDir, 'logs');

// The extensions' gallery is switched off, and VS Code says so again and again.
const isNoise = /^Ignoring fetching additional builtin/;

export interface Run {
	readonly editor: Editor;
	/** The `*.test.ts` to run, and modules that they start by themselves, absolute. */
	readonly suites: readonly string[];
	/** Tells this run from others in the same editor. */
	readonly label?: string;
	/** Environment variables of the editor. */
	readonly env?: Readonly<Record<string, string>>;
	readonly grep: string | undefined;
}

/** Runs suites in one editor, printing each test. Where they left no report, or were ended before, one test more failed. */
export async function runSuites({ editor, suites, label, grep, ...wanted }: Run): Promise<SuiteReport> {
	const startedMs = Date.now();
	const name = label === undefined ? editor.name : `${editor.name} ${label}`;
	console.log(`\nIn VS Code ${name}`);
	const carrier = await bundleSuites(suites);
	const reportFile = path.join(carrier.extensionDir, 'report.json');
	const folders = temporaryFolder();
	const env = {
		...wanted.env,
		TEST_REPORT: reportFile,
		[foldersVariable]: folders,
		...(grep ? { TEST_GREP: grep } : {}),
		...(largeFileRounds && { LARGE_FILE_ROUNDS: largeFileRounds }),
	};
	const settings = { 'files.autoSave': 'off' }; // in a browser the editor saves by itself
	const running = await startEditor({ editor, vsix: [await packedExtension()], settings, env });
	const consoleLines: string[] = [];
	let ending: string;
	try {
		ending = await runCarrier(running, carrier, name.replaceAll(' ', '-'), consoleLines);
	} finally {
		await running.stop();
		removeTemporaryFolder(folders);
	}

	const report = existsSync(reportFile) ? (JSON.parse(await readFile(reportFile, 'utf8')) as SuiteReport) : undefined;
	carrier.remove();
	const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
	const counts = report ? `${report.passed} passed, ${report.failed} failed` : 'no report';
	console.log(`VS Code ${name}: ${counts}, ${seconds} s`);
	if (ending === '0' && report?.failed === 0) {
		return report;
	}
	const logFile = path.join(logDir, `editor-${name.replaceAll(' ', '-')}.log`);
	await mkdir(logDir, { recursive: true });
	await writeFile(logFile, `${consoleLines.join('\n')}\n\nserver:\n${running.serverLog()}`);
	console.log(`${ending.length > 1 ? `${ending}. ` : ''}The console of the extension host (${logFile}) ends with:`);
	console.log(consoleLines.filter(isForPeople).slice(-60).join('\n'));
	return report && report.failed > 0 ? report : brokenOff(report, ending);
}

function isForPeople(line: string): boolean {
	return !/^\[(trace|debug)\]/.test(line);
}

function brokenOff(report: SuiteReport | undefined, ending: string): SuiteReport {
	const { passed = 0, failed = 0, skipped = 0, failures = [] } = report ?? {};
	return {
		passed,
		failed: failed + 1,
		skipped,
		failures: [...failures, { title: 'the suites as a whole', error: ending }],
	};
}

/** Leaves what the runs say together where `TEST_REPORT` wants it, and makes this process fail where one of them did. */
export async function leaveReport(reports: readonly SuiteReport[]): Promise<void> {
	const sum = (field: 'passed' | 'failed' | 'skipped') => reports.reduce((total, report) => total + report[field], 0);
	const failures = reports.flatMap(report => report.failures);
	const all: SuiteReport = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), failures };
	if (process.env.TEST_REPORT) {
		await mkdir(path.dirname(process.env.TEST_REPORT), { recursive: true });
		await writeFile(process.env.TEST_REPORT, JSON.stringify(all, null, '\t'));
	}
	process.exitCode = all.failed > 0 ? 1 : 0;
}

/** Opens the workbench with the carrier in it. Resolves with the suites' exit code, or a sentence when there is none. */
async function runCarrier(
	running: RunningEditor,
	{ extensionDir, tests }: Carrier,
	name: string,
	consoleLines: string[],
) {
	const workspace = temporaryFolder();
	const { browser, context } = await openBrowser();
	try {
		const page = await context.newPage();
		page.on('pageerror', error => consoleLines.push(`[page] ${error.message}`));
		const { exitCode } = await develop(page, running, {
			extensions: [extensionDir],
			tests,
			onConsole: (type, [first, ...rest]) => {
				if (first === reportMark) {
					console.log(...rest);
				} else if (!isNoise.test(String(first))) {
					consoleLines.push(`[${type}] ${[first, ...rest].join(' ')}`);
				}
			},
		});
		await page.goto(running.urlOf(workspace), { waitUntil: 'commit', timeout: 120_000 });
		const ending = await within(limitMs, exitCode);
		if (ending !== '0') {
			await page.screenshot({ path: path.join(logDir, `editor-${name}.png`) });
		}
		return ending;
	} finally {
		await keepBrowser(context);
		keepText('consoles', consoleLines.join('\n'));
		await browser.close();
		removeTemporaryFolder(workspace);
	}
}

async function within(ms: number, exitCode: Promise<number>): Promise<string> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<string>(resolve => {
		timer = setTimeout(resolve, ms, `The suites were not through after ${ms / 60_000} minutes`);
	});
	const ending = await Promise.race([exitCode.then(String), tooLate]);
	clearTimeout(timer);
	return ending;
}
