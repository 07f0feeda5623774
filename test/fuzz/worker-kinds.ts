import assert from 'node:assert/strict';
import { secretRule } from '../../src/attach/secrets/secrets.js';
import { readBranchTask } from '../../src/attach/task/branch-task.js';
import type { BoundedWorker } from '../../src/machine/worker/bounded-worker.js';
import { HiddenMatcher } from '../../src/machine/worker/hidden.js';
import { IgnoreMatcher } from '../../src/machine/worker/ignored.js';
import { timedMatch } from '../../src/machine/worker/timed-match.js';
import type { Draw } from './draw.js';
import type { Meter } from './meter.js';

/** What a round of inputs works with. */
export interface Round {
	readonly draw: Draw;
	readonly meter: Meter;
	readonly worker: BoundedWorker;
	/** Go on from round to round, so that each rule has its turn. */
	readonly contents: Generator<Uint8Array, never, void>;
}

const lookMs = 2_000;
export const ignoredMs = 500;
const patientMs = 60_000;
const looksInRound = 400;

/** File contents and names: the worker finds what the same function finds here. */
export async function look({ draw, meter, worker, contents }: Round): Promise<void> {
	for (let index = 0; index < looksInRound; index += 1) {
		const firstPart = contents.next().value;
		const paths = [`/w/${pathOf(draw)}`, ...(draw.once(4) ? [pathOf(draw)] : [])];
		const answer = await meter.measure('look', 1, () => worker.run('look', { paths, firstPart }, lookMs));
		if (answer) {
			assert.deepEqual(answer, { found: secretRule(paths, firstPart) });
		} else {
			meter.doubt('look');
			await wake(worker);
		}
	}
}

const ruleParts = [
	...'ab*?/!#.\\[]- \t\r',
	'**',
	'/**/',
	'[a-c]',
	'[!a]',
	'[[:alpha:]]',
	'\\ ',
	'ñ',
	'\ufeff',
	'\0',
	'\ud800',
	'{a,b}',
];
const nameParts = ['a', 'b', 'ab', 'ñ', '.', ' ', '[', '*', '\\', '\u202e', '\0', '\ud800', 'a/b', 'a/'.repeat(40)];
const namesOfEach = 20;

/** Ignore files with names: rules that take years are given up. */
export async function ignoreRules({ draw, meter, worker }: Round): Promise<void> {
	for (let file = 0; file < 10; file += 1) {
		const lines = Array.from({ length: draw.below(30) }, () => draw.text(ruleParts, 1 + draw.below(8)));
		const isEndless = draw.once(200);
		const source = Buffer.from(isEndless ? endlessRule : lines.join(draw.pick(['\n', '\r\n'])));
		const entries = Array.from({ length: namesOfEach }, () => ({
			path: `/w/${isEndless ? endlessName : pathOf(draw)}`,
			isFolder: draw.once(3),
		}));
		const question = { ruleSets: [[{ base: '/w/', source }], [{ base: '/w/', source: lines }]], entries };
		const answer = await meter.measure('ignore rules', namesOfEach, () => worker.run('ignored', question, ignoredMs));
		if (answer) {
			assert.ok(!isEndless, 'rules without an end have an answer');
			assert.deepEqual(answer.ignored, new IgnoreMatcher().answer(question).ignored);
		} else {
			meter.doubt('ignore rules');
			await wake(worker);
		}
	}
}

/** A rule and a name for which it takes years. */
export const endlessRule = `${'/**/a'.repeat(12)}/b.txt`;
export const endlessName = `${'a/'.repeat(60)}c/b.txt`;

const globParts = [...'ab.*?/{},[]!^-\\ ñ', '**', '**/', '/**', '{a,b}', '[!a]', '\0', '\ud800'];

/** Patterns of `files.exclude` with names: what takes years is given up. */
export async function hiddenFiles({ draw, meter, worker }: Round): Promise<void> {
	for (let value = 0; value < 10; value += 1) {
		const isEndless = draw.once(200);
		const patterns = Array.from({ length: draw.below(10) }, () => draw.text(globParts, 1 + draw.below(10)));
		const on = () => (draw.once(4) ? { when: draw.pick(['$(basename).a', 'b', '']) } : !draw.once(4));
		const exclude = isEndless ? { [endlessGlob]: true } : Object.fromEntries(patterns.map(each => [each, on()]));
		const names = Array.from({ length: namesOfEach }, () => (isEndless ? endlessGlobName : pathOf(draw)));
		const chosen = isEndless ? '' : draw.pick(['', 'a', 'ab/ñ']);
		const question = { exclude: JSON.stringify(exclude), chosen, folder: chosen, names };
		const answer = await meter.measure('hidden files', namesOfEach, () => worker.run('hidden', question, ignoredMs));
		if (answer) {
			assert.ok(!isEndless, 'patterns without an end have an answer');
			assert.deepEqual(answer.hidden, new HiddenMatcher().answer(question).hidden);
		} else {
			meter.doubt('hidden files');
			await wake(worker);
		}
	}
}

/** A pattern and a name for which it takes years. */
const endlessGlob = `${'*a'.repeat(20)}b`;
const endlessGlobName = 'a'.repeat(200);

const patternParts = [
	'(\\d+)',
	'^',
	'$',
	'[a-z]+',
	'.',
	'(?:cor|task)',
	'-',
	'/',
	'\\w',
	'(?<n>\\d{2,4})',
	'|',
	'?',
	'(',
	'[',
	'\\u{1f3a8}',
];
const branchParts = [
	'COR-',
	'task/',
	'4101',
	'#',
	'-',
	'_',
	'/',
	' ',
	'ñ',
	'2026-11-24',
	'v1.2',
	'9'.repeat(40),
	'\u202e',
	'a',
];

/** Branch patterns with branches: a task, none, or why the pattern is not used. */
export async function branches({ draw, meter, worker }: Round): Promise<void> {
	for (let index = 0; index < 100; index += 1) {
		const isEndless = draw.once(2_000);
		const pattern = isEndless ? '(a+)+$x' : draw.text(patternParts, draw.below(6));
		const branch = isEndless ? 'a'.repeat(200) : draw.text(branchParts, draw.below(draw.once(50) ? 1_000 : 12));
		const reading = await meter.measure('branch patterns', 1, () =>
			readBranchTask(branch, pattern, (...asked) => timedMatch(worker, ...asked)),
		);
		const { taskId = 1, refusedPattern } = reading;
		assert.ok(Number.isSafeInteger(taskId) && taskId > 0);
		assert.ok(!isEndless || refusedPattern === 'too-slow');
		if (refusedPattern === 'too-slow') {
			meter.doubt('branch patterns');
			await wake(worker);
		}
	}
}

function pathOf(draw: Draw): string {
	const known = ['.env', 'id_rsa', 'nota.txt', '.npmrc', 'a.key', 'secrets.yml', 'wp-config.php'];
	return draw.once(4)
		? draw.pick(known)
		: `n${draw
				.text(nameParts, 1 + draw.below(6))
				.replace(/\/+/g, '/')
				.replace(/\/$/, '')}`;
}

/** A thread that was ended is followed by another, which answers. */
export async function wake(worker: BoundedWorker): Promise<void> {
	const harmless = { paths: ['/w/nota.txt'], firstPart: new Uint8Array() };
	assert.deepEqual(await worker.run('look', harmless, patientMs), { found: undefined });
}
