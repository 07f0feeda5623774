import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readMessage } from '../../../src/cor/answers/answers.js';
import { Redaction } from '../../../src/cor/http/redaction.js';
import { answerOf } from '../kit/answer-of.js';
import { hostileSpellings } from '../kit/hostile-lists.js';

const secret = 'k3y/"with+signs"=ñ';

const token = createHash('sha256').update('a token').digest('base64url');
const pair = `${createHash('md5').update('a key').digest('hex')}:${createHash('md5').update('a secret').digest('base64')}`;

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

	it('in JSON loses a credential however it is spelled, and numbers stay numbers', () => {
		const spelled = [...'secret-7'].map(c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
		const body = `{"message":"no: ${spelled}","id":471123,"list":["secret-7"]}`;
		const answer = answerOf(body, redaction('secret-7', '471123'));

		assert.deepEqual(
			answer.find(text => v.object({ message: text(100), id: v.number(), list: v.array(text(100)) })),
			{ message: 'no: •••', id: 471_123, list: ['•••'] },
		);
	});

	for (const secrets of [[token], ['another-one-of-long-ago', token], [pair]] as const) {
		const hiding = redaction(...secrets);
		const secret = secrets.at(-1) ?? '';
		for (const { kind, text } of hostileSpellings(secret)) {
			it(`is not shown at all where it repeats ${secret.length} characters ${kind}`, () => {
				for (const said of [text, `Invalid token: <${text}> (401)`, `x${text}`, `%25${text}`]) {
					const shown = hiding.redact(said);
					assert.match(shown, /•••/, said);
					assert.ok(!shown.includes(text.slice(4, -4)));
				}
				const answer = answerOf(JSON.stringify({ error: { message: `no ${text}` } }), hiding);
				assert.match(readMessage(answer) ?? '', /•••/);
			});
		}
	}

	it('loses a credential that is cut off, or told in halves', () => {
		const hiding = redaction(token);
		for (const length of [12, 20, token.length - 1]) {
			for (const part of [token.slice(0, length), token.slice(-length)]) {
				const shown = hiding.redact(`no: ${part}`);
				assert.equal(shown, length < 23 && shown.includes(part) ? `no: ${part}` : '•••');
			}
		}
		const atTheCut = `${'x'.repeat(490)}${token}`;
		assert.doesNotMatch(
			readMessage(answerOf(JSON.stringify({ message: atTheCut }), hiding)) ?? '',
			new RegExp(token.slice(0, 6)),
		);
	});

	it('keeps what only looks alike', () => {
		const said = 'HTTP 401: the token eyJhbGciOiJ is not valid, 100%aa of it; see https://a.example/?q=%C3%A9&x=1';

		assert.equal(redaction(token, pair).redact(said), said);
	});

	it('loses the line alone in which a credential is disguised', () => {
		assert.equal(redaction(token).redact(`one\n${[...token].join(' ')}\nthree`), 'one\n•••\nthree');
	});

	it('is cleaned up to 64 Ki characters, and the rest is dropped', () => {
		assert.equal(redaction(token).redact('x'.repeat(10_000_000)).length, 65_536);
	});

	const hexOf = (index: number) => createHash('sha256').update(String(index)).digest('hex');

	it('hides at least the last fifty tokens, however many there were, and forgets those of long ago', () => {
		const hiding = new Redaction();
		const many = Array.from({ length: 200 }, (_, index) => hexOf(index));
		for (const each of many) {
			hiding.hideToken(each);
		}

		assert.equal(hiding.redact(many.at(-1) ?? ''), '•••');
		assert.equal(hiding.redact(many.at(-50) ?? ''), '•••');
		assert.equal(hiding.redact(many[0] ?? ''), many[0]);
	});

	it('hides a credential that is no token, however many tokens come after it', () => {
		const hiding = redaction(pair);
		for (let index = 0; index < 200; index += 1) {
			hiding.hideToken(hexOf(index));
		}

		assert.equal(hiding.redact(`<${pair}>`), '<•••>');
		assert.equal(hiding.redact([...pair].join(' ')), '•••');
	});

	it('hides a token that was hidden again as long as a new one', () => {
		const hiding = new Redaction();
		hiding.hideToken(token);
		for (let index = 0; index < 105; index += 1) {
			hiding.hideToken(index === 60 ? token : hexOf(index));
		}

		assert.equal(hiding.redact(`<${token}>`), '<•••>');
	});
});
