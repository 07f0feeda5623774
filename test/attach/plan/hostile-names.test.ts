import assert from 'node:assert/strict';
import { harmlessName } from '../../../src/attach/names/file-names.js';
import { FreeNames } from '../../../src/attach/names/free-names.js';
import { archivePaths } from '../../../src/attach/plan/archive.js';
import { uniqueNames } from '../../../src/attach/plan/unique-names.js';
import { composed, sameName } from '../../../src/attach/text/same-name.js';
import { callsOf } from '../kit/calls-of.js';
import { hostileNames, kindsOfHostileNames, seeded } from '../kit/hostile-names.js';

const count = 2_000;
const mostFolders = 64;

describe('names that are meant to take long', () => {
	const batches = hostileNames(seeded(11), count);
	for (let kind = 0; kind < kindsOfHostileNames; kind += 1) {
		const { kind: what, paths } = batches.next().value;
		const items = paths.map(relativePath => ({ relativePath }));

		for (const [where, name] of [
			['in a batch', uniqueNames],
			['in an archive', archivePaths],
		] as const) {
			it(`are unique ${where}, found with a few looks at each: they ${what}`, () => {
				const { result, calls } = callsOf(String.prototype, 'toLowerCase', () => name(items));

				assert.equal(new Set(result.map(sameName)).size, paths.length);
				assert.ok(calls <= 8 * paths.length + mostFolders, `${calls} comparisons of ${paths.length} names`);
			});
		}
	}

	it('are tried once each, however many are taken', () => {
		let tries = 0;
		const taken = Array.from({ length: count }, (_, index) => `x (${index})`);
		const free = new FreeNames([...taken, 'x', 'X']);
		for (let index = 0; index < count; index += 1) {
			free.take(index % 2 ? 'x' : 'X', number => {
				tries += 1;
				return `${index % 2 ? 'x' : 'X'} (${number})`;
			});
		}

		assert.ok(tries <= 3 * count, `${tries} tries`);
	});

	it('of megabytes are cut before they are cleaned', () => {
		const { calls } = callsOf(
			String.prototype,
			'replace',
			() => harmlessName(`a${'\u202e'.repeat(1_000_000)}.txt`),
			text => assert.ok(text.length <= 1_000, `${text.length} characters are cleaned`),
		);

		assert.ok(calls > 0);
		assert.equal(harmlessName(`${'a'.repeat(1_000_000)}.txt`), `${'a'.repeat(251)}.txt`);
	});

	it('with thousands of marks on a letter are compared by the first of them', () => {
		const { calls } = callsOf(
			String.prototype,
			'normalize',
			() => composed(`a${'\u0301\u0323'.repeat(50_000)}`),
			text => assert.ok(text.length <= 31, `${text.length} characters are put in order`),
		);

		assert.equal(calls, 1);
		assert.equal(composed('cafe\u0301'), 'caf\u00e9');
	});
});
