import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Logger } from '@stryker-mutator/api/logging';
import { commonTokens, tokens } from '@stryker-mutator/api/plugin';
import {
	type DryRunOptions,
	type DryRunResult,
	DryRunStatus,
	determineHitLimitReached,
	type MutantRunOptions,
	type MutantRunResult,
	type TestResult,
	type TestRunner,
	type TestRunnerCapabilities,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { coverageOf, type Hits, type TestFileRun } from './coverage.mjs';
import { loadTests, runTests } from './one-file.mjs';
import { isAskedAbout, testFiles } from './test-files.mjs';

/** What the mutated code looks at, and counts in. */
interface Instrumentation {
	activeMutant?: string | undefined;
	currentTestId?: string | undefined;
	hitCount?: number | undefined;
	hitLimit?: number | undefined;
	mutantCoverage?: { static: Hits; perTest: Record<string, Hits> } | undefined;
}

const instrumentation: Instrumentation = {};
const activeMutantVariable = '__STRYKER_ACTIVE_MUTANT__'; // for threads and processes that a test starts
const { cache: modules } = createRequire(import.meta.url);

/**
 * StrykerJS's own runner takes no mocha 12. This one runs the tests of one file after the other, the quickest file first,
 * until one fails. Each time all of our modules are loaded anew: what a module makes of a mutant while it is loaded is
 * seen, and nothing is left of the mutant before.
 */
export class MochaRunner implements TestRunner {
	static readonly inject = tokens(commonTokens.logger);
	readonly #log: Logger;

	constructor(log: Logger) {
		this.#log = log;
	}

	capabilities(): TestRunnerCapabilities {
		return { reloadEnvironment: true };
	}

	async init(): Promise<void> {
		Object.assign(globalThis, { __stryker__: instrumentation });
		loadWithRequire('src');
		// What a mutant leaves behind may fail when nobody looks any more.
		process.on('uncaughtException', () => {});
	}

	/** Only what passes can tell anything of a mutant. */
	async dryRun({ files: mutated = [] }: DryRunOptions): Promise<DryRunResult> {
		const runs: TestFileRun[] = [];
		const coverage: { static: Hits; readonly perTest: Record<string, Hits> } = { static: {}, perTest: {} };
		instrumentation.mutantCoverage = coverage;
		for (const file of testFiles().filter(name => mutated.some(source => isAskedAbout(source, name)))) {
			forgetModules();
			coverage.static = {};
			const startedAt = performance.now();
			const tests = loadTests(file);
			const loadMs = performance.now() - startedAt;
			const results = await runTests(tests, id => {
				instrumentation.currentTestId = id;
			});
			const [first] = results;
			if (first) {
				first.timeSpentMs += loadMs; // whoever runs it loads the file, too
			}
			runs.push({ file, results, ...coverage });
			instrumentation.currentTestId = undefined;
			tests.mocha.dispose();
		}
		instrumentation.mutantCoverage = undefined;
		for (const { name } of runs.flatMap(({ results }) => results.filter(result => !hasPassed(result)))) {
			this.#log.warn('Fails without any change, and is left out: %s', name);
		}
		const passed = runs.map(run => ({ ...run, results: run.results.filter(hasPassed) }));
		passed.sort((a, b) => timeOf(a) - timeOf(b));
		return {
			status: DryRunStatus.Complete,
			tests: passed.flatMap(({ results }) => results),
			mutantCoverage: coverageOf(passed, sourcesOfMutants(mutated)),
		};
	}

	async mutantRun({ activeMutant, testFilter = [], hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
		forgetModules();
		instrumentation.activeMutant = activeMutant.id;
		instrumentation.hitLimit = hitLimit;
		instrumentation.hitCount = hitLimit === undefined ? undefined : 0;
		process.env[activeMutantVariable] = activeMutant.id;
		try {
			return toMutantRunResult(await runUntilFailure(testFilter));
		} finally {
			instrumentation.activeMutant = undefined;
			delete process.env[activeMutantVariable];
		}
	}
}

async function runUntilFailure(ids: readonly string[]): Promise<DryRunResult> {
	const results: TestResult[] = [];
	for (const file of new Set(ids.map(id => id.slice(0, id.indexOf(':'))))) {
		try {
			const tests = loadTests(file, new Set(ids));
			results.push(...(await runTests(tests)));
			tests.mocha.dispose();
		} catch (error) {
			results.push(notLoaded(file, error));
		}
		const tooOften = determineHitLimitReached(instrumentation.hitCount, instrumentation.hitLimit);
		if (tooOften) {
			return tooOften;
		}
		if (!results.every(hasPassed)) {
			break;
		}
	}
	return { status: DryRunStatus.Complete, tests: results };
}

function notLoaded(file: string, error: unknown): TestResult {
	return { id: file, name: file, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error) };
}

function hasPassed({ status }: TestResult): boolean {
	return status !== TestStatus.Failed;
}

function timeOf({ results }: TestFileRun): number {
	return results.reduce((sum, { timeSpentMs }) => sum + timeSpentMs, 0);
}

/** In the copy that is mutated: what `import()` loads is never forgotten, nor are the modules that it loads in its turn. */
function loadWithRequire(folder: string): void {
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(each => each.endsWith('.ts'))) {
		const file = path.join(folder, name);
		const code = readFileSync(file, 'utf8');
		const plain = code.replace(/(?<!typeof )\bimport\((["'][^"']+["'])\)/g, 'Promise.resolve(require($1))');
		if (plain !== code) {
			writeFileSync(file, plain);
		}
	}
}

function forgetModules(): void {
	for (const name of Object.keys(modules)) {
		if (name.startsWith(process.cwd() + path.sep)) {
			delete modules[name];
		}
	}
}

/** Which file each mutant is in: the mutated code asks for each by its number. */
function sourcesOfMutants(mutated: readonly string[]): ReadonlyMap<string, string> {
	return new Map(
		mutated.flatMap(file =>
			[...readFileSync(file, 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g)].map(([, id = '']) => [id, file] as const),
		),
	);
}
