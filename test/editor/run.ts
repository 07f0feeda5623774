import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { develop } from '../host/develop.js';
import { type Editor, editors } from '../host/editors.js';
import type { SuiteReport } from '../host/mocha-reporter.js';
import { openBrowser } from '../host/open-browser.js';
import { testDir } from '../host/paths.js';
import { type RunningEditor, startEditor } from '../host/start-editor.js';
import { stopWithUs } from '../host/stop-with-us.js';
import { packedExtension } from '../host/vsix.js';
import { bundleSuites, type Carrier } from './bundle.js';
import { reportMark } from './report-mark.js';

const limitMs = 10 * 60_000;
const logDir = path.join(testDir, 'logs');

// The extensions' gallery is switched off, and VS Code says so again and again.
const isNoise = /^Ignoring fetching additional builtin/;

interface Run {
	readonly grep: string | undefined;
	/** Where to leave the report, if somebody wants it. */
	readonly reportFile: string | undefined;
}

/** Runs the suites in one editor, printing each test. Resolves with whether all is well; a missing report is not. */
async function runIn(editor: Editor, { grep, ...wanted }: Run): Promise<boolean> {
	const startedMs = Date.now();
	console.log(`\nIn VS Code ${editor.name}`);
	const carrier = await bundleSuites(editor.name);
	const reportFile = wanted.reportFile ?? path.join(carrier.extensionDir, 'report.json');
	await rm(reportFile, { force: true });
	const env = { TEST_REPORT: reportFile, ...(grep ? { TEST_GREP: grep } : {}) };
	const running = await startEditor({ editor, vsix: [await packedExtension()], env });
	const consoleLines: string[] = [];
	let ending: string;
	try {
		ending = await runCarrier(running, carrier, editor.name, consoleLines);
	} finally {
		await running.stop();
	}

	const report = existsSync(reportFile) ? (JSON.parse(await readFile(reportFile, 'utf8')) as SuiteReport) : undefined;
	carrier.remove();
	const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
	const counts = report ? `${report.passed} passed, ${report.failed} failed` : 'no report';
	console.log(`VS Code ${editor.name}: ${counts}, ${seconds} s`);
	if (ending === '0' && report?.failed === 0) {
		return true;
	}
	const logFile = path.join(logDir, `editor-${editor.name}.log`);
	await mkdir(logDir, { recursive: true });
	await writeFile(logFile, `${consoleLines.join('\n')}\n\nserver:\n${running.serverLog()}`);
	console.log(`${ending.length > 1 ? `${ending}. ` : ''}The console of the extension host (${logFile}) ends with:`);
	console.log(consoleLines.slice(-60).join('\n'));
	return false;
}

/** Opens the workbench with the carrier in it. Resolves with the suites' exit code, or a sentence when there is none. */
async function runCarrier(
	running: RunningEditor,
	{ extensionDir, tests }: Carrier,
	name: string,
	consoleLines: string[],
) {
	const workspace = mkdtempSync(path.join(os.tmpdir(), 'ws-'));
	const removeWorkspace = () => rmSync(workspace, { recursive: true, force: true });
	const forgetWorkspace = stopWithUs(removeWorkspace);
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
		await page.goto(running.urlOf(workspace));
		const ending = await within(limitMs, exitCode);
		if (ending !== '0') {
			await page.screenshot({ path: path.join(logDir, `editor-${name}.png`) });
		}
		return ending;
	} finally {
		await browser.close();
		removeWorkspace();
		forgetWorkspace();
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

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({ options: { grep: { type: 'string' } }, allowPositionals: true });
	const chosen = positionals.length === 0 ? editors : editors.filter(({ name }) => positionals.includes(name));
	if (chosen.length === 0) {
		throw new Error(
			`No such editor: ${positionals.join(', ')}. There are ${editors.map(({ name }) => name).join(' and ')}.`,
		);
	}
	for (const editor of chosen) {
		if (!(await runIn(editor, { grep: values.grep, reportFile: process.env.TEST_REPORT }))) {
			process.exitCode = 1;
		}
	}
}

void main().catch(error => {
	console.error(error);
	process.exitCode = 1;
});
