import assert from 'node:assert/strict';
import { type Doubt, isSameDoubt, needsWord } from '../../src/attach/doubts.js';

const byName = { kind: 'secret', place: 'name', rule: '.env*' } as const;
const inContents = { kind: 'secret', place: 'contents', rule: 'GitHub' } as const;
const key = { kind: 'secret', place: 'contents', rule: 'private key' } as const;
const outside = { kind: 'outside', place: '/home/ana/.env' } as const;
const elsewhere = { kind: 'outside', place: '/home/ana/notas.txt' } as const;
const unlooked = { kind: 'unlooked' } as const;
const inPatch = { ...key, inPatch: 'a.pem' } as const;
const otherPlace = { ...byName, place: 'contents' } as const;
const all: readonly Doubt[] = [byName, otherPlace, inContents, key, inPatch, outside, elsewhere, unlooked];

describe("somebody's word on a doubt", () => {
	it('is needed for a secret, for what lies outside, and for what nobody could look at', () => {
		assert.ok(all.every(needsWord));
		assert.ok(![{ kind: 'empty' } as const, { kind: 'large', limitBytes: 1 } as const].some(needsWord));
	});

	it('is one on the same rule at the same place, or on the same place, and on no other', () => {
		for (const [index, given] of all.entries()) {
			assert.deepEqual(
				all.map(doubt => isSameDoubt(given, { ...doubt })),
				all.map((_, other) => other === index),
			);
		}
	});
});
