import assert from 'node:assert/strict';
import { pbkdf2 } from 'node:crypto';
import { appendFileSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { CheckedFile } from '../../../src/attach/plan/stages.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import { NotPacked, packArchive, zipTime } from '../../../src/machine/archive/pack-archive.js';
import { openBelow } from '../../host/open-files.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { readVsix } from '../../package/kit/read-vsix.js';
import { diskPart } from '../kit/disk-part.js';

const { signal } = new AbortController();

describe('an archive of files', () => {
	let dir: string;
	let place: string;
	beforeEach(() => {
		dir = temporaryFolder();
		place = path.join(dir, 'archive.zip');
	});
	afterEach(() =>
		assert.deepEqual(
			openBelow(dir).filter(file => file !== place),
			[],
		),
	); // what reads the archive closes it late

	const fileOf = (name: string): CheckedFile => ({
		uri: `file:///${name}`,
		relativePath: name,
		name,
		size: 1,
		doubts: [],
	});
	const pack = (parts: readonly FilePart[], limitMs?: number, onGrown?: (file: CheckedFile, bytes: number) => void) => {
		const openPart = async ({ name }: CheckedFile) => parts.find(part => part.name === name) as FilePart;
		return packArchive(
			parts.map(({ name }) => fileOf(name)),
			'a.zip',
			place,
			openPart,
			signal,
			onGrown,
			limitMs,
		);
	};
	const partOf = (stream: () => Readable, size = 4): FilePart => ({ name: 'a.txt', size, open: stream });
	const why = async (packing: Promise<unknown>) => {
		const error = await packing.then(
			() => assert.fail('it was made'),
			failure => failure,
		);
		assert.ok(error instanceof NotPacked);
		return error.message;
	};

	const times = {
		'long before 1970': Date.UTC(1901, 0, 1),
		'before 1970': -1_000.5,
		'1970': 0,
		'before 1980': Date.UTC(1975, 5, 15, 12),
		'in these years': Date.UTC(2024, 5, 15, 12),
		'after 2038': Date.UTC(2090, 5, 15, 12),
		'after 2107': Date.UTC(2200, 5, 15, 12),
		'long after all that a date can be': 1e18,
		'no number': Number.NaN,
		endless: Number.POSITIVE_INFINITY,
		'endless in the past': Number.NEGATIVE_INFINITY,
	};
	for (const [title, mtimeMs] of Object.entries(times)) {
		it(`is made of a file that was written ${title}`, async () => {
			await pack([{ ...partOf(() => Readable.from([Buffer.from('hola')])), mtimeMs }]);

			assert.equal((await readVsix(place)).get('a.txt')?.toString(), 'hola');
		});
	}

	it('has of each time the nearest that ZIP has', () => {
		const yearOf = (mtimeMs: number) => {
			const { mtime, forceDosTimestamp } = zipTime(mtimeMs);
			return [mtime?.getUTCFullYear(), forceDosTimestamp];
		};
		assert.deepEqual(Object.values(times).map(yearOf), [
			[1970, false],
			[1970, false],
			[1970, false],
			[1975, false],
			[2024, false],
			[2090, true],
			[2108, true],
			[2108, true],
			[1970, false],
			[2108, true],
			[1970, false],
		]);
		assert.deepEqual(zipTime(undefined), {});
	});

	it('is made of a file of the disk from before 1970, and one from after 2107', async () => {
		for (const [name, seconds] of [
			['antes.txt', -86_400 * 365],
			['luego.txt', 5e9],
		] as const) {
			writeFileSync(path.join(dir, name), name);
			utimesSync(path.join(dir, name), seconds, seconds);
		}
		const names = ['antes.txt', 'luego.txt'];
		await pack(await Promise.all(names.map(name => diskPart(path.join(dir, name), name))));

		assert.deepEqual(
			[...(await readVsix(place))].map(([name, bytes]) => [name, bytes.toString()]),
			names.map(name => [name, name]),
		);
	});

	for (const [title, bytes, message] of [
		['fails', fails, /broken/],
		['gives fewer bytes than was said', () => [Buffer.alloc(3)], /unexpected number of bytes/],
		['gives more bytes than was said', () => [Buffer.alloc(5)], /unexpected number of bytes/],
	] as const) {
		it(`is not made where a stream ${title}`, async () => {
			assert.match(await why(pack([partOf(() => Readable.from(bytes()))])), message);
		});
	}

	it('is given up where nothing moves any more, as where a library throws in an event of its own', async () => {
		assert.match(await why(pack([partOf(() => new PassThrough())], 20)), /nothing moved/);
	});

	it('is given up when that is asked for while a file does not open', async () => {
		const abort = new AbortController();
		const opening = new Promise<FilePart>(() => {});
		const packing = packArchive([fileOf('a.txt')], 'a.zip', place, () => opening, abort.signal);

		abort.abort(new Error('given up'));

		await assert.rejects(packing, /given up/);
	});

	it('has left what it leaves by the time it is given up: nothing comes after its folder was removed', async () => {
		for (let at = 0; at < 16; at++) {
			pbkdf2('x', 'y', 50_000, 64, 'sha512', () => {}); // keeps the threads busy that open files
		}
		const abort = new AbortController();
		const opening = new Promise<FilePart>(() => {});
		const packing = packArchive([fileOf('a.txt')], 'a.zip', place, () => opening, abort.signal);
		await new Promise(setImmediate);
		abort.abort(new Error('given up'));

		await assert.rejects(packing, /given up/);

		assert.ok(existsSync(place));
	});

	it('is not given up for a file that takes longer to open than anything may stand still', async () => {
		const slow = async (): Promise<FilePart> => {
			await new Promise(resolve => setTimeout(resolve, 1_200));
			return partOf(() => Readable.from([Buffer.from('hola')]));
		};

		await packArchive([fileOf('a.txt')], 'a.zip', place, slow, signal, undefined, 1_000); // what is written meanwhile needs less on a slow disk too

		assert.equal((await readVsix(place)).get('a.txt')?.toString(), 'hola');
	});

	it('has the bytes that a file had at first where it has grown, which is told', async () => {
		const file = path.join(dir, 'a.log');
		writeFileSync(file, 'hola');
		const part = await diskPart(file, 'a.log');
		appendFileSync(file, ', y más');
		const told: unknown[] = [];

		await pack([part], undefined, ({ name }, bytes) => told.push([name, bytes]));

		assert.deepEqual(told, [['a.log', 4]]);
		assert.equal((await readVsix(place)).get('a.log')?.toString(), 'hola');
	});
});

async function* fails(): AsyncGenerator<Buffer> {
	yield Buffer.from('ho');
	throw new Error('broken');
}
