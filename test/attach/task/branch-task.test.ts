import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readBranchTask } from '../../../src/attach/task/branch-task.js';
import { BoundedWorker } from '../../../src/machine/worker/bounded-worker.js';
import { matchPattern } from '../../../src/machine/worker/match.js';
import { timedMatch } from '../../../src/machine/worker/timed-match.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { buildWorker } from '../../machine/kit/built-worker.js';

const read = (branch: string, pattern = '') =>
	readBranchTask(branch, pattern, async (...asked) => matchPattern(...asked));

describe('the task that a branch names', () => {
	for (const [branch, taskId] of [
		['feature/123-title', 123],
		['feature/123_title', 123],
		['feature/123', 123],
		['123-title', 123],
		['4101', 4101],
		['#123', 123],
		['fix-#123-logo', 123],
		['COR-123', 123],
		['cor_123_title', 123],
		['feature/COR-123-title', 123],
		['cor/123', 123],
		['COR#123', 123],
		['cor123', 123],
		['task/123-title', 123],
		['tarea-123', 123],
		['TAREFA/123', 123],
		['ana/4101-diseño-de-campaña', 4101],
		['feature/login-4101', 4101],
		['feature/diseño-4101-v2', 4101],
		['COR-0123', 123],
	] as const) {
		it(`is ${taskId} in ${branch}`, async () => {
			assert.deepEqual(await read(branch), { taskId });
		});
	}

	for (const [branch, taskId, why] of [
		['feature/77-like-COR-4101-v3', 4101, 'the one behind a COR prefix'],
		['2026-11-24-task-4101', 4101, 'the one behind a COR prefix'],
		['feature/77-from-#4101', 4101, 'the one behind a hash'],
		['feature/4101-page-220-of-300', 4101, 'the one that begins a part'],
		['from-220-to-300/4101-title', 4101, 'the one that begins a part'],
		['login-4101-page-300', 4101, 'the first'],
		['COR-1-COR-2', 1, 'the first'],
		['2026/4101-title', 4101, 'no year'],
		['2026-11-24/4101-title', 4101, 'no date'],
		['20261124-login-4101', 4101, 'no date'],
		['v1.20.300/4101', 4101, 'no version'],
		['PROJ-77/4101', 4101, 'no key of another tracker'],
		['release-24/4101-title', 4101, 'no number of a release'],
	] as const) {
		it(`is ${taskId} in ${branch}: ${why}`, async () => {
			assert.deepEqual(await read(branch), { taskId });
		});
	}

	for (const branch of [
		'',
		'main',
		'2026',
		'budget-2026',
		'2026-11-24-login',
		'24-11-2026-login',
		'20261124',
		'1.2.3',
		'release/1.20',
		'release/24',
		'v2',
		'sprint-118',
		'dependabot/npm_and_yarn/express-4.18.2',
		'PROJ-4101-title',
		'pr-4101',
		'issue/4101',
		'add-3-columns',
		'decor-12',
		'a1b2c3',
		'007-bond',
		'COR-0',
		'COR-99999999999999999999',
		'١٢٣',
		'１２３',
	]) {
		it(`is none in ${JSON.stringify(branch)}`, async () => {
			assert.deepEqual(await read(branch), {});
		});
	}

	it('is a number or nothing whatever the branch is called, and soon', async () => {
		const hostile = [
			'\u202e4101\u0000',
			'$(rm -rf ~)',
			'9'.repeat(10_000),
			`${'a-'.repeat(5_000)}4101`,
			'COR-'.repeat(9_000),
		];
		const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom(...hostile));
		await fc.assert(
			fc.asyncProperty(name, async branch => {
				const { taskId = 1 } = await read(branch);
				assert.ok(Number.isSafeInteger(taskId) && taskId > 0);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('a pattern of your own for branches', () => {
	it('decides alone: its first group that took part, or the whole match', async () => {
		assert.deepEqual(await read('x-77/COR-4101', '^x-(\\d+)'), { taskId: 77 });
		assert.deepEqual(await read('T4101', '(?:JOB(\\d+)|t(\\d+))'), { taskId: 4101 });
		assert.deepEqual(await read('2026', '\\d+'), { taskId: 2026 });
		assert.deepEqual(await read('COR-4101', '^x-(\\d+)'), {});
	});

	it('may find the number with its hash', async () => {
		assert.deepEqual(await read('x-#123', '(#\\d+)$'), { taskId: 123 });
		assert.deepEqual(await read('x-#123', '(.#\\d+)$'), {});
	});

	it('names no task by what is no number', async () => {
		for (const pattern of ['(.*)', '()', '^', '(x)?']) {
			assert.deepEqual(await read('main', pattern), {}, pattern);
		}
	});

	it('is passed over where it is no expression', async () => {
		for (const pattern of ['(', '[', '\\', '(?<a', '*']) {
			assert.deepEqual(await read('COR-4101', pattern), { taskId: 4101, refusedPattern: 'invalid' }, pattern);
		}
	});

	it('is passed over where it takes long', async () => {
		const worker = new BoundedWorker(buildWorker(temporaryFolder()));
		const readInTime = (branch: string, pattern: string) =>
			readBranchTask(branch, pattern, (...asked) => timedMatch(worker, ...asked));
		const branch = `COR-4101-${'a'.repeat(200)}`;
		for (const pattern of ['^(\\w+-?)+$x', '(a+)+$x', '(a|a)*$x', 'a*a*a*a*a*a*a*a*a*$x']) {
			assert.deepEqual(await readInTime(branch, pattern), { taskId: 4101, refusedPattern: 'too-slow' }, pattern);
		}
		worker.dispose();
	});
});
