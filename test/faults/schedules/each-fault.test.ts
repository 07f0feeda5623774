import assert from 'node:assert/strict';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { ModelTestbed } from '../model/model-testbed.js';
import { WireTestbed } from '../wire/wire-testbed.js';
import { checkRun } from './check-run.js';
import type { BodyShape, RequestFault, RetryAfter, StoredWhen } from './request-faults.js';
import { engine, runSchedule } from './run-schedule.js';
import type { Schedule } from './schedule.js';

type Status = FileEnd['status'];

const status = (code: number, stored: StoredWhen = 'no', retryAfter: RetryAfter = 'none', body: BodyShape = 'error') =>
	({ kind: 'status', status: code, body, retryAfter, when: 'after', stored }) as const;
const early = (code: number): RequestFault => ({ ...status(code), when: 'early' });
const bodies: readonly BodyShape[] = ['fs001', 'custom', 'fields', 'error', 'adonis', 'html', 'empty', 'null'];
const soon: readonly RetryAfter[] = ['none', 'zero', 'imf-date', 'rfc850-date', 'asctime-date', 'nonsense'];
const garbled = ['empty', 'html', 'truncated-json', 'no-files'] as const;

/** How a batch of one file ends whose first request has this fault. The second one, where there is one, goes well. */
const cases: readonly (readonly [RequestFault, Status])[] = [
	[{ kind: 'none' }, 'attached'],
	[{ kind: 'refused-connection' }, 'attached'],
	[{ kind: 'certificate' }, 'failed'],
	...[0, 0.3, 0.7, 1].map(taken => [{ kind: 'reset-before-end', taken } as const, 'attached'] as const),
	...(['no', 'yes', 1_000] as const).map(stored => [{ kind: 'reset-after-end', stored } as const, 'attached'] as const),
	...[400, 403, 404, 413, 415, 417, 422].flatMap(code => [
		...bodies.map(body => [status(code, 'no', 'none', body), 'failed'] as const),
		[early(code), 'failed'] as const,
	]),
	...bodies.map(body => [status(401, 'no', 'none', body), 'attached'] as const),
	[early(401), 'attached'],
	...[429, 503].flatMap(code => [
		...soon.map(form => [status(code, 'no', form), 'attached'] as const),
		...bodies.map(body => [status(code, 'no', 'seconds', body), 'attached'] as const),
		[status(code, 'no', 'hour'), 'failed'] as const,
		[early(code), 'attached'] as const,
	]),
	...[500, 502, 520].flatMap(code =>
		(['no', 'yes', 1_000] as const).map(stored => [status(code, stored), 'attached'] as const),
	),
	...[408, 504, 524].flatMap(code => [
		[status(code, 'no'), 'unknown'] as const,
		[status(code, 'yes'), 'attached'] as const,
		[status(code, 1_000), 'attached'] as const,
		[status(code, 60_000), 'unknown'] as const,
	]),
	...garbled.flatMap(form => [
		[{ kind: 'garbled', form, stored: 'yes' } as const, 'attached'] as const,
		[{ kind: 'garbled', form, stored: 'no' } as const, 'unknown'] as const,
	]),
	...[-20, -1, 1, 1_000].map(by => [{ kind: 'wrong-length', by } as const, 'attached'] as const),
	...(['reset', 'close', 'silence'] as const).map(
		ending => [{ kind: 'half-answer', ending } as const, 'attached'] as const,
	),
	[{ kind: 'silence', stored: 'no' }, 'unknown'],
	[{ kind: 'silence', stored: 'yes' }, 'attached'],
	[{ kind: 'silence', stored: 400_000 }, 'unknown'],
	[{ kind: 'late', ms: 1_000 }, 'attached'],
	[{ kind: 'late', ms: 250_000 }, 'attached'],
	[{ kind: 'late', ms: 400_000 }, 'unknown'],
	[{ kind: 'trickle', ms: 60_000 }, 'attached'],
	[{ kind: 'token-ends' }, 'attached'],
	[{ kind: 'file-refused', status: 200 }, 'failed'],
	[{ kind: 'file-refused', status: 400 }, 'failed'],
	// A small file is handed over in one piece with its last byte.
	[{ kind: 'stall' }, 'unknown'],
];

/** What a socket takes although nobody reads it may have arrived, as far as we can know. */
const overSockets: readonly (readonly [RequestFault, Status])[] = [
	...cases,
	...[301, 302, 307, 308].map(code => [{ kind: 'redirect', status: code } as const, 'unknown'] as const),
];

const inMemory: readonly (readonly [RequestFault, Status])[] = [
	...cases,
	...[301, 302, 307, 308].map(code => [{ kind: 'redirect', status: code } as const, 'failed'] as const),
];

const faultless: Schedule = {
	prior: [],
	batches: [[{ name: 1, folder: 0, contents: 3, parent: null }]],
	uploads: [],
	lists: [],
	others: [],
	twins: [],
	cancelAt: null,
	crashesAt: [],
	torn: 0,
	names: 'NFD',
	numbers: 'strings',
	several: 'each',
	keepsParts: false,
	packs: 'never',
	concurrency: 1,
	credentialsGiven: 0,
	random: 1,
};

describe('one file, over real sockets,', () => {
	let testbed: WireTestbed;
	before(async () => {
		testbed = await WireTestbed.start();
	});
	after(() => testbed.close());

	for (const [fault, expected] of overSockets) {
		it(`is ${expected} after ${JSON.stringify(fault)}`, async () => {
			const run = await runSchedule({ ...faultless, uploads: [fault] }, testbed, engine);

			assert.equal(run.results[0]?.firstEnds[0]?.status, expected);
			assert.deepEqual(checkRun(run), []);
		});
	}
});

describe('one file, in memory,', () => {
	for (const [fault, expected] of inMemory) {
		it(`is ${expected} after ${JSON.stringify(fault)}`, async () => {
			const run = await runSchedule({ ...faultless, uploads: [fault] }, new ModelTestbed(), engine);

			assert.equal(run.results[0]?.firstEnds[0]?.status, expected);
			assert.deepEqual(checkRun(run), []);
		});
	}
});
