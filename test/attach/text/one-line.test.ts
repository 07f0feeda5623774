import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import { uniqueNames } from '../../../src/attach/plan/unique-names.js';
import { plainText } from '../../../src/attach/text/plain-text.js';

const turning = ['\u061c', '\u200e', '\u200f', '\u202e', '\u2066', '\u2069'];
const breaking = ['\n', '\r', '\u0085', '\u2028', '\u2029', '\0', '\u001b', '\u009b'];

describe('what a server says of a failure', () => {
	for (const mark of [...turning, ...breaking]) {
		it(`is one line for the log, read in one direction: ${JSON.stringify(mark)}`, () => {
			const { message } = new CorError('rejected', `no${mark}2026-11-24 [info] task 4101: attached`);

			assert.equal(message, 'no 2026-11-24 [info] task 4101: attached');
		});
	}

	it('is no longer in the log than anybody reads', () => {
		assert.equal(new CorError('rejected', 'x'.repeat(8_000_000)).message.length, 2_000);
	});
});

describe('foreign text where the editor reads markup', () => {
	for (const [text, shown] of [
		['[x](command:workbench.action.quit)', '[x]\u2060(command:workbench.action.quit)'],
		['[x]\u202e(command:y)', '[x] (command:y)'],
		['$(alert) fire', '$\u2060(alert) fire'],
		['$\n(alert)', '$ (alert)'],
		['[a](b)](c)$($(d', '[a]\u2060(b)]\u2060(c)$\u2060($\u2060(d'],
		['a\r\n\t b', 'a b'],
		['\u202e', ''],
		['a\ud800b', 'a\ufffdb'],
	] as const) {
		it(`is only text: ${JSON.stringify(text)}`, () => {
			assert.equal(plainText(text), shown);
		});
	}

	it('is cut between characters', () => {
		assert.equal(plainText('abc🌮de', 5), 'abc…');
		assert.equal(plainText('abc🌮de', 6), 'abc🌮…');
	});

	it('does not grow markup where it is cut', () => {
		assert.equal(plainText(`${'x'.repeat(57)}](y)`, 60), `${'x'.repeat(57)}]\u2060(…`);
	});
});

describe('the names of thousands of files that would be called the same', () => {
	for (const [what, folder] of [
		['in folders of one name', 'a'],
		['with paths that differ only where they are cut', 'a'.repeat(300)],
	] as const) {
		it(`are found at once: ${what}`, () => {
			const items = Array.from({ length: 20_000 }, (_, index) => ({ relativePath: `${folder}/${index}/x.txt` }));

			assert.equal(new Set(uniqueNames(items)).size, items.length);
		});
	}
});
