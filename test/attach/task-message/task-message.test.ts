import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import {
	maxMessageLength,
	readiness,
	referencesOf,
	tidyMessage,
} from '../../../src/attach/task-message/task-message.js';

const outcome = (end: FileEnd, name = 'a.txt') => ({ file: { name }, end, tookMs: 0 });
const attached = outcome({ status: 'attached', attachment: { id: 7, name: 'A.txt' } });
const failed = outcome({ status: 'failed', error: new CorError('rejected', 'no') });
const unknown = outcome({ status: 'unknown', error: new CorError('network', 'broken') });
const skipped = outcome({ status: 'skipped', why: { kind: 'unticked' } });
const cancelled = outcome({ status: 'cancelled' });

describe('a message', () => {
	const tidied: readonly (readonly [string, string])[] = [
		['  aquí va  ', 'aquí va'],
		[' \n\t\r\n ', ''],
		['\u200b\u2060 \ufeff\n\u200d\u00ad\u3164', ''],
		['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
		['one  \n\n  two', 'one\n\n  two'],
		['<script>alert(1)</script> 👩‍🎨', '<script>alert(1)</script> 👩‍🎨'],
		['a\u202eb\u0000c', 'a b c'],
		['half \ud83d', 'half \ufffd'],
		['\udca9\ud83d', '\ufffd\ufffd'],
		['\u200b\u200f\u2060 \u00ad\ufeff\u3164\u200d', ''],
		['👩\u200d🎨', '👩\u200d🎨'],
		['\ufe0f!', '\ufe0f!'],
		['\u{1fbff}', '\u{1fbff}'], // may be an emoji of a later Unicode
	];
	for (const [text, tidy] of tidied) {
		it(`${JSON.stringify(text)} is sent as ${JSON.stringify(tidy)}`, () => {
			assert.equal(tidyMessage(text), tidy);
			assert.equal(tidyMessage(tidy), tidy);
		});
	}

	it('of any length is looked at for secrets whole', () => {
		assert.ok(Buffer.byteLength('\uffff'.repeat(maxMessageLength)) <= firstPartBytes);
	});

	it('goes with files of which all are attached that were to be', () => {
		assert.equal(readiness([attached]), 'ready');
		assert.equal(readiness([attached, skipped]), 'ready');
	});

	for (const other of [failed, unknown, cancelled]) {
		it(`waits where one of them is ${other.end.status}`, () => {
			assert.equal(readiness([attached, other]), 'waits');
		});
	}

	it('has nothing to go with where nothing was to be attached', () => {
		assert.equal(readiness([skipped]), 'nothing');
		assert.equal(readiness([]), 'nothing');
	});

	it('refers to what is attached, with what COR told of it and nothing else', () => {
		const whole = { id: 8, name: '', url: 'https://files/8', type: 'txt', source: 'S3', size: 3, userId: 5 };
		assert.deepEqual(referencesOf([attached, failed, outcome({ status: 'attached', attachment: whole }, 'b.txt')]), [
			{ id: 7, name: 'A.txt' },
			{ id: 8, name: 'b.txt', url: 'https://files/8', type: 'txt', source: 'S3' },
		]);
	});
});
