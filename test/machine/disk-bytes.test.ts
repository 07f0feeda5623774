import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { CorError } from '../../src/attach/errors.js';
import { firstPartBytes } from '../../src/attach/secrets/first-part-bytes.js';
import type { FilePart } from '../../src/cor/http/multipart.js';
import { DiskBytes, maxHeldBytes } from '../../src/machine/disk-bytes.js';
import { openDiskFile } from '../../src/machine/disk-file.js';
import { factsOf } from '../../src/machine/file-facts.js';
import { readFailure } from '../cor/kit/read-failure.js';
import { onLinux } from '../host/systems.js';
import { temporaryFolder } from '../host/temporary-folder.js';

interface Lie {
	/** Bytes that it says it has. */
	readonly says: number;
	readonly gives: number;
	/** Bytes that one reading gives at most. */
	readonly atOnce?: number;
}

/** An open file of a file system that does not keep what it says. */
function lying({ says, gives, atOnce = gives }: Lie): fs.FileHandle {
	const contents = Buffer.alloc(gives, 'x');
	const stat = { isFile: () => true, dev: 1n, ino: 1n, size: BigInt(says), mtimeNs: 1n, ctimeNs: 1n };
	return {
		stat: async () => stat,
		read: async (into: Buffer, at: number, length: number, position: number) => {
			const piece = contents.subarray(position, position + Math.min(length, atOnce));
			piece.copy(into, at);
			return { bytesRead: piece.length };
		},
	} as unknown as fs.FileHandle;
}

const open = async (handle: fs.FileHandle) => DiskBytes.of(handle, await factsOf(handle));
const failureOf = async (reading: Promise<unknown>): Promise<CorError> => readFailure(reading);
const large = 3 * firstPartBytes;

describe('the bytes of a file whose size is not what it says', () => {
	for (const [says, gives, atOnce] of [
		[4_096, 23, 23],
		[4_096, 0, 0],
		[0, 124, 124],
		[0, firstPartBytes, 4_096],
		[0, large + 5, 4_096],
		[0, maxHeldBytes, maxHeldBytes],
		[10, 11, 1],
		[10, large, 7_777],
		[large, 23, 23],
		[large, 0, 0],
		[maxHeldBytes, firstPartBytes - 1, 100],
		[5, 5, 1],
		[0, 0, 0],
		[firstPartBytes, firstPartBytes, 1_000],
	] as const) {
		it(`are all given where it says ${says} and has ${gives}, ${atOnce} at once`, async () => {
			const bytes = await open(lying({ says, gives, atOnce }));

			assert.equal(bytes.size, gives);
			for (const _ of [1, 2]) {
				assert.equal(Buffer.concat(await bytes.open().toArray()).length, gives);
				assert.equal(bytes.hasGrown, false);
			}
		});
	}

	it('are not begun where it has more than can be held to know how many', async () => {
		const error = await failureOf(open(lying({ says: 0, gives: maxHeldBytes + 1 })));
		assert.equal(error.kind, 'file-size-untrue');
		assert.deepEqual(error.details, { saidBytes: 0, gaveBytes: maxHeldBytes, isMore: true });
	});

	for (const [says, gives, isMore] of [
		[large, large - 1, false],
		[large, large + 1, true],
		[firstPartBytes, firstPartBytes + 1, true],
	] as const) {
		it(`fail with both sizes before the last of them where it says ${says} and has ${gives}`, async () => {
			const bytes = await open(lying({ says, gives }));
			const pieces: Buffer[] = [];
			const reading = async () => {
				for await (const piece of bytes.open()) {
					pieces.push(piece);
				}
			};
			const error = await failureOf(reading());

			assert.equal(error.kind, 'file-size-untrue');
			assert.deepEqual(error.details, { saidBytes: says, gaveBytes: Math.min(says, gives), isMore });
			assert.ok(Buffer.concat(pieces).length < says);
		});
	}

	onLinux('files of the kernel', () => {
		for (const file of ['/proc/version', '/proc/filesystems', '/sys/kernel/mm/transparent_hugepage/enabled']) {
			it(`are those of ${file}, which says ${statSync(file).size}`, async () => {
				const { part, firstPart } = await openDiskFile(file, 'a');
				const given = Buffer.concat(await part.open().toArray());
				await part.close?.();

				assert.deepEqual(given, readFileSync(file));
				assert.deepEqual(Buffer.from(firstPart), given);
				assert.equal(part.size, given.length);
			});
		}
	});
});

describe('the bytes of a file that changes while they are given', () => {
	let file: string;
	const size = large + 100;
	beforeEach(() => {
		file = path.join(temporaryFolder(), 'a.bin');
	});

	/** Reads a file of so many bytes, with something done before its last piece is asked for; how many came, and how it ended. */
	const readWhile = async (length: number, change: () => void) => {
		writeFileSync(file, Buffer.alloc(length, 'a'));
		utimesSync(file, 1_000, 1_000);
		const handle = await fs.open(file);
		const bytes = await open(handle);
		const stream = bytes.open();
		let given =
			length > bytes.held.length
				? ((await stream.iterator({ destroyOnReturn: false }).next()).value.length as number)
				: 0;
		change();
		try {
			for await (const piece of stream) {
				given += piece.length;
			}
			return { given, ended: 'whole', hasGrown: bytes.hasGrown };
		} catch (error) {
			return { given, ended: (error as CorError).kind };
		} finally {
			await handle.close();
		}
	};
	const write = (at: number, contents: string) => {
		const bytes = readFileSync(file);
		bytes.write(contents, at);
		writeFileSync(file, bytes);
	};

	for (const length of [0, 1, 100, size]) {
		it(`are all ${length} that it had where more come behind them`, async () => {
			assert.deepEqual(await readWhile(length, () => appendFileSync(file, 'more')), {
				given: length,
				ended: 'whole',
				hasGrown: true,
			});
		});

		it(`are all ${length} where it is only touched`, async () => {
			assert.deepEqual(await readWhile(length, () => utimesSync(file, 2_000, 2_000)), {
				given: length,
				ended: 'whole',
				hasGrown: false,
			});
		});
	}

	for (const length of [1, 100, size]) {
		for (const [title, change] of [
			['overwritten', () => write(0, 'b')],
			[
				'overwritten without a trace of when',
				() => {
					write(0, 'b');
					utimesSync(file, 1_000, 1_000);
				},
			],
			[
				'overwritten and appended to',
				() => {
					write(0, 'b');
					appendFileSync(file, 'more');
				},
			],
			['cut off', () => truncateSync(file, length - 1)],
			[
				'cut off, and filled with zeros',
				() => {
					truncateSync(file, 0);
					truncateSync(file, length + 7);
				},
			],
		] as const) {
			it(`are fewer than its ${length} where it is ${title}`, async () => {
				const { given, ended } = await readWhile(length, change);

				assert.equal(ended, 'file-changed');
				assert.ok(given < length);
			});
		}
	}

	for (const [length, passed] of [
		[100, 0],
		[100, 40],
		[size, 0],
		[size, 40],
		[size, firstPartBytes - 1],
	] as const) {
		for (const [title, isToldByTimes] of [
			['', true],
			[', and no time tells of it', false],
		] as const) {
			it(`are fewer than its ${length} where a program was saving the same again and had got to ${passed}${title}`, async () => {
				const contents = Buffer.alloc(length, 'a');
				writeFileSync(file, contents);
				utimesSync(file, 1_000, 1_000);
				const handle = await fs.open(file);
				const facts = await factsOf(handle);
				truncateSync(file, passed);
				const bytes = await DiskBytes.of(handle, facts);
				writeFileSync(file, contents);
				if (!isToldByTimes) {
					handle.stat = (async () => ({ isFile: () => true, ...facts })) as unknown as typeof handle.stat;
				}

				const error = await failureOf(bytes.open().toArray());
				await handle.close();

				assert.equal(error.kind, 'file-changed');
			});
		}
	}

	it('are fewer than it said where it is still being saved', async () => {
		writeFileSync(file, Buffer.alloc(100, 'a'));
		const handle = await fs.open(file);
		const facts = await factsOf(handle);
		truncateSync(file, 40);
		const bytes = await DiskBytes.of(handle, facts);

		const error = await failureOf(bytes.open().toArray());
		await handle.close();

		assert.equal(error.kind, 'file-changed');
	});

	it('are read again where only the size tells of it, on file systems without times', async () => {
		for (const [byte, ended] of [
			['a', 'whole'],
			['b', 'file-changed'],
		] as const) {
			const contents = Buffer.alloc(large + 1, 'a');
			let size = large;
			const handle = {
				stat: async () => ({ isFile: () => true, dev: 1n, ino: 1n, size: BigInt(size), mtimeNs: 0n, ctimeNs: 0n }),
				read: async (into: Buffer, at: number, length: number, position: number) => {
					const piece = contents.subarray(position, Math.min(size, position + length));
					piece.copy(into, at);
					return { bytesRead: piece.length };
				},
			} as unknown as fs.FileHandle;
			const bytes = await open(handle);
			size += 1;
			contents.write(byte, 0);

			const reading = bytes.open().toArray();
			assert.equal(
				await reading.then(
					() => 'whole',
					(error: CorError) => error.kind,
				),
				ended,
			);
		}
	});

	it('are not read again where nothing has changed, and once where something has', async () => {
		for (const [changes, readings] of [
			[false, 1],
			[true, 2],
		] as const) {
			writeFileSync(file, Buffer.alloc(size, 'a'));
			const handle = await fs.open(file);
			const bytes = await open(handle);
			let read = bytes.held.length;
			const counted = handle.read.bind(handle) as (...args: unknown[]) => Promise<{ bytesRead: number }>;
			handle.read = (async (...args: unknown[]) => {
				const result = await counted(...args);
				read += result.bytesRead;
				return result;
			}) as typeof handle.read;
			if (changes) {
				utimesSync(file, 5, 5);
			}
			await bytes.open().toArray();
			await handle.close();

			assert.equal(read, readings * size);
		}
	});
});

describe('a file system that does not answer any more', () => {
	/** Gives the first part and no more: the next reading never ends. */
	const hanging = (says: number) => {
		const handle = lying({ says, gives: firstPartBytes });
		const read = handle.read.bind(handle) as (...args: unknown[]) => unknown;
		const reads = { open: 0 };
		handle.read = ((...args: unknown[]) => {
			if (args[3] === 0) {
				return read(...args);
			}
			reads.open += 1;
			return new Promise(() => {});
		}) as typeof handle.read;
		return handle;
	};

	it('ends the reading, and says that the file cannot be read', async () => {
		const handle = hanging(large);
		const bytes = await DiskBytes.of(handle, await factsOf(handle), { firstMs: 60_000, readMs: 1, againMs: 1 });

		const error = await failureOf(bytes.open().toArray());

		assert.equal(error.kind, 'file-unreadable');
		assert.match(error.message, /did not answer/);
	});

	it('ends the opening where not even the first bytes come', async () => {
		const handle = hanging(large);
		handle.read = (() => new Promise(() => {})) as typeof handle.read;
		const facts = await factsOf(handle);

		const error = await failureOf(DiskBytes.of(handle, facts, { firstMs: 1, readMs: 60_000, againMs: 60_000 }));

		assert.equal(error.kind, 'file-unreadable');
	});

	it('ends the second reading of a file that has changed, and the file counts as changed', async () => {
		let isChanged = false;
		const handle = lying({ says: large, gives: large });
		const [read, stat] = [handle.read.bind(handle), handle.stat.bind(handle)] as unknown as ((
			...args: unknown[]
		) => Promise<object>)[];
		handle.stat = (async () => ({
			...(await stat?.()),
			mtimeNs: isChanged ? 2n : 1n,
		})) as unknown as typeof handle.stat;
		handle.read = ((...args: unknown[]) =>
			isChanged && args[3] === 0 ? new Promise(() => {}) : read?.(...args)) as typeof handle.read;
		const bytes = await DiskBytes.of(handle, await factsOf(handle), { firstMs: 60_000, readMs: 60_000, againMs: 1 });
		isChanged = true;

		const error = await failureOf(bytes.open().toArray());

		assert.equal(error.kind, 'file-changed');
		assert.match(error.message, /could not be read again/);
	});

	it('does not keep the second reading going once the file is closed', async () => {
		const file = path.join(temporaryFolder(), 'a.bin');
		writeFileSync(file, Buffer.alloc(100 * large));
		let readings = 0;
		const system = {
			...fs,
			open: async (at: Parameters<typeof fs.open>[0], flags: number) => {
				const handle = await fs.open(at, flags);
				const read = handle.read.bind(handle) as (...args: unknown[]) => Promise<unknown>;
				let hasBegun = false;
				handle.read = (async (...args: unknown[]) => {
					hasBegun ||= part !== undefined && args[3] === 0;
					readings += hasBegun ? 1 : 0;
					const closing = hasBegun ? part?.close?.() : undefined;
					return closing ? closing.then(() => read(...args)) : read(...args);
				}) as typeof handle.read;
				return handle;
			},
		};
		let part: FilePart | undefined;
		({ part } = await openDiskFile(file, 'a', system));
		utimesSync(file, 1, 1);

		await assert.rejects(part.open().toArray(), { kind: 'file-unreadable' });
		assert.equal(readings, 1);
	});

	it('does not keep whoever closes the file waiting for ever', async () => {
		const system = {
			...fs,
			open: async (at: Parameters<typeof fs.open>[0], flags: number) => {
				const handle = await fs.open(at, flags);
				const close = handle.close.bind(handle);
				handle.close = () => close().then(() => new Promise<void>(() => {}));
				return handle;
			},
		};
		const file = path.join(temporaryFolder(), 'a.txt');
		writeFileSync(file, 'a');
		const { part } = await openDiskFile(file, 'a', system);
		await part.close?.();
	});
});
