import path from 'node:path';
import type { PartialStrykerOptions } from '@stryker-mutator/api/core';

const output = '.vscode-test/mutation';

/** What StrykerJS is told. @param mutate what is mutated, as it takes it: patterns, or a file with lines */
export function strykerOptions(mutate: string[], concurrency: number): PartialStrykerOptions {
	return {
		mutate,
		concurrency,
		plugins: [path.join(import.meta.dirname, 'plugins.mts')],
		testRunner: 'mocha-file-by-file',
		testRunnerNodeArgs: ['--import', 'tsx'],
		checkerNodeArgs: ['--import', 'tsx'], // loads the plugin, too
		coverageAnalysis: 'perTest',
		ignorers: ['tables'],
		mutator: {
			plugins: [],
			excludedMutations: [
				// Most texts are members of unions, for which '' doesn't compile; the others are words for people and logs.
				'StringLiteral',
				// Tables of how others write secrets and dates: hostile, documented and drawn examples hold them, not a unit test each.
				'Regex',
			],
		},
		ignorePatterns: ['.vscode-test', 'dist', 'media'],
		tempDirName: `${output}/work`,
		cleanTempDir: 'always',
		disableTypeChecks: false, // tsx doesn't check any
		maxTestRunnerReuse: 300, // modules that were loaded again and again are kept by their importers
		timeoutMS: 5_000,
		timeoutFactor: 3,
		reporters: ['json', 'progress-append-only'],
		jsonReporter: { fileName: `${output}/report.json` },
	};
}
