import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packLimits, planParcels } from '../../../src/attach/delivery/parcels.js';
import { CorError } from '../../../src/attach/errors.js';
import { mayBecomeOne } from '../../../src/attach/names/file-names.js';
import { type Candidate, planFiles } from '../../../src/attach/plan/plan.js';

const planned = (changes: readonly Partial<Candidate>[]) =>
	planFiles(
		changes.map((change, index) => {
			const relativePath = change.relativePath ?? `f${index}.txt`;
			return { uri: `file:///${index}/${relativePath}`, size: 1, ...change, relativePath };
		}),
	);
const namesOf = (changes: readonly Partial<Candidate>[], limits = packLimits) =>
	planParcels(planned(changes), limits).map(files => files.map(({ name }) => name));

const candidate = fc.record(
	{
		relativePath: fc.constantFrom(
			'a.txt',
			'd/a.txt',
			'A.txt',
			'ñ.txt',
			'n\u0303.txt',
			'_.txt',
			'b b.txt',
			'b-b.txt',
			'c',
		),
		size: fc.nat(120),
		parentId: fc.constantFrom(undefined, undefined, undefined, 7),
		problem: fc.constantFrom(undefined, undefined, undefined, new CorError('file-missing', 'gone')),
	},
	{ requiredKeys: ['relativePath', 'size'] },
);
const limits = fc.record({
	maxFiles: fc.integer({ min: 1, max: 6 }),
	maxBytes: fc.nat(300),
	maxFileBytes: fc.nat(100),
});

describe('what travels together', () => {
	it('is planned so that every file is in one parcel, small, with no name twice', () => {
		fc.assert(
			fc.property(fc.array(candidate, { maxLength: 40 }), limits, (candidates, drawn) => {
				const files = planned(candidates as Candidate[]);
				const parcels = planParcels(files, drawn);
				const places = parcels.map(parcel => parcel.map(file => files.indexOf(file)));

				assert.deepEqual(
					places.flat().toSorted((a, b) => a - b),
					files.map((_, index) => index),
				);
				// What comes first goes first, and so it is in each parcel.
				assert.deepEqual(
					places.map(([first]) => first),
					places.map(([first]) => first).toSorted((a = 0, b = 0) => a - b),
				);
				assert.ok(places.every(place => place.every((index, at) => at === 0 || index > (place[at - 1] ?? 0))));
				for (const parcel of parcels.filter(({ length }) => length > 1)) {
					assert.ok(parcel.length <= drawn.maxFiles);
					assert.ok(parcel.reduce((sum, { size }) => sum + size, 0) <= drawn.maxBytes);
					for (const file of parcel) {
						assert.ok(file.size <= drawn.maxFileBytes && file.parentId === undefined && !file.problem);
						assert.equal(parcel.filter(other => mayBecomeOne(other.name, file.name)).length, 1);
					}
				}
			}),
		);
	});

	it('is as many small files as a request may have', () => {
		const parcels = planParcels(planned(Array.from({ length: 1_000 }, () => ({ size: 20_480 }))));

		assert.deepEqual(
			parcels.map(({ length }) => length),
			Array(50).fill(20),
		);
	});

	it('is no more bytes than a request may have', () => {
		assert.deepEqual(
			namesOf(Array.from({ length: 9 }, () => ({ size: packLimits.maxFileBytes }))).map(({ length }) => length),
			[4, 4, 1],
		);
	});

	it('is a new version alone, and so is a large file; small ones around them go together', () => {
		const sizes = [1, packLimits.maxFileBytes + 1, 2, 3];

		assert.deepEqual(namesOf([...sizes.map(size => ({ size })), { parentId: 7 }, {}]), [
			['f0.txt', 'f2.txt', 'f3.txt', 'f5.txt'],
			['f1.txt'],
			['f4.txt'],
		]);
	});

	it('is one file where packing is turned off', () => {
		assert.deepEqual(namesOf([{}, {}], { ...packLimits, maxFiles: 1 }), [['f0.txt'], ['f1.txt']]);
	});

	it('is planned in a time that grows with the files, though all names could become one', () => {
		const files = planned(
			Array.from({ length: 10_000 }, (_, index) => ({ relativePath: String.fromCodePoint(0x4e00 + index) })),
		);

		assert.equal(planParcels(files).length, 10_000);
	});

	it('is looked for in the four packs that were begun last', () => {
		const alike = ['a b', 'a-b', 'a+b', 'a_b', 'a=b'].map(relativePath => ({ relativePath }));
		const packOf = (count: number) =>
			namesOf([...alike.slice(0, count), { relativePath: 'z' }]).findIndex(names => names.includes('z'));
		assert.deepEqual([packOf(4), packOf(5)], [0, 1]);
	});
});
