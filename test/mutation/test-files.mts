import { readdirSync } from 'node:fs';

const floors = ['attach', 'cor', 'machine'];

/** The last to be asked: a rare fault may tell what no other test does. */
export const faultSchedules = 'test/mutation/fault-schedules.test.ts';

/** The test files that may tell a mutant, from the root of the project. */
export function testFiles(): readonly string[] {
	const unit = floors.flatMap(folder =>
		readdirSync(`test/${folder}`, { recursive: true, encoding: 'utf8' })
			.filter(name => name.endsWith('.test.ts'))
			.map(name => `test/${folder}/${name}`),
	);
	return [...unit.toSorted(), ...(process.env.MUTATE_UNIT_ONLY ? [] : [faultSchedules])];
}

/**
 * Whether a test file is asked about mutants in this source file: it is, where it is of the same floor. What goes through
 * the floors below by the way is slow, and its failure would not say where. The schedules go through `attach` and `cor`.
 */
export function isAskedAbout(source: string, testFile: string): boolean {
	const floor = floors.find(name => source.includes(`src/${name}/`)) ?? '';
	return testFile === faultSchedules ? floor !== 'machine' : testFile.startsWith(`test/${floor}/`);
}
