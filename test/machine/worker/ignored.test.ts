import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { IgnoreMatcher, type IgnoreRules } from '../../../src/machine/worker/ignored.js';
import { collected, MiB } from '../../editor/kit/resident-memory.js';
import { temporaryFolder } from '../../host/temporary-folder.js';

function rulesOf(base: string, ...lines: readonly string[]): IgnoreRules {
	return { base, source: Buffer.from(lines.join('\n')) };
}

function ignoredOf(rules: readonly IgnoreRules[], ...paths: readonly string[]): readonly string[] {
	const entries = paths.map(each => ({ path: each.replace(/\/$/, ''), isFolder: each.endsWith('/') }));
	const { ignored } = new IgnoreMatcher().answer({ ruleSets: [rules], entries });
	return paths.filter((_, index) => ignored[0]?.[index]);
}

describe('what rules ignore', () => {
	it('is for the rules nearest to a file to say, and of those for the last that matches', () => {
		const rules = [rulesOf('/w/', '*.log', '!keep.log', 'out/'), rulesOf('/w/a/', '!*.log', 'keep.log', 'draft')];
		assert.deepEqual(
			ignoredOf(rules, '/w/x.log', '/w/keep.log', '/w/out/', '/w/out', '/w/a/x.log', '/w/a/keep.log', '/w/a/draft'),
			['/w/x.log', '/w/out/', '/w/a/keep.log', '/w/a/draft'],
		);
	});

	it('depends on the case of names where most disks of the system tell it apart, but never for patterns of the settings', () => {
		const isTold = process.platform !== 'win32' && process.platform !== 'darwin';
		const names = ['/w/a.log', '/w/B.LOG'];

		assert.deepEqual(ignoredOf([rulesOf('/w/', '*.log')], ...names), isTold ? ['/w/a.log'] : names);
		assert.deepEqual(ignoredOf([{ base: '/w/', source: ['*.log'] }], ...names), names);
	});

	it('is what Git says', () => {
		const dir = temporaryFolder();
		const lines = [
			'# no rule',
			'*.tmp',
			'!/a/b.tmp',
			'/out',
			'build/',
			'a/**/z',
			'\\#x',
			'sp\\ ',
			'[a-c].md',
			'**/q/*.js',
		];
		const paths = [
			'x.tmp',
			'a/b.tmp',
			'a/c.tmp',
			'out',
			'a/out',
			'build',
			'a/k/z',
			'#x',
			'sp ',
			'b.md',
			'd.md',
			'q/r.js',
		];
		execFileSync('git', ['init', '--quiet', dir]);
		writeFileSync(path.join(dir, '.gitignore'), lines.join('\n'));
		mkdirSync(path.join(dir, 'a'));
		const git = execFileSync('git', ['-C', dir, 'check-ignore', '--stdin', '-z'], { input: paths.join('\0') });
		const ours = ignoredOf([rulesOf('/w/', ...lines)], ...paths.map(each => `/w/${each}`));
		assert.deepEqual(
			ours,
			git
				.toString()
				.split('\0')
				.slice(0, -1)
				.map(each => `/w/${each}`),
		);
		assert.ok(ours.length > 5 && ours.length < paths.length);
	});

	it('is said of each set of rules by itself, and of patterns as of lines', () => {
		const question = {
			ruleSets: [[rulesOf('/w/', '*.a')], [], [{ base: '/w/', source: ['*.b', '!x.b'] }]],
			entries: ['/w/x.a', '/w/x.b', '/w/y.b'].map(each => ({ path: each, isFolder: false })),
		};
		assert.deepEqual(new IgnoreMatcher().answer(question).ignored, [
			[true, false, false],
			[false, false, false],
			[false, false, true],
		]);
	});

	it('is the same after much was asked, and takes no more memory then', function () {
		this.timeout(120_000);
		const matcher = new IgnoreMatcher();
		const ask = (round: number) => {
			const entries = Array.from({ length: 100 }, (_, index) => ({
				path: `/w/${round}/${'d'.repeat(1_000)}/${index}.${index % 2 ? 'log' : 'txt'}`,
				isFolder: false,
			}));
			const { ignored } = matcher.answer({ ruleSets: [[rulesOf('/w/', '*.log', `#${round % 100}`)]], entries });
			assert.deepEqual(
				ignored[0],
				entries.map((_, index) => index % 2 === 1),
			);
		};
		ask(0);
		const usedMiB = () => {
			collected();
			return process.memoryUsage().heapUsed / MiB;
		};
		const before = usedMiB();
		for (let round = 1; round < 1_000; round += 1) {
			ask(round);
		}
		const added = usedMiB() - before;
		assert.ok(added < 20, `${added} MiB`);
	});
});
