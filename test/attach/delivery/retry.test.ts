import assert from 'node:assert/strict';
import {
	delayBefore,
	isEndOfBatch,
	mayRepeatWhenAbsent,
	nextStep,
	speaksOfTask,
} from '../../../src/attach/delivery/retry.js';
import { CorError, type FailureDetails, type FailureKind } from '../../../src/attach/errors.js';

function failure(kind: FailureKind, details: FailureDetails = {}): CorError {
	return new CorError(kind, kind, details);
}

describe('sending again what surely is not stored', () => {
	for (const kind of [
		'rate-limited',
		'unavailable',
		'no-connection',
		'proxy-unreachable',
		'network',
		'server',
	] as const) {
		it(`waits longer each time after ${kind}, and stops after three times`, () => {
			const delays = [0, 1, 2, 3].map(repeats => delayBefore(failure(kind), repeats, 0.5));
			assert.deepEqual(delays, [500, 2_000, 8_000, undefined]);
		});
	}

	for (const kind of [
		'rejected',
		'too-large',
		'forbidden',
		'task-not-found',
		'unauthorized',
		'stalled',
		'connect-timeout',
		'answer-timeout',
		'proxy',
		'proxy-password',
		'certificate',
		'redirected',
		'file-changed',
		'file-size-untrue',
		'file-name-unclear',
	] as const) {
		it(`is not done after ${kind}`, () => {
			assert.equal(delayBefore(failure(kind), 0, 0.5), undefined);
		});
	}

	it('is spread around the planned pauses', () => {
		assert.deepEqual(
			[0, 1].map(random => delayBefore(failure('unavailable'), 0, random)),
			[250, 750],
		);
	});

	it('waits as long as COR asks, up to a minute', () => {
		assert.equal(delayBefore(failure('rate-limited', { retryAfterMs: 60_000 }), 0, 0.5), 60_000);
		assert.equal(delayBefore(failure('rate-limited', { retryAfterMs: 60_001 }), 0, 0.5), undefined);
	});
});

describe('sending again what is not on the list', () => {
	it('is done after a broken connection and an error of COR', () => {
		assert.equal(mayRepeatWhenAbsent(failure('network')), true);
		assert.equal(mayRepeatWhenAbsent(failure('server', { status: 500 })), true);
		assert.equal(mayRepeatWhenAbsent(failure('server', { status: 502 })), true);
	});

	it('is done after "not now", a refused token and an answer that names another file: gateways say so, too', () => {
		assert.equal(mayRepeatWhenAbsent(failure('unauthorized', { status: 401 })), true);
		assert.equal(mayRepeatWhenAbsent(failure('rate-limited', { status: 429 })), true);
		assert.equal(mayRepeatWhenAbsent(failure('unavailable', { status: 503 })), true);
		assert.equal(mayRepeatWhenAbsent(failure('not-in-answer', { status: 200 })), true);
	});

	it('is not done after a time-out, ours or a gateway’s, or an answer that says nothing', () => {
		assert.equal(mayRepeatWhenAbsent(failure('answer-timeout')), false);
		assert.equal(mayRepeatWhenAbsent(failure('server', { status: 504 })), false);
		assert.equal(mayRepeatWhenAbsent(failure('server', { status: 524 })), false);
		assert.equal(mayRepeatWhenAbsent(failure('unavailable', { status: 504 })), false);
		assert.equal(mayRepeatWhenAbsent(failure('rejected', { status: 408 })), false);
		assert.equal(mayRepeatWhenAbsent(failure('unreadable-answer')), false);
	});
});

describe('the files that wait', () => {
	it('are not tried where COR, the way to it, the credential or the task is at fault', () => {
		for (const kind of [
			'forbidden',
			'task-not-found',
			'rate-limited',
			'unavailable',
			'no-connection',
			'proxy',
			'proxy-password',
			'proxy-unreachable',
			'certificate',
			'certificate-dates',
			'certificate-host',
			'unauthorized',
			'no-credential',
			'account-missing',
		] as const) {
			assert.equal(isEndOfBatch(failure(kind)), true, kind);
		}
	});

	it('are tried where one file is at fault', () => {
		for (const kind of ['network', 'server', 'rejected', 'too-large', 'file-missing', 'stalled'] as const) {
			assert.equal(isEndOfBatch(failure(kind)), false, kind);
		}
	});
});

describe('a failure that speaks of the task', () => {
	it('is that it is not there, or not for this person', () => {
		for (const [kind, speaks] of [
			['forbidden', true],
			['task-not-found', true],
			['unauthorized', false],
			['rejected', false],
			['parent-missing', false],
		] as const) {
			assert.equal(speaksOfTask(failure(kind)), speaks, kind);
		}
	});
});

describe('what is done with a file that surely is not on the task', () => {
	const tried = { repeats: 0, isPack: false, isRenewed: false, isInVain: false, random: 0.5 };

	it('is to send it again, at once where a refused credential was replaced, and else after a pause', () => {
		const renewed = { ...tried, isRenewed: true };
		assert.deepEqual(nextStep(failure('unauthorized'), renewed), { status: 'again', delayMs: 0 });
		assert.deepEqual(nextStep(failure('network'), renewed), { status: 'again', delayMs: 500 });
		assert.deepEqual(nextStep(failure('unauthorized'), tried), { status: 'over' });
	});

	it('is nothing more where that is in vain', () => {
		assert.deepEqual(nextStep(failure('network'), { ...tried, isInVain: true }), { status: 'over' });
	});

	it('is to send it alone where it was refused with others', () => {
		assert.deepEqual(nextStep(failure('rejected'), { ...tried, isPack: true }), { status: 'alone' });
		assert.deepEqual(nextStep(failure('rejected'), tried), { status: 'over' });
		assert.deepEqual(nextStep(failure('stalled'), { ...tried, isPack: true }), { status: 'over' });
	});
});
