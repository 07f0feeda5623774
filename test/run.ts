import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { type Editor, editors, newestEditor, oldestEditor } from './host/editors.js';
import { installEditor } from './host/install-editor.js';
import type { SuiteReport } from './host/mocha-reporter.js';
import { projectDir, testDir } from './host/paths.js';
import { prepareMachine } from './host/prepare-machine.js';
import { stopWithUs } from './host/stop-with-us.js';
import { packedExtension } from './host/vsix.js';
import { keepVariable } from './leaks/kept.js';

interface Suite {
	readonly name: string;
	/** What follows `npm run`. */
	readonly script: readonly string[];
	/** Whether what is written while it runs is kept, and searched for credentials in the end. */
	readonly isSearched?: boolean;
}

const sayNow: Say = text => process.stdout.write(text);
const keptDir = path.join(testDir, 'kept');
const reporter = ['--reporter', 'test/host/mocha-reporter.ts'];
/** About half of the screen suite, by its minutes. */
const halfOfScreen = 'test/screen/{accounts,choose,network,trust,words}/*.test.ts';

const inEditor = ({ name }: Editor): Suite => ({
	name: `editor ${name}`,
	script: ['test:editor', '--', name],
	isSearched: true,
});

/** The longest first, so that in the end no core waits for another; and beside what keeps a core busy, what often waits. */
const suites: readonly Suite[] = [
	{ name: 'screen 1', script: ['test:screen', '--', ...reporter, '--ignore', halfOfScreen], isSearched: true },
	inEditor(newestEditor),
	{ name: 'screen 2', script: ['test:file', '--', ...reporter, halfOfScreen], isSearched: true },
	inEditor(oldestEditor),
	{ name: 'faults', script: ['test:faults'] },
	{ name: 'unit', script: ['test:unit', '--', ...reporter] },
	{ name: 'network', script: ['test:network'], isSearched: true },
	{ name: 'package', script: ['test:package', '--', ...reporter] },
	{ name: 'fuzz', script: ['test:fuzz'] },
	{ name: 'bench', script: ['test:bench', '--', ...reporter] },
];

/** Searches what the others left. */
const leaks: Suite = { name: 'leaks', script: ['test:leaks', '--', ...reporter], isSearched: true };

/** Each suite uses one core at most. One alone would leave a single core idle, since those in an editor also wait. */
const sideBySide = Math.max(2, availableParallelism());

/** Takes what is to be printed. */
type Say = (text: string | Uint8Array) => void;

type Counts = Omit<SuiteReport, 'failures'> & Partial<SuiteReport>;

/** A suite that takes longer hangs; the longest takes a quarter of it on two quick cores. */
const limitMinutes = 75;
const mostOfError = 3_500;
const oneFailed: Counts = { passed: 0, failed: 1, skipped: 0 };

/**
 * Runs `npm run …` in a group of its own. Resolves with its exit code, or `undefined` when it took too long.
 * @param say gets what it prints
 */
async function runScript(script: readonly string[], say: Say, env: NodeJS.ProcessEnv = {}) {
	const child = spawn('npm', ['run', '--silent', ...script], {
		cwd: projectDir,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	child.stdout.on('data', say);
	child.stderr.on('data', say);
	const signalGroup = (signal: NodeJS.Signals) => {
		try {
			process.kill(-(child.pid ?? 0), signal);
		} catch {
			// the group is gone
		}
	};
	const forget = stopWithUs(() => signalGroup('SIGTERM'));
	let tooLong = false;
	const limit = setTimeout(() => {
		tooLong = true;
		signalGroup('SIGTERM');
		setTimeout(signalGroup, 5_000, 'SIGKILL').unref();
	}, limitMinutes * 60_000);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	clearTimeout(limit);
	forget();
	return tooLong ? undefined : (code ?? 1);
}

async function runSuite({ name, script, isSearched }: Suite, say: Say): Promise<Counts> {
	const reportFile = path.join(testDir, 'reports', `${name.replace(' ', '-')}.json`);
	await rm(reportFile, { force: true });
	const code = await runScript(script, say, {
		TEST_REPORT: reportFile,
		...(isSearched && { [keepVariable]: keptDir }),
	});
	if (code === undefined) {
		say(`The suite "${name}" was ended after ${limitMinutes} minutes.\n`);
	}
	if (!existsSync(reportFile)) {
		say(`The suite "${name}" left no report.\n`);
		return oneFailed;
	}
	const report = JSON.parse(await readFile(reportFile, 'utf8')) as SuiteReport;
	const ranNothing = report.passed + report.failed === 0;
	const brokeOff = code !== 0 && report.failed === 0;
	return ranNothing || brokeOff ? { ...report, failed: report.failed + 1 } : report;
}

async function check(say: Say): Promise<Counts> {
	const code = await runScript(['check'], say);
	return code === 0 ? { passed: 0, failed: 0, skipped: 0 } : oneFailed;
}

/** Runs one part of the whole, saying its name before and its counts and seconds after. */
async function timed(name: string, part: (say: Say) => Promise<Counts>, say: Say = sayNow): Promise<Counts> {
	const startedMs = Date.now();
	say(`\n── ${name}\n`);
	const counts = await part(say).catch((error: unknown) => {
		say(`${inspect(error)}\n`);
		return oneFailed;
	});
	say(`── ${name}: ${inWords(counts)} (${((Date.now() - startedMs) / 1000).toFixed(0)} s)\n`);
	return counts;
}

async function runSideBySide(waiting: Suite[]): Promise<readonly Counts[]> {
	const all: Counts[] = [];
	const runOneAfterTheOther = async () => {
		for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
			all.push(await runQuietly(suite));
		}
	};
	await Promise.all(Array.from({ length: sideBySide }, runOneAfterTheOther));
	return all;
}

/** Prints what the suite says when it has ended: others speak meanwhile. */
async function runQuietly(suite: Suite): Promise<Counts> {
	const said: Buffer[] = [];
	sayNow(`${suite.name} begins\n`);
	const counts = await timed(
		suite.name,
		say => runSuite(suite, say),
		text => said.push(Buffer.from(text)),
	);
	sayNow(Buffer.concat(said));
	return counts;
}

async function setUp(): Promise<Counts> {
	for (const left of [keptDir, path.join(testDir, 'screenshots')]) {
		await rm(left, { recursive: true, force: true });
	}
	await prepareMachine();
	for (const editor of editors) {
		await installEditor(editor);
	}
	await packedExtension();
	return { passed: 0, failed: 0, skipped: 0 };
}

function inWords({ passed, failed, skipped }: Counts): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main(): Promise<void> {
	const all = [
		await timed('set-up', setUp),
		await timed('check', check),
		...(await runSideBySide([...suites])),
		await timed(leaks.name, say => runSuite(leaks, say)),
	];
	const sum = (field: 'passed' | 'failed' | 'skipped') => all.reduce((total, counts) => total + counts[field], 0);
	const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
	process.exitCode = total.failed > 0 ? 1 : 0;
	// Once more, since often only the end is kept.
	for (const { title, error } of all.flatMap(({ failures }) => failures ?? [])) {
		console.log(`\nfailed: ${title}\n${error.slice(0, mostOfError)}`);
	}
	console.log(`\n${inWords(total)}`);
}

void main();
