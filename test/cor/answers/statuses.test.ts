import assert from 'node:assert/strict';
import { isSuccess, readRetryAfter, toStatusError } from '../../../src/cor/answers/statuses.js';
import { answerOf } from '../kit/answer-of.js';

const errorOf = (status: number, body = '', retryAfter: string | null = null) =>
	toStatusError({ status, headers: { get: () => retryAfter }, body: answerOf(body) }, 1_000_000);

describe('a status', () => {
	it('is success from 200 to 299', () => {
		assert.deepEqual(
			[199, 200, 204, 299, 300].map(status => isSuccess({ status })),
			[false, true, true, true, false],
		);
	});

	it('is a wanted password of a proxy where it is 407', () => {
		assert.equal(errorOf(407).kind, 'proxy-password');
	});

	it('is a refusal where it finds fault with the request, and else a failure of COR or of what is before it', () => {
		assert.deepEqual(
			[399, 400, 402, 406, 409, 415, 418, 422, 425, 499, 500].map(status => errorOf(status).kind),
			['server', 'rejected', ...Array(3).fill('server'), 'rejected', 'server', 'rejected', ...Array(3).fill('server')],
		);
	});

	it('is a time-out where it is 408: the server got tired', () => {
		assert.equal(errorOf(408).kind, 'answer-timeout');
	});

	it('tells when the time to wait is over, and nothing of it where none is asked for', () => {
		assert.deepEqual(errorOf(503, '', '12').details, { status: 503, retryAfterMs: 12_000, retryAt: 1_012_000 });
		assert.deepEqual(errorOf(503).details, { status: 503 });
	});

	it('is named in the error, with COR’s words where there are some', () => {
		assert.equal(errorOf(500).message, 'HTTP 500');
		assert.equal(errorOf(500, '{"message":"Espere"}').message, 'HTTP 500 Espere');
	});
});

describe('a year of two digits', () => {
	const now = Date.parse('2026-01-01T00:00:00Z');

	it('is of this century up to fifty years ahead, and else of the last', () => {
		const year = (digits: string) => readRetryAfter(`Thursday, 01-Jan-${digits} 00:00:30 GMT`, now);
		assert.equal(year('76'), 366 * 24 * 3_600_000);
		assert.equal(year('77'), 0);
	});
});
