import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { firstPartBytes } from '../../src/attach/secrets/first-part-bytes.js';
import { type FileSystem, openDiskFile } from '../../src/machine/disk-file.js';
import { readFailure } from '../cor/kit/read-failure.js';
import { openBelow } from '../host/open-files.js';
import { onLinux, onPosix } from '../host/systems.js';
import { temporaryFolder } from '../host/temporary-folder.js';

describe('a file that is opened once', () => {
	let dir: string;
	const at = (name: string) => path.join(dir, name);
	beforeEach(() => {
		dir = temporaryFolder();
		mkdirSync(at('inside'));
		mkdirSync(at('outside'));
		writeFileSync(at('inside/brief.md'), 'harmless');
		writeFileSync(at('outside/brief.md'), 'private!'); // as many bytes
	});
	afterEach(() => assert.deepEqual(openBelow(dir), []));

	const kindOf = async (file: string, system?: FileSystem) => (await readFailure(openDiskFile(file, 'a', system))).kind;
	const bytesOf = async (file: string) => {
		const opened = await openDiskFile(file, 'a');
		try {
			const bytes = Buffer.concat(await opened.part.open().toArray());
			assert.deepEqual(Buffer.from(opened.firstPart), bytes.subarray(0, firstPartBytes));
			assert.equal(opened.part.size, bytes.length);
			return bytes;
		} finally {
			await opened.part.close?.();
		}
	};

	for (const size of [0, 1, firstPartBytes - 1, firstPartBytes, firstPartBytes + 1, 3 * 256 * 1024 + 5]) {
		it(`gives all of ${size} bytes, and first those that were looked at`, async () => {
			const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
			writeFileSync(at('a.bin'), bytes);

			assert.ok((await bytesOf(at('a.bin'))).equals(bytes));
		});
	}

	it('is one that cannot be read where its file system never answers', async () => {
		const hangs = { ...fs, realpath: () => new Promise<Buffer>(() => {}) };
		const error = await readFailure(openDiskFile(at('inside/brief.md'), 'a', hangs, 1));
		assert.equal(error.kind, 'file-unreadable');
	});

	onPosix('links that anybody may make, and pipes in folders', () => {
		it('says where it really lies, whichever part of its path is a link', async () => {
			symlinkSync('../outside', at('inside/folder'));
			symlinkSync('../outside/brief.md', at('inside/file.md'));
			symlinkSync('file.md', at('inside/twice.md'));
			symlinkSync(dir, at('root'));
			for (const link of ['inside/folder/brief.md', 'inside/file.md', 'inside/twice.md', 'root/inside/file.md']) {
				const { place, part } = await openDiskFile(at(link), 'a');
				await part.close?.();
				assert.equal(place, at('outside/brief.md'), link);
			}
		});

		it('is none behind a broken link, a circle, a folder, a pipe or a device', async () => {
			symlinkSync('nothing', at('broken'));
			symlinkSync('circle', at('circle'));
			execFileSync('mkfifo', [at('pipe')]);
			assert.equal(await kindOf(at('broken')), 'file-missing');
			assert.equal(await kindOf(at('circle')), 'file-unreadable');
			assert.equal(await kindOf(at('inside')), 'file-unreadable');
			assert.equal(await kindOf(at('pipe')), 'file-unreadable');
			assert.equal(await kindOf('/dev/zero'), 'file-unreadable');
		});

		/** The system's own calls, with something done before one of them, once. */
		const changedBefore = (call: keyof FileSystem, change: () => void, times = 1): FileSystem => {
			let calls = 0;
			const isTime = (name: keyof FileSystem): boolean => {
				calls += name === call ? 1 : 0;
				return name === call && calls === times;
			};
			return {
				realpath: async (file, options) => {
					if (isTime('realpath')) {
						change();
					}
					return fs.realpath(file, options);
				},
				open: async (file, flags) => {
					if (isTime('open')) {
						change();
					}
					return fs.open(file, flags);
				},
				lstat: async (file, options) => {
					if (isTime('lstat')) {
						change();
					}
					return fs.lstat(file, options);
				},
			};
		};
		const replaceFile = () => {
			rmSync(at('inside/brief.md'));
			symlinkSync('../outside/brief.md', at('inside/brief.md'));
		};
		const replaceFolder = () => {
			rmSync(at('inside'), { recursive: true });
			symlinkSync('outside', at('inside'));
		};
		const replaceContents = () => {
			rmSync(at('inside/brief.md'));
			writeFileSync(at('inside/brief.md'), 'other...');
		};

		it('is not the file behind a link that comes in its place before it is opened', async () => {
			assert.equal(await kindOf(at('inside/brief.md'), changedBefore('open', replaceFile)), 'file-unreadable');
		});

		it('is not the file in a folder behind a link that comes in place of its folder before it is opened', async () => {
			assert.equal(await kindOf(at('inside/brief.md'), changedBefore('open', replaceFolder)), 'file-changed');
		});

		it('is not one that was put aside for a moment while another stood in its place', async () => {
			const system = changedBefore('open', replaceFolder);
			const andBack: FileSystem = {
				...system,
				lstat: async (file, options) => {
					rmSync(at('inside'));
					mkdirSync(at('inside'));
					writeFileSync(at('inside/brief.md'), 'harmless');
					return fs.lstat(file, options);
				},
			};
			assert.equal(await kindOf(at('inside/brief.md'), andBack), 'file-changed');
		});

		it('is not one whose path leads elsewhere as soon as it is open', async () => {
			assert.equal(await kindOf(at('inside/brief.md'), changedBefore('lstat', replaceFile)), 'file-changed');
			assert.equal(
				await kindOf(
					at('outside/brief.md'),
					changedBefore('realpath', () => rmSync(at('outside/brief.md')), 2),
				),
				'file-missing',
			);
		});

		it('is not one that another has replaced meanwhile', async () => {
			assert.equal(await kindOf(at('inside/brief.md'), changedBefore('lstat', replaceContents)), 'file-changed');
		});
	});

	onLinux('what /proc says of open files', () => {
		it('has its real path also behind a link to what a process has open', async () => {
			const handle = await fs.open(at('outside/brief.md'));
			symlinkSync(`/proc/self/fd/${handle.fd}`, at('inside/open.md'));
			symlinkSync(`/proc/self/root${at('outside/brief.md')}`, at('inside/from-root.md'));
			symlinkSync('/proc/self/environ', at('inside/environment.md'));
			for (const [link, place] of [
				['inside/open.md', at('outside/brief.md')],
				['inside/from-root.md', at('outside/brief.md')],
				['inside/environment.md', `/proc/${process.pid}/environ`],
			] as const) {
				const opened = await openDiskFile(at(link), 'a');
				await opened.part.close?.();
				assert.equal(opened.place, place);
			}
			await handle.close();
		});
	});
});

/** The files below `folder` that this process has open, where the system tells. */
