import type { TestResult } from '@stryker-mutator/api/test-runner';
import { isAskedAbout } from './test-files.mjs';

/** How often the code of a mutant ran, by the mutant's number. */
export type Hits = Record<string, number>;

/** What came of a test file without any mutant. */
export interface TestFileRun {
	readonly file: string;
	readonly results: readonly TestResult[];
	/** What ran while the file was loaded, or in a hook of all its tests. */
	readonly static: Hits;
	/** By the test's id. */
	readonly perTest: Readonly<Record<string, Hits>>;
}

interface Coverage {
	static: Hits;
	perTest: Record<string, Hits>;
}

/**
 * Which tests may tell a mutant, in the order of the runs. Of what runs only while a module is loaded, such as a table,
 * those are asked that go through any other code of the same source file, or where there is no such code, all that load it.
 * @param sources the source file of each mutant
 */
export function coverageOf(runs: readonly TestFileRun[], sources: ReadonlyMap<string, string>): Coverage {
	const sourceOf = (mutant: string): string => sources.get(mutant) ?? '';
	const sourcesIn = (hits: Hits): ReadonlySet<string> => new Set(Object.keys(hits).map(sourceOf));
	const isRun = new Set(runs.flatMap(run => Object.values(run.perTest)).flatMap(hits => [...sourcesIn(hits)]));
	const perTest: Record<string, Hits> = {};
	for (const { file, results, ...run } of runs) {
		for (const { id } of results) {
			const hits = run.perTest[id] ?? {};
			const through = sourcesIn(hits);
			const loaded = Object.entries(run.static).filter(
				([mutant]) => through.has(sourceOf(mutant)) || !isRun.has(sourceOf(mutant)),
			);
			const asked = [...loaded, ...Object.entries(hits)].filter(([mutant]) => isAskedAbout(sourceOf(mutant), file));
			perTest[id] = Object.fromEntries(asked);
		}
	}
	return { static: {}, perTest };
}
