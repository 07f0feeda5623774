import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CorError } from '../../../src/attach/errors.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { Archives } from '../../../src/machine/archive/archives.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

describe('the room for archives', () => {
	let dir: string;
	let archives: Archives;
	beforeEach(() => {
		dir = temporaryFolder();
		archives = new Archives(path.join(dir, 'archives'));
	});
	afterEach(() => {
		archives.dispose();
		removeTemporaryFolder(dir);
	});

	const made = async () => {
		const keptAt = await archives.makeRoom();
		writeFileSync(keptAt, 'PK');
		return { uri: 'x', keptAt } as unknown as PlannedFile & { keptAt: string };
	};
	const ended = (file: PlannedFile, end: FileEnd) => archives.release([{ file, end, tookMs: 1 }]);
	const error = new CorError('network', 'broken');

	it('is a folder of its own for each, which nobody else may look into', async () => {
		const [one, other] = [await archives.makeRoom(), await archives.makeRoom()];
		assert.notEqual(one, other);
		assert.equal(path.basename(one), 'archive.zip');
		assert.ok(statSync(path.dirname(one)).isDirectory());
		if (process.platform !== 'win32') {
			assert.equal(statSync(path.dirname(one)).mode & 0o077, 0);
		}
	});

	it('is given back with the folder when an archive is dropped, which may be gone already', async () => {
		const file = await made();
		await archives.drop(file);
		assert.ok(!existsSync(path.dirname(file.keptAt)));
		await archives.drop(file);
		await archives.drop({});
	});

	for (const end of [{ status: 'cancelled' }, { status: 'attached', attachment: { id: 1, name: 'a.zip' } }] as const) {
		it(`is given back once nothing is left to send: ${end.status}`, async () => {
			const file = await made();
			await ended(file, end);
			assert.ok(!existsSync(file.keptAt));
		});
	}

	for (const end of [
		{ status: 'failed', error },
		{ status: 'unknown', error },
	] as const) {
		it(`stays where the archive may be sent again: ${end.status}`, async () => {
			const file = await made();
			await ended(file, end);
			assert.ok(existsSync(file.keptAt));
		});
	}

	it('goes with the window', async () => {
		const file = await made();
		archives.dispose();
		assert.ok(!existsSync(file.keptAt));
	});

	it('is cleared, once, of what windows that are gone have left, and of nothing of those that are there', async () => {
		const left = path.join(dir, 'archives', 'a-window-that-is-gone');
		const leave = () => {
			mkdirSync(left, { recursive: true });
			writeFileSync(path.join(left, 'archive.zip'), 'PK');
		};
		const file = await made();
		leave();
		await archives.sweep();
		assert.ok(!existsSync(left));
		assert.ok(existsSync(file.keptAt));

		leave();
		await archives.sweep();
		assert.ok(existsSync(left));
	});

	it('is swept without a failure where there is none yet', async () => {
		await archives.sweep();
		assert.deepEqual(existsSync(path.join(dir, 'archives')) ? readdirSync(path.join(dir, 'archives')) : [], []);
	});
});
