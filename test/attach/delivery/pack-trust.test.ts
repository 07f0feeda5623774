import assert from 'node:assert/strict';
import type { PostedEnd } from '../../../src/attach/delivery/courier.js';
import { PackTrust, PackTrusts } from '../../../src/attach/delivery/pack-trust.js';
import { CorError, type FailureDetails, type FailureKind } from '../../../src/attach/errors.js';

const stored: PostedEnd = { status: 'attached', attachment: { id: 1, name: 'a' } };
const named: PostedEnd = { ...stored, isOwn: true };
const failed = (kind: FailureKind, details: FailureDetails = {}): PostedEnd => ({
	status: 'failed',
	error: new CorError(kind, kind, details),
});
const refused: PostedEnd = { ...failed('rejected', { status: 200 }), isOwn: true } as PostedEnd;
const unknown = (kind: FailureKind, details: FailureDetails = {}): PostedEnd => ({
	status: 'unknown',
	error: new CorError(kind, kind, details),
});

/** How many of ten may go together after these ends of a request. */
const allowedAfter = (trust: PackTrust, ...ends: readonly PostedEnd[]): number => {
	trust.take(10);
	trust.learn(ends);
	return trust.take(10);
};

describe('the trust that COR tells of each file of several', () => {
	it('begins with two files in one request, and waits for what comes of them', () => {
		const trust = new PackTrust();

		assert.deepEqual([trust.take(10), trust.take(10), trust.take(2)], [2, 0, 0]);
	});

	it('is earned by an answer that tells of each, stored or refused', () => {
		assert.equal(allowedAfter(new PackTrust(), named, named), 10);
		assert.equal(allowedAfter(new PackTrust(), named, refused), 10);
	});

	for (const [what, ...ends] of [
		['misses one', named, unknown('not-in-answer')],
		['gives another name', stored, named],
		['refuses all together', failed('too-large', { status: 413 }), failed('too-large', { status: 413 })],
		['fails', unknown('server', { status: 500 }), unknown('server', { status: 500 })],
		['cannot be read', unknown('unreadable-answer'), unknown('unreadable-answer')],
	] as const) {
		it(`is lost for ever with an answer that ${what}`, () => {
			for (const trust of [new PackTrust(), new PackTrust('earned')]) {
				assert.equal(allowedAfter(trust, ...ends), 1);
				assert.equal(allowedAfter(trust, named, named), 1);
			}
		});
	}

	it('is lost where nothing is heard of the first pack, and kept where more were told of before', () => {
		const broken = [unknown('network'), failed('network')];

		assert.equal(allowedAfter(new PackTrust(), ...broken), 1);
		assert.equal(allowedAfter(new PackTrust('earned'), ...broken), 10);
	});

	it('stays as it was where COR says "not now", wants another token, or was not reached', () => {
		for (const kind of ['rate-limited', 'unavailable', 'unauthorized', 'proxy'] as const) {
			const ends = [failed(kind, { status: 429 }), failed(kind, { status: 429 })];

			assert.equal(allowedAfter(new PackTrust(), ...ends), 2);
			assert.equal(allowedAfter(new PackTrust('earned'), ...ends), 10);
		}
		assert.equal(allowedAfter(new PackTrust(), failed('no-connection'), failed('no-connection')), 2);
		assert.equal(allowedAfter(new PackTrust(), { status: 'cancelled' }, { status: 'cancelled' }), 2);
	});

	it('is not earned by a single file that was left of the first two', () => {
		assert.equal(allowedAfter(new PackTrust(), stored), 2);
		assert.equal(allowedAfter(new PackTrust()), 2);
	});

	it('counts for one origin alone', () => {
		const trusts = new PackTrusts();
		trusts.of(new URL('https://a.example/v1')).take(2);

		assert.equal(trusts.of(new URL('https://a.example/v2')).take(2), 0);
		assert.equal(trusts.of(new URL('https://b.example/v1')).take(2), 2);
	});
});
