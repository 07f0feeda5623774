import assert from 'node:assert/strict';
import { codeSpan, markdownText } from '../../../src/attach/text/markdown.js';
import { oneLine } from '../../../src/attach/text/one-line.js';
import { plainText } from '../../../src/attach/text/plain-text.js';
import { callsOf } from '../kit/calls-of.js';

const megabytes = 2 * 1024 * 1024;

describe('a text of megabytes', () => {
	for (const [what, unit] of Object.entries({
		letters: 'a',
		spaces: ' ',
		'half characters': '\ud800',
		'marks that turn the direction': '\u202e',
		'marks on a letter': '\u0301',
		'what nobody sees': '\u200b',
		'marks of Markdown': '`[](&_',
		'entities without an end': '&aaaa',
		backticks: '`',
		dollars: '$(',
	})) {
		it(`is cut before it is cleaned, and short then: ${what}`, () => {
			for (const clean of [plainText, oneLine, markdownText, codeSpan]) {
				const { result } = callsOf(
					String.prototype,
					'replace',
					() => clean(unit.repeat(megabytes)),
					text => assert.ok(text.length <= 4_000, `${clean.name} cleans ${text.length} characters`),
				);
				assert.ok(result.length <= 8_000 && result.isWellFormed(), `${clean.name}: ${result.length}`);
			}
		});
	}

	it('says by `…` that more follows', () => {
		assert.equal(plainText('a'.repeat(10), 5), 'aaaa…');
		assert.equal(plainText(`a${' '.repeat(megabytes)}b`), 'a…');
		assert.equal(plainText('a'.repeat(200)), 'a'.repeat(200));
	});
});
