import assert from 'node:assert/strict';
import { type KeptData, readList, type StoredForm, VersionedStore } from '../src/machine/memory/versioned-store.js';
import { KeptInMemory } from './kept-in-memory.js';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Words, latest first; version 1 kept them in one text. */
const words: StoredForm<readonly string[]> = {
	key: 'words',
	version: 2,
	empty: [],
	migrate: (stored, version) => (version === 1 ? (stored as { text?: string }).text?.split(' ') : stored),
	read: value => readList(value, isText),
	join: (later, earlier) => [...new Set([...later, ...earlier])],
};
const inThree: StoredForm<readonly string[]> = {
	...words,
	version: 3,
	migrate: stored => (stored as { value: readonly string[] }).value,
};

describe('stored data', () => {
	let warnings: string[] = [];
	const open = (kept: KeptData, form = words) => new VersionedStore(kept, form, message => warnings.push(message));
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

	for (const [what, stored] of Object.entries({
		'without a version': ['dos', 'uno'],
		'of version 1': { version: 1, text: 'dos uno' },
	})) {
		it(`${what} is read, and written in today's form by the next change`, async () => {
			const kept = new KeptInMemory({ words: stored });
			const store = open(kept);
			assert.deepEqual(store.read(), ['dos', 'uno']);
			assert.deepEqual(kept.all, { words: stored });
			await add(store, 'tres');
			assert.deepEqual(kept.all, { words: { version: 2, value: ['tres', 'dos', 'uno'] } });
			assert.deepEqual(warnings, []);
		});
	}

	for (const [what, stored, right] of [
		['of a newer version', { version: 3, value: ['dos'] }, []],
		['half written', { version: 2 }, []],
		['half written long ago', { version: 1 }, []],
		['with a part that is wrong', { version: 2, value: ['uno', 7, null] }, ['uno']],
		['of another type', 'uno', []],
		['of no type', null, []],
		['with a version that is none', { version: '2', value: ['uno'] }, []],
	] as const) {
		it(`${what} is set aside before it is written over, and told once`, async () => {
			const kept = new KeptInMemory({ words: stored });
			const store = open(kept);
			assert.deepEqual(store.read(), right);
			await add(store, 'a');
			await add(store, 'b');
			assert.deepEqual(kept.all, { words: { version: 2, value: ['b', 'a', ...right] }, 'words.setAside': [stored] });
			assert.equal(warnings.length, 1);
			assert.match(warnings[0] ?? '', /^what is stored as words is .*: it is kept as words\.setAside$/);
		});
	}

	it('stays where it is while it is only read', () => {
		const stored = { words: { version: 9, value: 1 } };
		const kept = new KeptInMemory(stored);
		assert.deepEqual(open(kept).read(), []);
		assert.deepEqual(kept.all, stored);
	});

	it('of a newer version comes back with that version, joined with what the older one added', async () => {
		const kept = new KeptInMemory();
		await add(open(kept, inThree), 'nuevo');
		await add(open(kept), 'viejo');
		assert.deepEqual(open(kept).read(), ['viejo']);

		const again = open(kept, inThree);
		assert.deepEqual(again.read(), ['viejo', 'nuevo']);
		await add(again, 'otra vez');

		assert.deepEqual(kept.all, { words: { version: 3, value: ['otra vez', 'viejo', 'nuevo'] } });
	});

	it('keeps everything that was ever set aside', async () => {
		const kept = new KeptInMemory({ words: 7, 'words.setAside': { version: 8 } });
		await add(open(kept), 'a');
		assert.deepEqual(kept.get('words.setAside'), [{ version: 8 }, 7]);
	});

	it('is not written over where it cannot be set aside', async () => {
		const kept = new KeptInMemory({ words: 7 });
		const full: KeptData = { get: kept.get.bind(kept), update: () => Promise.reject(new Error('the disk is full')) };
		await assert.rejects(add(open(full), 'a'), /the disk is full/);
		assert.deepEqual(kept.all, { words: 7 });
	});

	it('is gone, with what was set aside, once a person clears it', async () => {
		const kept = new KeptInMemory({ words: 7 });
		const store = open(kept);
		await add(store, 'a');
		await store.clear();
		assert.deepEqual(kept.all, {});
		assert.deepEqual(store.read(), []);
	});
});
