import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { faultSchedules } from './test-files.mjs';

/** The shares killed, by room and by top folder, and what survived, in lines. */
export function summary(results: readonly MutantResult[]): string {
	const mutants = results.map(toMutant).filter(({ fate }) => fate !== 'not counted');
	const rooms = groups(mutants, ({ file }) => path.dirname(file));
	const tops = groups(mutants, ({ file }) => file.split('/').slice(0, 2).join('/'));
	const survivors = mutants
		.filter(({ fate }) => fate === 'survived' || fate === 'not run')
		.map(
			({ file, line, change, fate }) => `${file}:${line} ${change}${fate === 'not run' ? ' (no test runs it)' : ''}`,
		);
	return [
		...survivors.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
		'',
		'killed (by unit tests alone)  mutants',
		...rooms.map(share),
		'',
		...tops.map(share),
	].join('\n');
}

type Fate = 'unit tests' | 'fault schedules' | 'survived' | 'not run' | 'not counted';

interface Mutant {
	readonly file: string;
	readonly line: number;
	/** What was replaced by what, on one line. */
	readonly change: string;
	readonly fate: Fate;
}

function toMutant(result: MutantResult): Mutant {
	const { fileName, location, replacement = '' } = result;
	const lines = readFileSync(fileName, 'utf8')
		.split('\n')
		.slice(location.start.line - 1, location.end.line);
	const last = lines.length - 1;
	lines[last] = lines[last]?.slice(0, location.end.column - 1) ?? '';
	lines[0] = lines[0]?.slice(location.start.column - 1) ?? '';
	return {
		file: path.relative(process.cwd(), fileName),
		line: location.start.line,
		change: `${short(lines.join(' '))} → ${short(replacement)}`,
		fate: fateOf(result),
	};
}

function fateOf({ status, killedBy = [] }: MutantResult): Fate {
	switch (status) {
		case 'Killed':
			return killedBy.every(id => id.startsWith(faultSchedules)) ? 'fault schedules' : 'unit tests';
		case 'Timeout': // whichever test it was that never ended
			return 'unit tests';
		case 'Survived':
			return 'survived';
		case 'NoCoverage':
			return 'not run';
		default:
			return 'not counted';
	}
}

function short(code: string): string {
	const line = code.replace(/\s+/g, ' ').trim();
	return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

function groups(mutants: readonly Mutant[], nameOf: (mutant: Mutant) => string): [string, Mutant[]][] {
	const byName = new Map<string, Mutant[]>();
	for (const mutant of mutants) {
		const name = nameOf(mutant);
		byName.set(name, [...(byName.get(name) ?? []), mutant]);
	}
	return [...byName].toSorted(([a], [b]) => a.localeCompare(b));
}

function share([name, mutants]: [string, Mutant[]]): string {
	const percent = (...fates: Fate[]) => {
		const count = mutants.filter(({ fate }) => fates.includes(fate)).length;
		return `${((100 * count) / mutants.length).toFixed(1)} %`;
	};
	return `${percent('unit tests', 'fault schedules').padStart(7)} (${percent('unit tests')})  ${mutants.length}  ${name}`;
}
