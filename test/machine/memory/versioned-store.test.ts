import assert from 'node:assert/strict';
import * as v from 'valibot';
import { rightOf } from '../../../src/attach/schemas.js';
import { type KeptData, type StoredForm, VersionedStore } from '../../../src/machine/memory/versioned-store.js';
import { KeptInMemory } from '../kit/kept-in-memory.js';

/** Words, latest first. */
const words: StoredForm<readonly string[]> = {
	key: 'words',
	version: 2,
	empty: [],
	schema: rightOf(v.string()),
};

describe('stored data', () => {
	let warnings: string[] = [];
	const open = (kept: KeptData) => new VersionedStore(kept, words, message => warnings.push(message));
	const add = (store: VersionedStore<readonly string[]>, word: string) => store.change(all => [word, ...all]);

	beforeEach(() => {
		warnings = [];
	});

	it('is empty where nothing was stored, and says nothing of it', () => {
		assert.deepEqual(open(new KeptInMemory()).read(), []);
		assert.deepEqual(warnings, []);
	});

	it('carries its version', async () => {
		const kept = new KeptInMemory();
		await add(open(kept), 'uno');
		assert.deepEqual(kept.all, { words: { version: 2, value: ['uno'] } });
		assert.deepEqual(open(kept).read(), ['uno']);
		assert.deepEqual(warnings, []);
	});

	it('loses no change where several are made at once, nor after one that failed', async () => {
		const kept = new KeptInMemory();
		const store = open(kept);
		const broken = store.change(() => {
			throw new Error('no');
		});
		await Promise.all([assert.rejects(broken, /no/), add(store, 'uno'), add(store, 'dos'), add(store, 'tres')]);
		assert.deepEqual(store.read(), ['tres', 'dos', 'uno']);
	});

	describe('of a newer version', () => {
		const newer = { words: { version: 3, value: 'of another form' } };

		it('is neither used nor written over, and said once: changes last as long as the window', async () => {
			const kept = new KeptInMemory(newer);
			const store = open(kept);
			assert.deepEqual(store.read(), []);
			await add(store, 'a');
			await add(store, 'b');

			assert.deepEqual(store.read(), ['b', 'a']);
			assert.deepEqual(kept.all, newer);
			assert.deepEqual(open(kept).read(), []);
			assert.equal(warnings.length, 2);
			assert.match(warnings[0] ?? '', /^the value words is from a newer version/);
		});

		it('is not written over where it came while the window was open', async () => {
			const kept = new KeptInMemory();
			const store = open(kept);
			await add(store, 'a');
			await kept.update('words', newer.words);
			await add(store, 'b');

			assert.deepEqual(kept.all, newer);
		});

		it('is gone, with what the window had, once a person clears it', async () => {
			const kept = new KeptInMemory(newer);
			const store = open(kept);
			await add(store, 'a');
			await store.clear();
			assert.deepEqual(kept.all, {});
			assert.deepEqual(store.read(), []);

			await kept.update('words', newer.words);
			assert.deepEqual(store.read(), []);
		});
	});

	describe('that is broken', () => {
		for (const [what, stored] of [
			['half written', { version: 2 }],
			['without a version', ['uno']],
			['of an older version', { version: 1, value: ['uno'] }],
			['of another type', 'uno'],
			['of no type', null],
			['with a version that is none', { version: '3', value: ['uno'] }],
		] as const) {
			it(`(${what}) is not used, said once, and renamed before it is written over`, async () => {
				const kept = new KeptInMemory({ words: stored });
				const store = open(kept);
				assert.deepEqual(store.read(), []);
				assert.deepEqual(kept.all, { words: stored });
				await add(store, 'a');
				await add(store, 'b');

				assert.deepEqual(kept.all, { words: { version: 2, value: ['b', 'a'] }, 'words.broken': [stored] });
				assert.equal(warnings.length, 1);
				assert.match(warnings[0] ?? '', /^the value words is partly invalid: .* saved as words\.broken/);
			});
		}

		it('in part is used as far as it is right, and the whole is kept', async () => {
			const stored = { version: 2, value: ['uno', 7, null, 'dos'] };
			const kept = new KeptInMemory({ words: stored });
			const store = open(kept);
			assert.deepEqual(store.read(), ['uno', 'dos']);
			await add(store, 'a');

			assert.deepEqual(kept.all, { words: { version: 2, value: ['a', 'uno', 'dos'] }, 'words.broken': [stored] });
			assert.equal(warnings.length, 1);
		});

		it('is kept with what was broken before', async () => {
			const kept = new KeptInMemory({ words: ['b'], 'words.broken': [['a']] });
			await add(open(kept), 'c');
			assert.deepEqual(kept.get('words.broken'), [['a'], ['b']]);
		});

		it('is not written over where it cannot be renamed', async () => {
			const kept = new KeptInMemory({ words: 7 });
			const full: KeptData = { get: kept.get.bind(kept), update: () => Promise.reject(new Error('the disk is full')) };
			await assert.rejects(add(open(full), 'a'), /the disk is full/);
			assert.deepEqual(kept.all, { words: 7 });
		});

		it('is gone once a person clears it', async () => {
			const kept = new KeptInMemory({ words: 7 });
			const store = open(kept);
			await add(store, 'a');
			await store.clear();
			assert.deepEqual(kept.all, {});
			assert.deepEqual(store.read(), []);
		});
	});
});
