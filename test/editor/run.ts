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
import { startEditor } from '../host/start-editor.js';
import { stopWithUs } from '../host/stop-with-us.js';
import { packedExtension } from '../host/vsix.js';
import { bundleSuites } from './bundle.js';
import { reportMark } from './report-mark.js';

const limitMs = 10 * 60_000;

// The extensions' gallery is switched off, and VS Code says so again and again.
const isNoise = /^Ignoring fetching additional builtin/;

interface Run {
	readonly grep: string | undefined;
	readonly reportFile: string;
}

/** Runs the suites in one editor, printing each test. Resolves with whether all is well; a missing report is not. */
async function runIn(editor: Editor, { grep, reportFile }: Run): Promise<boolean> {
	const startedMs = Date.now();
	console.log(`\nIn VS Code ${editor.name}`);
	await rm(reportFile, { force: true });
	const { extensionDir, tests } = await bundleSuites(editor.name);
	const workspace = mkdtempSync(path.join(os.tmpdir(), 'ws-'));
	const forgetWorkspace = stopWithUs(() => rmSync(workspace, { recursive: true, force: true }));
	const running = await startEditor({
		editor,
		vsix: [await packedExtension()],
		env: { TEST_REPORT: reportFile, ...(grep ? { TEST_GREP: grep } : {}) },
	});
	const { browser, context } = await openBrowser();
	const consoleLines: string[] = [];
	let ending: string;
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
		ending = await within(limitMs, exitCode);
		if (ending !== '0') {
			await page.screenshot({ path: path.join(testDir, 'logs', `editor-${editor.name}.png`) });
		}
	} finally {
		await browser.close();
		await running.stop();
		await rm(workspace, { recursive: true, force: true });
		forgetWorkspace();
	}

	const report = existsSync(reportFile) ? (JSON.parse(await readFile(reportFile, 'utf8')) as SuiteReport) : undefined;
	const ok = ending === '0' && report !== undefined && report.failed === 0;
	const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
	const counts = report ? `${report.passed} passed, ${report.failed} failed` : 'no report';
	console.log(`VS Code ${editor.name}: ${counts}, ${seconds} s`);
	if (!ok) {
		const logFile = path.join(testDir, 'logs', `editor-${editor.name}.log`);
		await mkdir(path.dirname(logFile), { recursive: true });
		await writeFile(logFile, `${consoleLines.join('\n')}\n\nserver:\n${running.serverLog()}`);
		console.log(
			`${ending === '0' || ending === '1' ? 'Tests failed' : ending}. Console of the extension host (${logFile}):`,
		);
		console.log(consoleLines.slice(-60).join('\n'));
	}
	return ok;
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
		const reportFile = process.env.TEST_REPORT ?? path.join(testDir, 'reports', `editor-${editor.name}.json`);
		if (!(await runIn(editor, { grep: values.grep, reportFile }))) {
			process.exitCode = 1;
		}
	}
}

void main().catch(error => {
	console.error(error);
	process.exitCode = 1;
});
