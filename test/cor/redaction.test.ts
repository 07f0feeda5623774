import assert from 'node:assert/strict';
import { Redaction } from '../../src/cor/http/redaction.js';

const secret = 'k3y/"with+signs"=ñ';

describe('what others say', () => {
	function redaction(...secrets: readonly string[]): Redaction {
		const made = new Redaction();
		for (const each of secrets) {
			made.hide(each);
		}
		return made;
	}

	for (const [form, text] of [
		['as it is', secret],
		['percent-encoded', encodeURIComponent(secret)],
		['in base64', Buffer.from(secret).toString('base64')],
		['in the base64 of addresses', Buffer.from(secret).toString('base64url')],
		['as JSON spells it', JSON.stringify(secret)],
	] as const) {
		it(`is shown without a credential ${form}`, () => {
			assert.equal(
				redaction(secret)
					.redact(`<${text.replace(/=+$/, '')}>`)
					.replaceAll('"', ''),
				'<•••>',
			);
		});
	}

	it('loses every credential that was ever known, and the longer one whole where one is part of another', () => {
		const said = redaction('token-1', 'token-1-and-more').redact('token-1, token-1-and-more, token-1');

		assert.equal(said, '•••, •••, •••');
	});

	it('keeps what is too short to be a secret', () => {
		assert.equal(redaction('', 'id').redact('the id'), 'the id');
	});

	it('in JSON loses a credential however it is spelled, and stays JSON', () => {
		const spelled = [...'secret-7'].map(c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
		const body = `{"message":"no: ${spelled}","id":471123,"list":["secret-7"]}`;

		assert.deepEqual(JSON.parse(redaction('secret-7', '471123').redactBody(body)), {
			message: 'no: •••',
			id: 471_123,
			list: ['•••'],
		});
	});

	it('that is no JSON loses it, too', () => {
		assert.equal(redaction('secret-7').redactBody('<p>\\ secret-7</p>'), '<p>\\ •••</p>');
	});

	it('is left byte for byte where it holds none', () => {
		const body = '{ "name": "a\\"b", "size" : 1.0 }';

		assert.equal(redaction('secret-7').redactBody('{ "size" : 1.0 }'), '{ "size" : 1.0 }');
		assert.deepEqual(JSON.parse(redaction('secret-7').redactBody(body)), JSON.parse(body));
	});
});
