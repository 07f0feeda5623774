import { type TestResult, TestStatus } from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';

// What never ends fails here; what never returns is ended from outside.
const longestTestMs = 10_000;

/** The tests of one file, as mocha has them. */
export interface LoadedTests {
	readonly file: string;
	readonly mocha: Mocha;
}

/** @param file from the root of the project @param wanted only these of its tests, by their ids, until one fails */
export function loadTests(file: string, wanted?: ReadonlySet<string>): LoadedTests {
	const mocha = new Mocha({ reporter: Mocha.reporters.Base, timeout: longestTestMs, bail: wanted !== undefined });
	mocha.addFile(file);
	load(mocha);
	if (wanted) {
		keepOnly(mocha.suite, test => wanted.has(idOf(file, test)));
	}
	return { file, mocha };
}

/** Never rejects; a hook that fails counts as a test. @param begin told of each test before its hooks */
export async function runTests({ file, mocha }: LoadedTests, begin?: (id: string) => void): Promise<TestResult[]> {
	const results: TestResult[] = [];
	await new Promise<void>(resolve => {
		const runner = mocha.run(() => resolve());
		runner.on('test', test => begin?.(idOf(file, test)));
		runner.on('pass', test => results.push({ ...resultOf(file, test), status: TestStatus.Success }));
		runner.on('fail', (test, error: unknown) =>
			results.push({ ...resultOf(file, test), status: TestStatus.Failed, failureMessage: String(error) }),
		);
	});
	return results;
}

/** As mocha's own command does; the types show it to subclasses only. */
function load(mocha: Mocha): void {
	(mocha as unknown as { loadFiles(): void }).loadFiles();
}

function keepOnly(suite: Mocha.Suite, isWanted: (test: Mocha.Test) => boolean): void {
	suite.tests = suite.tests.filter(isWanted);
	for (const inner of suite.suites) {
		keepOnly(inner, isWanted);
	}
}

function idOf(file: string, test: Mocha.Runnable): string {
	return `${file}:${test.fullTitle()}`;
}

function resultOf(file: string, test: Mocha.Runnable): Omit<TestResult, 'status' | 'failureMessage'> {
	return { id: idOf(file, test), name: test.fullTitle(), timeSpentMs: test.duration ?? 0 };
}
