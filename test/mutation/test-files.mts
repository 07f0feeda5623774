import { readdirSync } from 'node:fs';

/** The last to be asked: a seldom mishap may tell what no other test does. */
export const faultSchedules = 'test/mutation/fault-schedules.test.ts';

/** The test files that may tell a mutant, from the root of the project. */
export function testFiles(): readonly string[] {
	const unit = ['attach', 'cor', 'machine'].flatMap(folder =>
		readdirSync(`test/${folder}`, { recursive: true, encoding: 'utf8' })
			.filter(name => name.endsWith('.test.ts'))
			.map(name => `test/${folder}/${name}`),
	);
	return [...unit.toSorted(), ...(process.env.MUTATE_UNIT_ONLY ? [] : [faultSchedules])];
}

/**
 * Whether a test file is asked about mutants in this source file. What starts processes, Git or a thread takes seconds, and
 * goes through the floors below by the way: it is asked about its own floor, and nothing else is.
 */
export function isAskedAbout(source: string, testFile: string): boolean {
	return source.includes('src/machine/') === testFile.startsWith('test/machine/');
}
