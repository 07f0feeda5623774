import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { restOf } from '../../../src/attach/journal/journal.js';
import { batchLine, entryLine, type JournalEntry } from '../../../src/attach/journal/journal-lines.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { readJournal } from '../../attach/journal/kit/read-journal.js';
import { mostInOneGo } from '../../host/most-in-one-go.js';
import { onPosix } from '../../host/systems.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { batchOf } from '../kit/batch-of.js';
import { OtherWindow } from '../kit/other-window.js';

const sending = (file: number): JournalEntry => ({ kind: 'sending', file, size: 1, at: 5 });
const ended = (file: number): JournalEntry => ({ kind: 'ended', file, end: { status: 'attached', attachmentId: 7 } });
const tooLargeToRead = 2 ** 31; // Node reads no such file whole, and a disk without sparse files still has room for it
const nothing = { journals: [], unusable: [] };
const byPath = (a: { path: string }, b: { path: string }): number => a.path.localeCompare(b.path);
const dayMs = 24 * 60 * 60 * 1_000;

describe('the store of journals', () => {
	let folder = '';
	let warnings: string[] = [];
	let stores: JournalStore[] = [];
	let windows: OtherWindow[] = [];

	const openStore = (): JournalStore => {
		const store = new JournalStore(folder, { info: () => {}, warn: message => warnings.push(message) });
		stores.push(store);
		return store;
	};
	const openWindow = async (): Promise<OtherWindow> => {
		const window = await OtherWindow.open(folder);
		windows.push(window);
		return window;
	};
	/** A window that began a batch of two files and died while the first was on its way. */
	const crash = async (): Promise<void> => {
		const window = await openWindow();
		await window.order({ do: 'begin', count: 2, entries: [sending(0)] });
		await window.kill();
	};
	const titles = async (store: JournalStore): Promise<readonly string[]> =>
		(await store.free()).journals.map(({ journal }) => journal.batch.task.title);
	/** What it tells of that cannot be finished, but for the time. */
	const untold = async (store: JournalStore) => (await store.free()).unusable.map(({ at: _, ...told }) => told);
	const journals = async (): Promise<readonly string[]> =>
		(await readdir(folder)).filter(name => name.endsWith('.jsonl'));

	beforeEach(async () => {
		folder = path.join(temporaryFolder(), 'journal');
		[warnings, stores, windows] = [[], [], []];
	});
	afterEach(async () => {
		await Promise.all([...windows.map(window => window.kill()), ...stores.map(store => store.dispose())]);
	});

	it('writes down thousands of files a hundred at a time, so that others have their turn', async () => {
		const batch = batchOf(1_000);
		const { most, result: file } = await mostInOneGo(tell => {
			const count = (each: object) => {
				tell();
				return each;
			};
			const files = batch.files.map(each => ({ ...each, toJSON: () => count(each) }));
			return openStore().begin({ ...batch, files });
		});

		assert.equal(most, 100);
		const reading = readJournal(await file.read());
		assert.deepEqual(reading.status === 'read' && reading.journal.batch.files, batch.files);
	});

	it('has nothing where nothing was ever sent', async () => {
		assert.deepEqual(await openStore().free(), nothing);
		assert.deepEqual(warnings, []);
	});

	it('does not offer what a window is at work on', async () => {
		const window = await openWindow();
		await window.order({ do: 'begin', count: 2, entries: [sending(0)] });
		const own = openStore();
		await own.begin(batchOf(1));

		assert.deepEqual(await own.free(), nothing);
		assert.deepEqual(await openStore().free(), nothing);
	});

	it('offers exactly the rest of a window that was killed', async () => {
		await crash();

		const {
			journals: [found],
		} = await openStore().free();

		assert.ok(found);
		assert.deepEqual(
			restOf(found.journal).map(({ file, status }) => [file.name, status]),
			[
				['0.txt', 'in-doubt'],
				['1.txt', 'not-started'],
			],
		);
	});

	it('offers what is left to the same window, once it is no longer at work on it', async () => {
		const store = openStore();
		const file = await store.begin(batchOf(1));
		assert.deepEqual(await titles(store), []);

		await store.rest(file);

		assert.deepEqual(await titles(store), ['Diseño']);
		assert.deepEqual(await titles(openStore()), []);
	});

	it('offers what a window left that was closed', async () => {
		const store = openStore();
		await store.rest(await store.begin(batchOf(1)));

		await store.dispose();

		assert.deepEqual(await titles(openStore()), ['Diseño']);
	});

	it('does not offer what a window still sends while it closes', async () => {
		const store = openStore();
		await store.begin(batchOf(1));

		await store.dispose();

		assert.deepEqual(await titles(openStore()), []);
	});

	it('lets one of two windows take it up, however often they race', async () => {
		const racers = [await openWindow(), await openWindow()];
		for (let race = 0; race < 6; race += 1) {
			await crash();
			assert.deepEqual(await Promise.all(racers.map(racer => racer.order({ do: 'find' }))), [['Diseño'], ['Diseño']]);

			const taken = await Promise.all(racers.map(racer => racer.order({ do: 'take' })));

			assert.deepEqual(taken.flat(), ['Diseño']);
			assert.deepEqual(await titles(openStore()), []);
		}
	});

	it('lets one of two takers in the same window take it up', async () => {
		await crash();
		const store = openStore();
		const {
			journals: [found],
		} = await store.free();
		assert.ok(found);

		const taken = await Promise.all([store.take(found), store.take(found)]);

		assert.equal(taken.filter(Boolean).length, 1);
	});

	it('takes up what was written since it was found', async () => {
		const store = openStore();
		const file = await store.begin(batchOf(2));
		await store.rest(file);
		const {
			journals: [found],
		} = await store.free();
		assert.ok(found);
		await file.append(entryLine(ended(0)));
		await file.close();

		const taken = await store.take(found);

		assert.deepEqual(taken && restOf(taken.journal).map(({ file: rest }) => rest.name), ['1.txt']);
	});

	it('goes on behind a line that was not written to its end', async () => {
		await crash();
		const [name = ''] = await journals();
		const whole = await readFile(path.join(folder, name), 'utf8');
		await writeFile(path.join(folder, name), `${whole}{"kind":"sen`);
		const store = openStore();
		const {
			journals: [found],
		} = await store.free();
		const taken = found && (await store.take(found));
		assert.ok(taken);

		await taken.file.append(entryLine(ended(0)));
		await taken.file.close();

		assert.equal(await readFile(taken.file.path, 'utf8'), whole + entryLine(ended(0)));
	});

	it('deletes what is through', async () => {
		const window = await openWindow();
		await window.order({ do: 'begin', count: 1, entries: [sending(0), ended(0)] });
		await window.kill();

		assert.deepEqual(await openStore().free(), nothing);
		assert.deepEqual(await journals(), []);
	});

	it('gives the oldest first', async () => {
		const store = openStore();
		for (const [title, days] of [
			['later', 1],
			['earlier', 2],
			['last', 0],
		] as const) {
			await store.rest(await store.begin(batchOf(1, title, new Date(Date.now() - days * dayMs))));
		}

		assert.deepEqual(await titles(store), ['earlier', 'later', 'last']);
	});

	it('gives up after 30 days, and says so', async () => {
		const store = openStore();
		await store.rest(await store.begin(batchOf(3, 'old', new Date(Date.now() - 31 * dayMs))));
		await store.rest(await store.begin(batchOf(1, 'young', new Date(Date.now() - 29 * dayMs))));

		const task = { id: 4101, title: 'old' };
		const names = ['0.txt', '1.txt', '2.txt'];
		assert.deepEqual(
			(await untold(store)).map(({ path: _, ...told }) => told),
			[{ status: 'too-old', task, names }],
		);
		assert.deepEqual(await titles(store), ['young']);
		assert.equal((await journals()).length, 1);
		assert.match(warnings.join(), /^task 4101 · 3 files .* · older than 30 days$/);
	});

	it('keeps 50, the youngest ones', async () => {
		const store = openStore();
		for (let count = 0; count < 52; count += 1) {
			await store.rest(await store.begin(batchOf(1, String(count), new Date(Date.now() - (60 - count) * 60_000))));
		}

		const { journals: found, unusable } = await store.free();
		const kept = found.map(({ journal }) => journal.batch.task.title);

		assert.deepEqual(
			unusable.map(({ status, task }) => [status, task?.title]),
			[
				['too-many', '0'],
				['too-many', '1'],
			],
		);
		assert.deepEqual([kept.length, kept[0], kept.at(-1)], [50, '2', '51']);
		assert.equal((await journals()).length, 50);
		assert.equal(warnings.length, 2);
	});

	const hostile: Readonly<Record<string, string | Uint8Array>> = {
		'is half a line': '{"version":4,"id":"b","created',
		'is of no version': '{"id":"b"}\n',
		'is no text': new Uint8Array([0xff, 0xfe, 0, 0x0a, 0x80]),
		'is deep': `${'['.repeat(100_000)}\n`,
	};
	for (const [what, contents] of Object.entries(hostile)) {
		it(`renames what ${what}, keeps it, and goes on`, async () => {
			await mkdir(folder, { recursive: true });
			await writeFile(path.join(folder, 'bad.0123456789abcdef.jsonl'), contents);
			await crash();
			const store = openStore();

			const aside = path.join(folder, 'bad.0123456789abcdef.jsonl.broken');
			assert.deepEqual(await untold(store), [{ path: aside, status: 'broken', names: [] }]);
			assert.deepEqual(await untold(store), []);
			assert.deepEqual(await titles(store), ['Diseño']);

			assert.deepEqual(await readFile(aside), Buffer.from(contents));
			assert.equal(warnings.length, 1);
			assert.match(warnings[0] ?? '', /^a journal is broken and was renamed/);
		});
	}

	it('leaves what is of a newer version as it is, says so once, and goes on', async () => {
		await mkdir(folder, { recursive: true });
		const file = path.join(folder, 'newer.0123456789abcdef.jsonl');
		const contents = '{"version":99,"batch":"of a form that nobody knows yet"}\n';
		await writeFile(file, contents);
		const longAgo = new Date(Date.now() - 31 * dayMs);
		await utimes(file, longAgo, longAgo);
		await crash();
		const store = openStore();

		assert.deepEqual(await titles(store), ['Diseño']);
		assert.deepEqual(await store.free().then(({ unusable }) => unusable), [
			{ path: file, status: 'newer', names: [], at: longAgo.getTime() },
		]);

		assert.equal(await readFile(file, 'utf8'), contents);
		assert.equal(warnings.length, 1);
		assert.match(warnings[0] ?? '', /from a newer version of the extension and is left to it/);
	});

	it('tells what it can of journals that it does not understand: the task, and names of files', async () => {
		await mkdir(folder, { recursive: true });
		const whole = batchLine({ id: 'b', ...batchOf(3, 'Diseño "1"') });
		const newer = JSON.stringify({ ...JSON.parse(whole), version: 99, more: {} });
		await writeFile(path.join(folder, 'newer.00.jsonl'), `${newer}\nwhat nobody knows yet\n`);
		await writeFile(path.join(folder, 'half.00.jsonl'), whole.slice(0, whole.indexOf('2.txt"')));
		await writeFile(path.join(folder, 'later.00.jsonl'), `${whole}no line of ours\n`);
		const task = { id: 4101, title: 'Diseño "1"' };

		assert.deepEqual((await untold(openStore())).toSorted(byPath), [
			{ path: path.join(folder, 'half.00.jsonl.broken'), status: 'broken', task, names: ['0.txt', '1.txt'] },
			{ path: path.join(folder, 'later.00.jsonl.broken'), status: 'broken', task, names: ['0.txt', '1.txt', '2.txt'] },
			{ path: path.join(folder, 'newer.00.jsonl'), status: 'newer', task, names: ['0.txt', '1.txt', '2.txt'] },
		]);
	});

	it('tells of what the disk does not give, each time, leaves it, and goes on', async () => {
		await mkdir(path.join(folder, 'bad.00.jsonl'), { recursive: true });
		const store = openStore();
		await store.rest(await store.begin(batchOf(1)));
		const told = { path: path.join(folder, 'bad.00.jsonl'), status: 'unreadable', names: [] };

		assert.deepEqual(await untold(store), [told]);
		assert.deepEqual(await untold(store), [told]);
		assert.deepEqual(await titles(store), ['Diseño']);
		assert.equal(warnings.length, 1);
	});

	it('tells of each of 200 old journals once', async () => {
		const store = openStore();
		for (let count = 0; count < 200; count += 1) {
			await store.rest(await store.begin(batchOf(1, 'old', new Date(Date.now() - 31 * dayMs))));
		}

		assert.equal((await untold(store)).length, 200);
		assert.deepEqual(await untold(store), []);
		assert.deepEqual(await journals(), []);
	});

	it('renames what is too large to be one, without reading it', async () => {
		await mkdir(folder, { recursive: true });
		const file = path.join(folder, 'bad.0123456789abcdef.jsonl');
		await writeFile(file, '{"version":4}\n');
		await truncate(file, tooLargeToRead);

		assert.deepEqual(await untold(openStore()), [{ path: `${file}.broken`, status: 'broken', names: [] }]);
		assert.equal((await stat(`${file}.broken`)).size, tooLargeToRead);
	});

	it('deletes what was broken 30 days ago', async () => {
		await mkdir(folder, { recursive: true });
		const names = ['old.00.jsonl.broken', 'young.00.jsonl.broken'];
		for (const [index, name] of names.entries()) {
			await writeFile(path.join(folder, name), '?');
			const writtenAt = new Date(Date.now() - (31 - 2 * index) * dayMs);
			await utimes(path.join(folder, name), writtenAt, writtenAt);
		}

		await openStore().free();

		assert.deepEqual(await readdir(folder), ['young.00.jsonl.broken']);
		assert.equal(warnings.length, 1);
	});

	it('writes no batch down that is too large to be read again', async () => {
		const batch = batchOf(1);
		const long = { ...batch, task: { id: 1, title: 'x'.repeat(9_000_000) } };

		await assert.rejects(openStore().begin(long), /too large/);
		assert.deepEqual(await readdir(folder).catch(() => []), []);
	});

	it('leaves nothing of windows that are gone', async () => {
		await crash();

		await openStore().free();

		assert.deepEqual(await readdir(path.join(folder, 'owners')), []);
	});

	onPosix('permissions, and sockets in folders', () => {
		it('is for this user of the machine alone', async () => {
			await openStore().begin(batchOf(1));

			const [name = ''] = await journals();
			const [owner = ''] = await readdir(path.join(folder, 'owners'));
			for (const place of ['', name, 'owners', path.join('owners', owner), '../alive']) {
				assert.equal((await stat(path.join(folder, place))).mode & 0o077, 0, place);
			}
		});

		it('leaves no socket of windows that are gone', async () => {
			await crash();
			const sockets = path.join(folder, '../alive');
			assert.deepEqual(await readdir(sockets), await readdir(path.join(folder, 'owners')));

			await openStore().free();

			assert.deepEqual(await readdir(sockets), []);
		});
	});

	it('leaves to another machine for a day what is its own', async () => {
		await crash();
		const owners = path.join(folder, 'owners');
		const [owner = ''] = await readdir(owners);
		const file = path.join(owners, owner);
		const told = JSON.parse(await readFile(file, 'utf8')) as { machine: string };
		assert.equal(told.machine, hostname());
		await writeFile(file, JSON.stringify({ ...told, machine: 'another' }));
		const store = openStore();
		assert.deepEqual(await titles(store), []);

		const yesterday = new Date(Date.now() - dayMs);
		await utimes(file, yesterday, yesterday);

		assert.deepEqual(await titles(store), ['Diseño']);
	});

	it('does not keep a process that has nothing to do', async () => {
		const window = await openWindow();
		await window.order({ do: 'begin', count: 1, entries: [] });

		await window.leave();

		assert.deepEqual(await titles(openStore()), ['Diseño']);
	});
});
