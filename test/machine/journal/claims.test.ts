import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { type BatchJournal, beginJournal } from '../../../src/machine/journal/batch-journal.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { onPosix } from '../../host/systems.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { batchOf } from '../kit/batch-of.js';
import { OtherWindow } from '../kit/other-window.js';
import { RefusingDisk } from '../kit/refusing-disk.js';

const batch = batchOf(2);
const [first, second] = batch.files as unknown as readonly [PlannedFile, PlannedFile];
const to = { apiUrl: new URL(batch.apiUrl), taskId: batch.task.id };
const dayMs = 24 * 60 * 60 * 1_000;
const attachedAs = (id: number): FileEnd => ({ status: 'attached', attachment: { id, name: '0.txt' } });

describe('the attachments that are claimed in all windows', () => {
	let folder = '';
	let warnings: string[] = [];
	let stores: JournalStore[] = [];
	let windows: OtherWindow[] = [];
	let journals: BatchJournal[] = [];

	const log = { info: () => {}, warn: (message: string) => warnings.push(message) };
	const openStore = (at = folder): JournalStore => {
		const store = new JournalStore(at, log);
		stores.push(store);
		return store;
	};
	const begin = async (store: JournalStore, title?: string): Promise<BatchJournal> => {
		const journal = await beginJournal(store, batchOf(2, title), log);
		assert.ok(journal);
		journals.push(journal);
		return journal;
	};
	const claimed = async (store: JournalStore, destination = to): Promise<readonly number[]> =>
		[...(await store.claimsFor(destination).look()).claimed].toSorted((a, b) => a - b);
	const stragglers = async (store: JournalStore, own?: BatchJournal): Promise<readonly string[]> =>
		(await store.claimsFor(to, own?.batch).look()).stragglers.map(({ name }) => name);
	/** The folder of the task's claims. */
	const ofTask = async (): Promise<string> => {
		const [server = ''] = await readdir(path.join(folder, 'claims'));
		return path.join(folder, 'claims', server, String(to.taskId));
	};

	beforeEach(() => {
		folder = path.join(temporaryFolder(), 'journal');
		[warnings, stores, windows, journals] = [[], [], [], []];
	});
	afterEach(async () => {
		await Promise.all(journals.map(journal => journal.letGo()));
		await Promise.all([...windows.map(window => window.kill()), ...stores.map(store => store.dispose())]);
	});

	it('go to exactly one of two processes and two batches each, which claim the same ids at the same time', async () => {
		windows = await Promise.all([OtherWindow.open(folder), OtherWindow.open(folder)]);
		for (let race = 0; race < 5; race += 1) {
			const ids = Array.from({ length: 40 }, (_, index) => race * 1_000 + index + 1);

			const got = await Promise.all(windows.map(window => window.order({ do: 'claim', batches: 2, ids })));

			const all = got.flat().map(Number);
			assert.deepEqual(
				all.toSorted((a, b) => a - b),
				ids,
			);
		}
		assert.equal((await claimed(openStore())).length, 200);
	});

	it('stay with the file that claimed them, which may ask again', async () => {
		const claims = openStore().claimsFor(to);

		assert.ok(await claims.claim(71, first));
		assert.ok(await claims.claim(71, first));
		assert.ok(!(await claims.claim(71, second)));
		assert.ok(!(await openStore().claimsFor(to).claim(71, first)));
		assert.ok(await claims.claim(72, second));
	});

	it('are those of one task at one server', async () => {
		const store = openStore();
		await store.claimsFor(to).claim(71, first);

		assert.deepEqual(await claimed(store), [71]);
		assert.deepEqual(await claimed(store, { ...to, taskId: 4102 }), []);
		const elsewhere = { ...to, apiUrl: new URL('https://other.example/v1') };
		assert.deepEqual(await claimed(store, elsewhere), []);
		assert.ok(await store.claimsFor(elsewhere).claim(71, second));
	});

	it('are seen when another window claims them between two looks', async () => {
		const claims = openStore().claimsFor(to);
		assert.deepEqual([...(await claims.look()).claimed], []);

		await openStore().claimsFor(to).claim(71, first);

		assert.deepEqual([...(await claims.look()).claimed], [71]);
	});

	it('stay claimed when the journal of their batch is deleted', async () => {
		const store = openStore();
		const journal = await begin(store);
		await store.claimsFor(to, journal.batch).claim(71, first);
		await journal.ended({ file: first, end: attachedAs(71), tookMs: 1 });

		await journal.letGo();

		assert.deepEqual(
			(await readdir(folder)).filter(name => name.endsWith('.jsonl')),
			[],
		);
		assert.deepEqual(await claimed(openStore()), [71]);
	});

	it('are also those that only a journal names, as when the disk refused the claim', async () => {
		const store = openStore();
		const journal = await begin(store);
		await journal.ended({ file: first, end: attachedAs(71), tookMs: 1 });

		assert.deepEqual(await claimed(openStore()), [71]);
		assert.deepEqual([...(await store.claimsFor(to, journal.batch).look()).claimed], [71]);
	});

	it('are free for the file of an interrupted batch that claimed them before it could be written down', async () => {
		const store = openStore();
		const journal = await begin(store);
		const before = store.claimsFor(to, journal.batch);
		await before.claim(71, first);
		await before.claim(72, second);
		await journal.ended({ file: second, end: attachedAs(72), tookMs: 1 });
		await journal.rest();
		await store.dispose();
		const later = openStore();
		const id = journal.batch.id;

		const claims = later.claimsFor(to, { id, isResumed: true });

		assert.deepEqual([...(await claims.look()).claimed], [72]);
		assert.ok(!(await claims.claim(71, second)));
		assert.deepEqual([...(await claims.look()).claimed], [72]);
		assert.ok(await claims.claim(71, first));
		assert.deepEqual([...(await claims.look()).claimed].toSorted(), [71, 72]);
		assert.deepEqual(await claimed(later), [71, 72]);
	});

	it('are another file’s for a resumed batch as soon as it has claimed them in this life, before any look', async () => {
		const store = openStore();
		const journal = await begin(store);
		const claims = store.claimsFor(to, { ...journal.batch, isResumed: true });

		await claims.claim(71, first);

		assert.deepEqual([...(await claims.look()).claimed], [71]);
	});

	it('are somebody else’s where nobody can tell whose they are', async () => {
		const store = openStore();
		await store.claimsFor(to).claim(1, first);
		const folderOfTask = await ofTask();
		const contents = ['', '{"batch":"b","ur', '{"batch":1}', '[]'];
		for (const [index, text] of contents.entries()) {
			await writeFile(path.join(folderOfTask, String(71 + index)), text);
		}
		await mkdir(path.join(folderOfTask, '75'));
		await writeFile(path.join(folderOfTask, 'no-id'), '');

		const claims = openStore().claimsFor(to, { id: 'b', isResumed: true });

		assert.deepEqual([...(await claims.look()).claimed].toSorted(), [1, 71, 72, 73, 74, 75]);
		for (const id of [71, 72, 73, 74, 75]) {
			assert.ok(!(await claims.claim(id, first)));
		}
	});

	it('are remembered by the window, for all its batches, where the disk takes none, which is said once', async () => {
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'claims'), 'a file in the place of the folder');
		const store = openStore();
		const claims = store.claimsFor(to);

		assert.ok(await claims.claim(71, first));
		assert.ok(!(await store.claimsFor(to).claim(71, first)));
		assert.ok(await claims.claim(71, first));
		assert.ok(await claims.claim(72, second));

		assert.deepEqual(await claimed(store), [71, 72]);
		assert.equal(warnings.length, 1);
	});

	it('go to exactly one of two batches of a window whose disk comes back between their claims', async () => {
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'claims'), 'a file in the place of the folder');
		const store = openStore();
		assert.ok(await store.claimsFor(to).claim(71, first));

		await rm(path.join(folder, 'claims'));

		assert.ok(!(await store.claimsFor(to).claim(71, second)));
		assert.deepEqual(await claimed(store), [71]);
	});

	describe('on a disk that refuses', () => {
		let disk: RefusingDisk;

		beforeEach(() => {
			disk = new RefusingDisk();
		});
		afterEach(() => disk.release());

		it('a whole claim are free for their own file afterwards, and nothing is left of the half one', async () => {
			const store = openStore();
			const journal = await begin(store);
			await store.claimsFor(to, journal.batch).claim(71, first);
			disk.tears = true;
			disk.refuse('write');
			assert.ok(await store.claimsFor(to, journal.batch).claim(72, second));
			disk.allow();

			const claims = openStore().claimsFor(to, { ...journal.batch, isResumed: true });

			assert.deepEqual([...(await claims.look()).claimed], []);
			assert.ok(await claims.claim(72, second));
			assert.deepEqual((await readdir(await ofTask())).toSorted(), ['71', '72']);
		});

		it('a whole claim and its removal, as where a process dies half-way, are free, too', async () => {
			await openStore().claimsFor(to).claim(71, first);
			disk.tears = true;
			disk.refuse('write', 'unlink');
			await openStore().claimsFor(to).claim(72, second);
			disk.allow();

			assert.equal((await readdir(await ofTask())).length, 2);
			assert.deepEqual(await claimed(openStore()), [71]);
			assert.ok(await openStore().claimsFor(to).claim(72, first));
		});

		it('hard links go to exactly one of two windows', async () => {
			disk.refuse('link');
			const stores = [openStore(), openStore()];

			const got = await Promise.all(stores.map(store => store.claimsFor(to).claim(71, first)));

			assert.deepEqual(got.toSorted(), [false, true]);
			assert.deepEqual(await readdir(await ofTask()), ['71']);
			assert.deepEqual(warnings, []);
		});
	});

	it('are forgotten after 31 days without a new one, and 50 tasks at a time', async () => {
		const store = openStore();
		await store.claimsFor(to).claim(71, first);
		for (let task = 1; task <= 60; task += 1) {
			await store.claimsFor({ ...to, taskId: task }).claim(task, first);
		}
		const server = path.dirname(await ofTask());
		const longAgo = new Date(Date.now() - 32 * dayMs);
		for (const task of Array.from({ length: 60 }, (_, index) => index + 1)) {
			await utimes(path.join(server, String(task)), longAgo, longAgo);
		}

		await store.free();
		assert.equal((await readdir(server)).length, 11);
		await store.free();

		assert.deepEqual(await readdir(server), [String(to.taskId)]);
		assert.deepEqual(await claimed(store), [71]);
		assert.deepEqual(await claimed(store, { ...to, taskId: 1 }), []);
	});

	it('say which files of other batches may still come, in this window, another, or one that died', async () => {
		const dead = await OtherWindow.open(folder);
		windows.push(dead);
		await dead.order({ do: 'begin', count: 2, entries: [{ kind: 'sending', file: 0, size: 1, at: 0 }] });
		await dead.kill();
		const store = openStore();
		const own = await begin(store);
		await own.sending(first, 1, 0);
		const other = await begin(store);
		await other.sending(second, 1, 0);

		assert.deepEqual((await stragglers(store, own)).toSorted(), ['0.txt', '1.txt']);
		assert.deepEqual((await stragglers(store, other)).toSorted(), ['0.txt', '0.txt']);
		for (const elsewhere of [
			{ ...to, taskId: 4102 },
			{ ...to, apiUrl: new URL('https://other.example/v1') },
		]) {
			assert.deepEqual((await store.claimsFor(elsewhere).look()).stragglers, []);
		}

		await other.ended({ file: second, end: attachedAs(72), tookMs: 1 });
		assert.deepEqual(await stragglers(store, own), ['0.txt']);
	});

	it('tell nothing of journals that cannot be read', async () => {
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'bad.00.jsonl'), 'nothing of ours\n');
		await mkdir(path.join(folder, 'bad.01.jsonl'));

		assert.deepEqual(await stragglers(openStore()), []);
		assert.deepEqual(await claimed(openStore()), []);
	});

	onPosix('permissions', () => {
		it('are for this user of the machine alone, and hold no password of an address', async () => {
			const file = { ...first, uri: 'ftp://me:secret@host/0.txt' };
			await openStore().claimsFor(to, { id: 'b', isResumed: false }).claim(71, file);

			const folderOfTask = await ofTask();
			assert.equal((await stat(folderOfTask)).mode & 0o077, 0);
			assert.equal((await stat(path.join(folderOfTask, '71'))).mode & 0o077, 0);
			const text = await readFile(path.join(folderOfTask, '71'), 'utf8');
			assert.deepEqual(JSON.parse(text), { batch: 'b', uri: 'ftp://me@host/0.txt' });
		});
	});
});
