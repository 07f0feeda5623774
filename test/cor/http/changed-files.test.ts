import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
	appendFileSync,
	closeSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	truncateSync,
	utimesSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CorError } from '../../../src/attach/errors.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import { openBelow } from '../../host/open-files.js';
import { onLinux, onPosix } from '../../host/systems.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { diskPart } from '../../machine/kit/disk-part.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { inShort, signIn } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { readFailure } from '../kit/read-failure.js';

const signal = new AbortController().signal;
const size = 24 * 1024 * 1024; // more than the sockets of this machine hold

describe('a file on the disk', () => {
	const sandbox = startedSandbox();
	let folder: string;
	let path: string;
	before(() => {
		folder = temporaryFolder();
	});
	beforeEach(() => {
		path = join(folder, 'informe.bin');
		rmSync(path, { force: true });
		writeFileSync(path, Buffer.alloc(size, 'a'));
		utimesSync(path, 1_000, 1_000); // long ago, so that whoever writes to it leaves a trace
	});
	afterEach(() => {
		assert.deepEqual(openBelow(folder), []);
		assert.deepEqual(sandbox.current.complaints, []);
	});

	const upload = async (files: readonly FilePart[], change?: () => void) => {
		let isChanged = false;
		try {
			return await signIn(sandbox.current).upload(4101, files, {
				signal,
				onProgress: bytes => {
					if (!isChanged && bytes > 0) {
						isChanged = true;
						change?.();
					}
				},
			});
		} finally {
			await Promise.all(files.map(file => file.close?.()));
		}
	};
	const stored = () => sandbox.current.attachments(4101).map(file => [file.originalname, file.size]);

	it('arrives as it is', async () => {
		const ends = await upload([await diskPart(path, 'informe.bin')]);

		assert.deepEqual(ends.map(inShort), ['attached']);
		assert.deepEqual(stored(), [['informe.bin', size]]);
	});

	it('arrives empty where it is empty', async () => {
		truncateSync(path, 0);
		const ends = await upload([await diskPart(path, 'vacío.txt')]);

		assert.deepEqual(ends.map(inShort), ['attached']);
		assert.deepEqual(stored(), [['vacío.txt', 0]]);
	});

	const overwrite = (at: number, contents: string) => {
		const file = openSync(path, 'r+');
		writeSync(file, contents, at);
		closeSync(file);
	};
	const growUnnoticed = () => {
		appendFileSync(path, 'more');
		utimesSync(path, 1_000, 1_000);
	};
	const replace = () => {
		const other = join(folder, 'other.bin');
		writeFileSync(other, Buffer.alloc(size, 'c'));
		renameSync(other, path);
	};
	const growAfterChange = () => {
		overwrite(0, 'b');
		appendFileSync(path, 'more');
	};
	for (const [title, change, grownFrom] of [
		['has more appended', () => appendFileSync(path, 'more'), size],
		['has much more appended', () => appendFileSync(path, Buffer.alloc(2 * size, 'b')), size],
		['has more appended without a trace of when', growUnnoticed, size],
		['is touched', () => utimesSync(path, 2_000, 2_000), undefined],
		['is written again with the same bytes', () => writeFileSync(path, Buffer.alloc(size, 'a')), undefined],
		['is deleted', () => rmSync(path), undefined],
		['is replaced by another', replace, undefined],
		['is renamed', () => renameSync(path, join(folder, 'renamed.bin')), undefined],
	] as const) {
		it(`that ${title} while it is sent arrives with the bytes it had`, async () => {
			const part = await diskPart(path, 'informe.bin');
			const ends = await upload([part], change);

			assert.deepEqual(ends.map(inShort), ['attached']);
			assert.deepEqual(
				sandbox.current.attachments(4101).map(file => [file.size, file.sha256]),
				[[size, createHash('sha256').update(Buffer.alloc(size, 'a')).digest('hex')]],
			);
			assert.equal(part.hasGrown?.(), grownFrom !== undefined);
		});
	}

	const rewriteUnnoticed = () => {
		writeFileSync(path, Buffer.alloc(size, 'b'));
		utimesSync(path, 1_000, 1_000);
	};
	for (const [title, change, kind] of [
		['is overwritten in a part that has left', () => overwrite(0, 'b'), 'file-changed'],
		['is overwritten and has more appended', growAfterChange, 'file-changed'],
		['is overwritten with more', () => writeFileSync(path, Buffer.alloc(size + 1, 'b')), 'file-changed'],
		['shrinks', () => truncateSync(path, size - 1), 'file-changed'],
		['becomes empty', () => truncateSync(path, 0), 'file-changed'],
		['is rewritten with as many bytes', () => writeFileSync(path, Buffer.alloc(size, 'b')), 'file-changed'],
		['is rewritten without a trace of when', rewriteUnnoticed, 'file-changed'],
	] as const) {
		it(`that ${title} while it is sent fails, and COR stores nothing of it`, async () => {
			const ends = await upload([await diskPart(path, 'informe.bin')], change);
			await sandbox.current.settled();

			assert.deepEqual(ends.map(inShort), [`failed ${kind}`]);
			assert.deepEqual(stored(), []);
			const request = sandbox.current.requests.findLast(({ method }) => method === 'POST');
			assert.equal(request?.state, 'aborted');
			assert.ok((request?.bytesReceived ?? 0) < Number(request?.headers['content-length']));
		});
	}

	it('that is overwritten where it is still to be read arrives as it is by then, all of it', async () => {
		const ends = await upload([await diskPart(path, 'informe.bin')], () => overwrite(size - 10, 'b'));

		assert.deepEqual(ends.map(inShort), ['attached']);
		assert.equal(
			sandbox.current.attachments(4101)[0]?.sha256,
			createHash('sha256').update(readFileSync(path)).digest('hex'),
		);
	});

	it('is sent once more from where it was opened after a refused token', async () => {
		const part = await diskPart(path, 'informe.bin');
		sandbox.current.failNext({ path: /attachments$/ }, { kind: 'status', status: 401 });

		assert.deepEqual((await upload([part])).map(inShort), ['attached']);
		assert.deepEqual(stored(), [['informe.bin', size]]);
	});

	it('that fails breaks off its request: it fails, and no other is taken for sent', async () => {
		const handles = new Handles();
		const part = await diskPart(path, 'informe.bin');
		truncateSync(path, 0);
		const files = [handles.part('first.txt', 'a'), part, handles.part('last.txt', 'a')];
		const ends = await upload(files);
		await sandbox.current.settled();

		assert.deepEqual(ends.slice(1).map(inShort), ['failed file-changed', 'failed network']);
		assert.notEqual(ends[0]?.status, 'attached');
		assert.deepEqual(stored(), []);
	});

	it('that cannot be opened when its turn comes breaks off its request, whose end is the reason', async () => {
		const handles = new Handles();
		const broken: FilePart = {
			...handles.part('broken.txt', 'a'),
			open: () => {
				throw new CorError('file-unreadable', 'cannot be opened');
			},
		};
		for (const files of [[broken], [handles.part('first.txt', 'a'), broken]]) {
			const ends = await upload(files);
			assert.equal(inShort(ends.at(-1)), 'failed file-unreadable');
		}
		await sandbox.current.settled();
		assert.deepEqual(stored(), []);
	});

	it('that fails by itself leaves the others alone', async () => {
		const gone = await diskPart(path, 'informe.bin');
		truncateSync(path, 0);
		const client = signIn(sandbox.current);
		const others = ['1.txt', '2.txt'].map(name => new Handles().part(name, 'hola'));
		const ends = await Promise.all([gone, ...others].map(part => client.upload(4101, [part], { signal })));
		await gone.close?.();

		assert.deepEqual(ends.flat().map(inShort), ['failed file-changed', 'attached', 'attached']);
		assert.equal(stored().length, 2);
	});

	it('that is not there, or is no file, is said at once', async () => {
		rmSync(path);

		assert.equal((await readFailure(diskPart(path, 'a'))).kind, 'file-missing');
		assert.equal((await readFailure(diskPart(folder, 'a'))).kind, 'file-unreadable');
	});

	// A lease is the lock that Linux has for whoever opens a file; elsewhere such a lock is made otherwise.
	onLinux('leases', () => {
		it('that another program has locked is not waited for, and sent once it is free', async () => {
			const holder = await leaseHolder(path);
			try {
				assert.equal((await readFailure(diskPart(path, 'a'))).kind, 'file-locked');
			} finally {
				holder.kill();
				await once(holder, 'exit');
			}

			assert.deepEqual((await upload([await diskPart(path, 'informe.bin')])).map(inShort), ['attached']);
		});
	});

	onPosix('devices, pipes and sockets in folders; names that the system refuses as such', () => {
		it('that is a device, or has no possible name, is said at once', async () => {
			assert.equal((await readFailure(diskPart(join(folder, 'x'.repeat(300)), 'a'))).kind, 'file-unreadable');
			assert.equal((await readFailure(diskPart('/dev/zero', 'a'))).kind, 'file-unreadable');
		});

		it('whose place a socket has taken is not waited for', async () => {
			rmSync(path);
			const server = createServer().listen(path);
			await once(server, 'listening');
			try {
				assert.equal((await readFailure(diskPart(path, 'a'))).kind, 'file-unreadable');
			} finally {
				server.close();
				await once(server, 'close');
			}
		});

		it('whose place a pipe has taken is not waited for', async () => {
			const part = await diskPart(path, 'informe.bin');
			rmSync(path);
			execFileSync('mkfifo', [path]);

			assert.equal((await readFailure(diskPart(path, 'a'))).kind, 'file-unreadable');
			assert.deepEqual((await upload([part])).map(inShort), ['attached']);
		});
	});

	it('is closed when the upload is cancelled', async () => {
		const controller = new AbortController();
		const part = await diskPart(path, 'informe.bin');
		const [end] = await signIn(sandbox.current).upload(4101, [part], {
			signal: controller.signal,
			onProgress: bytes => bytes > 0 && controller.abort(),
		});
		await part.close?.();

		assert.equal(inShort(end), 'cancelled');
	});
});

describe('contents of another size than was said', () => {
	const sandbox = startedSandbox();

	for (const [title, said, given] of [
		['more bytes', 100, 101],
		['fewer bytes', 100, 99],
		['no bytes', 100, 0],
		['bytes of an empty file', 0, 1],
	] as const) {
		it(`fail before their request is whole: ${title}`, async () => {
			const handles = new Handles();
			const part = handles.partOf('a.txt', said, () => (given === 0 ? [] : [Buffer.alloc(given)]));
			const [end] = await signIn(sandbox.current).upload(4101, [part], { signal });
			await sandbox.current.settled();

			assert.notEqual(end?.status, 'attached');
			assert.ok(end && 'error' in end && end.error.kind === 'file-changed');
			assert.deepEqual(sandbox.current.attachments(4101), []);
			assert.equal(handles.open, 0);
		});
	}
});

/** A process that keeps others from opening the file until it ends; it does not heed that they want to. */
async function leaseHolder(path: string): Promise<ChildProcess> {
	const [setLease, writeLease] = [1024, 1]; // F_SETLEASE, F_WRLCK
	const program = `
		$SIG{IO} = 'IGNORE';
		open(my $file, '+<', $ARGV[0]) or die $!;
		fcntl($file, ${setLease}, ${writeLease}) or die $!;
		$| = 1;
		print "held";
		sleep 60;
	`;
	const holder = spawn('perl', ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
	await once(holder.stdout, 'data');
	return holder;
}

/** The files below `folder` that this process has open, where the system tells. */
