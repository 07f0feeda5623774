import assert from 'node:assert/strict';
import type { Clock } from '../../src/attach/clock.js';
import { CorError, type FailureDetails, type FailureKind } from '../../src/attach/errors.js';
import type { FileEnd } from '../../src/attach/outcome.js';
import { sendPatiently } from '../../src/attach/retry.js';

const attached: FileEnd = { status: 'attached', attachment: { id: 1, name: 'a.png' } };

function failed(kind: FailureKind, details: FailureDetails = {}): FileEnd {
	return { status: 'failed', error: new CorError(kind, kind, details) };
}

/** Sends what is given, one end for each attempt, and tells how long was waited between them. */
async function sendAll(
	ends: readonly FileEnd[],
	random = 0.5,
): Promise<{ end: FileEnd; sent: number; waits: number[] }> {
	const waits: number[] = [];
	const clock: Clock = {
		now: () => 0,
		after(ms, action) {
			waits.push(ms);
			queueMicrotask(action);
			return () => {};
		},
	};
	let sent = 0;
	const send = async (): Promise<FileEnd> => {
		sent += 1;
		return ends[sent - 1] ?? attached;
	};
	const signal = new AbortController().signal;
	return { end: await sendPatiently(send, { clock, signal, random: () => random }), sent, waits };
}

describe('sending patiently', () => {
	for (const kind of ['rate-limited', 'unavailable'] as const) {
		it(`sends again after ${kind}, with growing pauses`, async () => {
			const { end, sent, waits } = await sendAll([failed(kind), failed(kind)]);
			assert.deepEqual(end, attached);
			assert.equal(sent, 3);
			assert.deepEqual(waits, [500, 2_000]);
		});
	}

	it('gives up after four attempts', async () => {
		const refusal = failed('unavailable');
		const { end, sent } = await sendAll([refusal, refusal, refusal, refusal]);
		assert.equal(end, refusal);
		assert.equal(sent, 4);
	});

	it('spreads its pauses around the planned ones', async () => {
		assert.deepEqual((await sendAll([failed('unavailable')], 0)).waits, [250]);
		assert.deepEqual((await sendAll([failed('unavailable')], 1)).waits, [750]);
	});

	it('waits as long as COR asks', async () => {
		assert.deepEqual((await sendAll([failed('rate-limited', { retryAfterMs: 7_000 })])).waits, [7_000]);
	});

	it('does not wait for more than a minute', async () => {
		const { sent, end } = await sendAll([failed('rate-limited', { retryAfterMs: 60_001 })]);
		assert.equal(sent, 1);
		assert.equal(end.status, 'failed');
	});

	const others = [
		'network',
		'server',
		'stalled',
		'connect-timeout',
		'answer-timeout',
		'rejected',
		'too-large',
		'forbidden',
	];
	for (const kind of others as FailureKind[]) {
		it(`never repeats ${kind} unasked`, async () => {
			assert.equal((await sendAll([failed(kind)])).sent, 1);
		});
	}

	it('never repeats what may have arrived', async () => {
		const error = new CorError('unavailable', 'after the last byte');
		assert.equal((await sendAll([{ status: 'unknown', error }])).sent, 1);
	});

	it('ends at once when it is given up while it waits', async () => {
		const controller = new AbortController();
		let isStopped = false;
		const clock: Clock = {
			now: () => 0,
			after() {
				queueMicrotask(() => controller.abort());
				return () => {
					isStopped = true;
				};
			},
		};
		const send = async (): Promise<FileEnd> => failed('unavailable');
		const end = await sendPatiently(send, { clock, signal: controller.signal, random: Math.random });
		assert.deepEqual(end, { status: 'cancelled' });
		assert.ok(isStopped);
	});
});
