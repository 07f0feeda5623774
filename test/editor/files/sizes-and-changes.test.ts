import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { checkFiles } from '../../../src/editor/files/guard.js';
import { onLinux } from '../../host/systems.js';
import { MemoryFiles } from '../kit/memory-files.js';
import { text } from '../kit/text.js';
import { arrived, isUpload, sha256, useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';

const taskId = 4101;
const size = 30_000_000; // more than the sockets of this machine hold

describe('the bytes of a file', () => {
	const cor = useCor();
	const parts = useLooks();

	onLinux('files of the kernel, whose size nobody knows before they are read', () => {
		const huge = '/sys/kernel/mm/transparent_hugepage/enabled'; // says 4,096 bytes
		const version = '/proc/version'; // says none

		for (const path of [huge, version, '/proc/self/status', '/sys/kernel/mm/ksm/run']) {
			it(`arrive, all of them, of ${path}`, async () => {
				const { outcomes } = await cor.attach({ taskId, uris: [vscode.Uri.file(path)] });

				assert.deepEqual(
					outcomes.map(({ status, reason }) => [status, reason]),
					[['attached', undefined]],
				);
				const [stored] = cor.sandbox.attachments(taskId);
				assert.ok(stored && stored.size > 0);
				if (path !== '/proc/self/status') {
					assert.equal(stored.sha256, sha256(readFileSync(path)));
				}
			});
		}

		it('arrive where several such files go in one request', async () => {
			const note = await cor.write('nota.txt', 'hola');
			const uris = [vscode.Uri.file(huge), note, vscode.Uri.file(version)];

			await cor.attach({ taskId, uris });
			await cor.attach({ taskId: 4102, uris });

			assert.deepEqual(arrived(cor.sandbox, 4102), {
				enabled: sha256(readFileSync(huge)),
				'nota.txt': sha256('hola'),
				version: sha256(readFileSync(version)),
			});
		});

		it('are as many as the review says, once they were looked at', async () => {
			const uris = [huge, version].map(path => vscode.Uri.file(path));
			const { files } = await gatherFiles(parts.worker, uris, 'saved');

			const checked = await checkFiles(parts, files, 1_000_000);

			assert.deepEqual(
				checked.map(file => [file.size, file.doubts]),
				[huge, version].map(path => [readFileSync(path).length, []]),
			);
		});
	});

	it('of a provider are those that it gives, whatever it says of them', async () => {
		class Untold extends MemoryFiles {
			override async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
				const size = { '/less.txt': 3, '/more.txt': 4_096, '/odd.txt': Number.NaN }[uri.path] ?? 0;
				return { ...(await super.stat(uri)), size, mtime: Number.NaN };
			}
		}
		const untold = new Untold();
		const names = ['less.txt', 'more.txt', 'odd.txt', 'none.txt'];
		for (const name of names) {
			untold.files.set(`/${name}`, Buffer.from(`contents of ${name}`));
		}
		const registered = vscode.workspace.registerFileSystemProvider('untold', untold);
		try {
			await cor.attach({ taskId, uris: names.map(name => `untold:/${name}`) });
		} finally {
			registered.dispose();
		}

		assert.deepEqual(
			arrived(cor.sandbox, taskId),
			Object.fromEntries(names.map(name => [name, sha256(`contents of ${name}`)])),
		);
	});

	/** Attaches a file of random bytes and changes it as soon as COR has some of them. */
	const attachAndChange = async (change: (path: string) => Promise<unknown>) => {
		const bytes = randomBytes(size);
		const uri = await cor.write('registro.log', bytes);
		const before = cor.sandbox.requests.length;
		cor.sandbox.set({ uploadBytesPerSecond: 1_000_000 }); // it is still leaving once it is changed
		const attaching = cor.attach({ taskId, uris: [uri] });
		while (!cor.sandbox.requests.slice(before).some(each => isUpload(each) && each.bytesReceived > 100_000)) {
			await new Promise(setImmediate); // no event tells that it has begun
		}
		await change(uri.fsPath);
		cor.sandbox.set({ uploadBytesPerSecond: 0 });
		const { outcomes } = await attaching;
		await cor.sandbox.settled();
		return { bytes, outcomes: outcomes.map(({ status, reason }) => [status, reason]) };
	};
	const overwriteStart = async (path: string) => {
		const file = await open(path, 'r+');
		await file.write('other');
		await file.close();
	};

	it('up to its size at first arrive of a log to which is written meanwhile, and that is said', async () => {
		const { bytes, outcomes } = await attachAndChange(path => appendFile(path, 'one more line\n'));

		const reason = text('Only the first {0} were attached because the file grew in the meantime.', '30 MB');
		assert.deepEqual(outcomes, [['attached', reason]]);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'registro.log': sha256(bytes) });
	});

	for (const [title, change] of [
		['touched', (path: string) => utimes(path, 1_000, 1_000)],
		['deleted', (path: string) => rm(path)],
		['renamed', (path: string) => rename(path, `${path}.1`)],
	] as const) {
		it(`arrive where it is ${title} meanwhile`, async () => {
			const { bytes, outcomes } = await attachAndChange(change);

			assert.deepEqual(outcomes, [['attached', undefined]]);
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'registro.log': sha256(bytes) });
		});
	}

	for (const [title, change] of [
		['overwritten where they have left', overwriteStart],
		['overwritten and appended to', (path: string) => overwriteStart(path).then(() => appendFile(path, 'more'))],
		['written anew with more of them', (path: string) => writeFile(path, randomBytes(size + 1))],
		['cut off', (path: string) => truncate(path, size - 1)],
		['cut off, and as long again', (path: string) => truncate(path, 10).then(() => truncate(path, size))],
	] as const) {
		it(`do not arrive where it is ${title} meanwhile`, async () => {
			const { outcomes } = await attachAndChange(change);

			assert.deepEqual(outcomes, [['failed', text('The file changed while it was being sent.')]]);
			assert.deepEqual(arrived(cor.sandbox, taskId), {});
		});
	}
});
