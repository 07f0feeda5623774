import assert from 'node:assert/strict';
import { chmod, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CorError, type FailureKind } from '../../../src/attach/errors.js';
import { restOf } from '../../../src/attach/journal/journal.js';
import { entryLine } from '../../../src/attach/journal/journal-lines.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { BatchJournal, beginJournal } from '../../../src/machine/journal/batch-journal.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { readJournal } from '../../attach/journal/kit/read-journal.js';
import { mostInOneGo } from '../../host/most-in-one-go.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { batchOf } from '../kit/batch-of.js';
import { RefusingDisk } from '../kit/refusing-disk.js';

const nothing = { journals: [], unusable: [] };
const sentAt = 1_700_000_000_000;
const baseline = { ids: new Set([70]), currentVersions: {} };
const batch = batchOf(2);
const [first, second] = batch.files as unknown as readonly [PlannedFile, PlannedFile];
const attached: FileEnd = { status: 'attached', attachment: { id: 71, name: '0.txt', url: 'https://files/secret' } };
const failed = (kind: FailureKind): FileEnd => ({ status: 'failed', error: new CorError(kind, 'no') });

describe('what is written down of a batch', () => {
	let folder = '';
	let warnings: string[] = [];
	let store: JournalStore;
	let journal: BatchJournal;

	const log = { info: () => {}, warn: (message: string) => warnings.push(message) };
	const files = async (): Promise<readonly string[]> =>
		(await readdir(folder)).filter(name => name.endsWith('.jsonl')).map(name => path.join(folder, name));
	const text = async (): Promise<string> => readFile((await files())[0] ?? '', 'utf8');
	const rest = async (): Promise<readonly (readonly [string, string])[]> => {
		const reading = readJournal(await text());
		assert.equal(reading.status, 'read');
		return restOf(reading.journal).map(({ file, status }) => [file.name, status]);
	};
	const end = (file: PlannedFile, how: FileEnd): Promise<void> => journal.ended({ file, end: how, tookMs: 1 });

	beforeEach(async () => {
		folder = path.join(temporaryFolder(), 'journal');
		warnings = [];
		store = new JournalStore(folder, log);
		const begun = await beginJournal(store, batch, log);
		assert.ok(begun);
		journal = begun;
	});
	afterEach(async () => {
		await journal.letGo();
		await store.dispose();
		await chmod(folder, 0o700);
	});

	it('is on disk as soon as it is told', async () => {
		assert.deepEqual(await rest(), [
			['0.txt', 'not-started'],
			['1.txt', 'not-started'],
		]);
		await journal.began(baseline, 3);
		await journal.sending(first, 1, sentAt);
		assert.deepEqual(await rest(), [
			['0.txt', 'in-doubt'],
			['1.txt', 'not-started'],
		]);
		await end(first, attached);
		assert.deepEqual(await rest(), [['1.txt', 'not-started']]);
	});

	it('is in the order in which it was told, however much is told at once', async () => {
		await Promise.all([
			journal.began(baseline, 3),
			...Array.from({ length: 200 }, () => [journal.sending(first, 1, sentAt), end(first, failed('network'))]).flat(),
			journal.sending(second, 1, sentAt),
		]);

		const kinds = (await text())
			.split('\n')
			.slice(1, -1)
			.map(line => (JSON.parse(line) as { kind: string }).kind);
		assert.deepEqual(kinds, ['began', ...Array.from({ length: 200 }, () => ['sending', 'ended']).flat(), 'sending']);
	});

	it('holds neither the address of a file nor COR’s words', async () => {
		await end(first, attached);
		const error = new CorError('rejected', 'COR refused', { serverMessage: 'not you', status: 400 });
		await end(second, { status: 'failed', error });

		assert.doesNotMatch(await text(), /secret|refused|not you/);
	});

	it('is deleted when every file is through', async () => {
		await end(first, attached);
		await end(second, failed('rejected'));

		await journal.rest();

		assert.deepEqual(await files(), []);
		assert.equal(await journal.goOn(), 'through');
	});

	it('is read a hundred lines at a time once it is through, so that others have their turn', async () => {
		await Promise.all(Array.from({ length: 300 }, () => end(first, failed('network'))));
		const { parse } = JSON;
		const { most } = await mostInOneGo(async tell => {
			JSON.parse = (...args) => {
				tell();
				return parse(...args);
			};
			await journal.rest().finally(() => {
				JSON.parse = parse;
			});
		});

		assert.equal(most, 100);
	});

	it('is kept where something is left, and goes on', async () => {
		await end(first, attached);
		await end(second, failed('no-connection'));
		await journal.rest();

		assert.equal((await store.free()).journals.length, 1);
		assert.equal(await journal.goOn(), 'kept');
		assert.deepEqual(await store.free(), nothing);
		await journal.sending(second, 1, sentAt);
		assert.deepEqual(await rest(), [['1.txt', 'in-doubt']]);
		await end(second, attached);
		await journal.rest();
		assert.deepEqual(await files(), []);
	});

	it('does not go on where somebody took up what was left', async () => {
		await journal.rest();
		const {
			journals: [found],
		} = await store.free();
		assert.ok(found && (await store.take(found)));

		assert.equal(await journal.goOn(), 'elsewhere');
	});

	/** As the same window resumes it, with the person's command, while an earlier message of it is still there. */
	const resume = async (): Promise<BatchJournal> => {
		const {
			journals: [found],
		} = await store.free();
		const taken = found && (await store.take(found));
		assert.ok(taken);
		return new BatchJournal(taken.file, taken.journal.batch.files, store, log);
	};

	/** Both files fail, and the same window resumes them: one is attached then, and the other one is left again. */
	const resumeOne = async (): Promise<BatchJournal> => {
		await end(first, failed('network'));
		await end(second, failed('network'));
		await journal.rest();
		const resumed = await resume();
		await resumed.takeUp();
		await resumed.ended({ file: first, end: attached, tookMs: 1 });
		await resumed.rest();
		return resumed;
	};

	it('does not go on where this window has resumed what was left, though some of it is left again', async () => {
		const resumed = await resumeOne();

		assert.equal(await journal.goOn(), 'elsewhere');
		assert.equal(await resumed.goOn(), 'kept');
		await resumed.letGo();
	});

	it('does not go on where this window has discarded what was left, though something may still come of it', async () => {
		await journal.sending(first, 1, sentAt);
		await end(first, { status: 'unknown', error: new CorError('answer-timeout', 'late') });
		await journal.rest();
		const resumed = await resume();
		await resumed.letGo();

		assert.equal((await files()).length, 1);
		assert.equal(await journal.goOn(), 'elsewhere');
	});

	it('goes on where this window was about to resume what was left, and the person put it off', async () => {
		await end(first, failed('network'));
		await journal.rest();
		await (await resume()).rest();

		assert.equal(await journal.goOn(), 'kept');
	});

	/** Looks for its files, which takes until `finish` is called. */
	const look = () => {
		let finish: () => void = () => {};
		const listed = new Promise<void>(resolve => {
			finish = resolve;
		});
		return { looking: journal.duringRun(() => listed.then(() => 'list')), finish };
	};
	const notAsked = () => assert.fail('COR was asked');
	const late = (file: PlannedFile) => ({ file, end: attached, tookMs: 0 });

	it('can go on, or be resumed, while somebody only looks for its files, and then what was seen is not used', async () => {
		await end(first, failed('network'));
		await journal.rest();
		const before = look();
		const refused = assert.rejects(before.looking, { kind: 'unexpected' });
		assert.equal((await store.free()).journals.length, 1);
		assert.equal(await journal.goOn(), 'kept');
		before.finish();
		await refused;
		await journal.rest();

		const other = look();
		const refusedToo = assert.rejects(other.looking, { kind: 'unexpected' });
		const resumed = await resume();
		await resumed.takeUp();
		other.finish();
		await refusedToo;
		await assert.rejects(journal.duringRun(notAsked), { kind: 'unexpected' });
		await resumed.letGo();
	});

	it('lets its files be looked for while it is at work, while it is at rest, and when it has ended', async () => {
		const list = async () => {
			const { looking, finish } = look();
			finish();
			return looking;
		};
		assert.equal(await list(), 'list');
		await end(first, failed('network'));
		await journal.rest();
		assert.equal(await list(), 'list');
		await journal.goOn();
		assert.equal(await list(), 'list');
		await journal.letGo();
		assert.equal(await list(), 'list');
	});

	it('lets nobody look for its files where another window has taken it up', async () => {
		await journal.rest();
		await takeAway();

		await assert.rejects(journal.duringRun(notAsked), { kind: 'unexpected' });
	});

	it('takes down what turned up late while it goes on, which it does until it comes to rest', async () => {
		await end(first, failed('network'));
		await end(second, failed('network'));
		await journal.rest();
		await journal.goOn();
		await journal.began(baseline, 3);

		await journal.endedLate([late(second)]);

		assert.deepEqual(await rest(), [['0.txt', 'ended']]);
		assert.deepEqual(await store.free(), nothing);
		await journal.sending(first, 1, sentAt);
		const reading = readJournal(await text());
		assert.ok(reading.status === 'read' && reading.journal.standings[0]?.attempt); // it can be looked for
		await end(first, attached);
		await journal.rest();
		assert.deepEqual(await files(), []);
	});

	it('takes down what turned up late at rest, however much at once, and can go on meanwhile or is through', async () => {
		await end(first, failed('network'));
		await end(second, failed('network'));
		await journal.rest();

		const [, goesOn] = await Promise.all([journal.endedLate([late(first)]), journal.goOn()]);

		assert.equal(goesOn, 'kept');
		await journal.rest();
		assert.deepEqual(await rest(), [['1.txt', 'ended']]);
		const foreign = { uri: 'file:///w/x.zip', name: 'x.zip', relativePath: 'x.zip', size: 1 };
		await Promise.all([journal.endedLate([late(foreign)]), journal.endedLate([late(second)])]);
		assert.deepEqual(await files(), []);
		assert.equal(await journal.goOn(), 'through');
		assert.deepEqual(warnings, []);
	});

	it('takes down nothing that turned up late where this window has resumed what was left', async () => {
		const resumed = await resumeOne();

		await journal.endedLate([late(second)]);

		assert.deepEqual(await rest(), [['1.txt', 'ended']]);
		await resumed.letGo();
	});

	it('does not go on where what was left was finished or thrown away', async () => {
		await journal.rest();
		await rm((await files())[0] ?? '');

		assert.equal(await journal.goOn(), 'elsewhere');
		assert.deepEqual(await store.free(), nothing);
	});

	/** As another window takes it up. */
	const takeAway = async (): Promise<void> => {
		const [file = ''] = await files();
		await rename(file, file.replace(/\.[\da-f]+\.jsonl$/, '.00.jsonl'));
	};

	it('lets no file out of a batch that another window has taken up, and leaves the journal to it', async () => {
		await journal.sending(first, 1, sentAt);
		await takeAway();
		await assert.rejects(journal.sending(second, 1, sentAt), { kind: 'unexpected' });
		const taken = await text();

		await end(first, attached);
		await journal.endedLate([late(second)]);

		assert.equal(await text(), taken);
		await assert.rejects(journal.duringRun(notAsked), { kind: 'unexpected' });
	});

	for (const how of ['just begun', 'just taken up here']) {
		it(`lets no file out of a batch that was ${how} and that another window has taken up since`, async () => {
			let last = journal;
			if (how === 'just taken up here') {
				await journal.rest();
				last = await resume();
			}
			await takeAway();

			await last.began(baseline, 3);

			await assert.rejects(last.sending(first, 1, sentAt), { kind: 'unexpected' });
			await rm((await files())[0] ?? ''); // the other window is through
			await assert.rejects(last.sending(second, 1, sentAt), { kind: 'unexpected' });
			assert.equal(await last.goOn(), 'elsewhere');
			assert.deepEqual(warnings, []);
		});
	}

	it('does not go on where another window takes it up at the last moment, and is no longer at work', async () => {
		await journal.rest();
		const retake = store.retake.bind(store);
		store.retake = async file => {
			const isOurs = await retake(file);
			await takeAway();
			return isOurs;
		};

		assert.equal(await journal.goOn(), 'elsewhere');

		await store.dispose();
		assert.equal((await new JournalStore(folder, log).free()).journals.length, 1);
	});

	it('is nothing where whoever wanted the batch has its outcomes', async () => {
		await end(first, failed('no-connection'));

		await journal.letGo();

		assert.deepEqual(await files(), []);
		await end(second, attached);
		assert.deepEqual(await files(), []);
	});

	it('tells others for ten minutes of what may still come of it, and is offered to nobody', async () => {
		const to = { apiUrl: new URL(batch.apiUrl), taskId: batch.task.id };
		await journal.sending(first, 1, sentAt);
		await end(first, { status: 'unknown', error: new CorError('answer-timeout', 'late') });
		const stragglers = async (own = journal.batch) => (await store.claimsFor(to, own).look()).stragglers;
		assert.deepEqual(await stragglers(), []);

		await journal.letGo();

		assert.deepEqual(await store.free(), nothing);
		assert.deepEqual(await stragglers({ id: 'another', isResumed: false }), [{ name: '0.txt', size: 1 }]);
		assert.deepEqual(await stragglers(), []);

		const [file = ''] = await files();
		const longAgo = (Date.now() - 601_000) / 1_000;
		await utimes(file, longAgo, longAgo);
		assert.deepEqual(await store.free(), nothing);
		assert.deepEqual(await files(), []);
	});

	it('does not hold back a batch where nothing can be written', async () => {
		await writeFile(path.join(folder, 'file'), '');
		const onFile = new JournalStore(path.join(folder, 'file'), log);

		assert.equal(await beginJournal(onFile, batch, log), undefined);
		assert.equal(warnings.length, 1);
	});

	it('is not begun anew, and the batch goes on, where somebody has deleted it', async () => {
		await rm((await files())[0] ?? '');
		await journal.sending(first, 1, sentAt);
		await end(first, attached);
		await journal.sending(second, 1, sentAt);

		assert.equal(warnings.length, 1);
		assert.deepEqual(await files(), []);
		await journal.rest();
		assert.equal(await journal.goOn(), 'through');
	});

	describe('while the disk refuses it', () => {
		let disk: RefusingDisk;

		beforeEach(() => {
			disk = new RefusingDisk();
		});
		afterEach(() => {
			disk.allow();
			disk.release();
		});

		const offered = async () =>
			(await store.free()).journals.map(found =>
				restOf(found.journal).map(({ file, status }) => `${file.name} ${status}`),
			);

		for (const tears of [false, true]) {
			it(`loses no line, but writes it with the next one${tears ? ', in place of what was cut off' : ''}`, async () => {
				disk.tears = tears;
				disk.refuse('write');
				await journal.began(baseline, 3);
				await journal.sending(first, 1, sentAt);
				await end(first, attached);
				disk.allow();

				await journal.sending(second, 1, sentAt);

				const kinds = (await text())
					.split('\n')
					.slice(1, -1)
					.map(line => (JSON.parse(line) as { kind: string }).kind);
				assert.deepEqual(kinds, ['began', 'sending', 'ended', 'sending']);
				assert.equal(warnings.length, 1);
			});

			it(`offers what is left as it is, not as it stands there${tears ? ', with half a line' : ''}`, async () => {
				disk.tears = tears;
				disk.refuse('write');
				await journal.sending(first, 1, sentAt);
				await end(first, attached);
				await journal.sending(second, 1, sentAt);
				await journal.rest();

				assert.deepEqual(await offered(), [['1.txt in-doubt']]);
				assert.equal(await journal.goOn(), 'kept');
				await end(second, failed('no-connection'));
				await journal.rest();
				assert.deepEqual(await offered(), [['1.txt ended']]);
				assert.notDeepEqual(await rest(), [['1.txt', 'ended']]);

				disk.allow();
				assert.deepEqual(await offered(), [['1.txt ended']]);
				assert.deepEqual(await rest(), [['1.txt', 'ended']]);
			});
		}

		it('does not go on where this window has resumed what was left', async () => {
			disk.refuse('write');
			const resumed = await resumeOne();

			assert.equal(await journal.goOn(), 'elsewhere');
			assert.equal(await resumed.goOn(), 'kept');
			disk.allow();
			await resumed.letGo();
		});

		it('goes on with what is left as it is', async () => {
			disk.refuse('write');
			await end(first, attached);
			await journal.rest();
			const {
				journals: [found],
			} = await store.free();
			assert.ok(found);

			const taken = await store.take(found);

			assert.deepEqual(taken && restOf(taken.journal).map(({ file }) => file.name), ['1.txt']);
			disk.allow();
			await taken?.file.append(entryLine({ kind: 'taken-up' }));
			assert.deepEqual(await rest(), [['1.txt', 'not-started']]);
			await taken?.file.close();
		});

		it('is never offered once it is through, and deleted as soon as the disk lets it', async () => {
			disk.refuse('write', 'unlink', 'truncate');
			await end(first, attached);
			await end(second, failed('rejected'));
			await journal.rest();
			assert.equal((await files()).length, 1);
			assert.deepEqual(await rest(), [
				['0.txt', 'not-started'],
				['1.txt', 'not-started'],
			]);
			assert.deepEqual(await offered(), []);
			assert.equal((await files()).length, 1);
			disk.allow();

			assert.deepEqual(await offered(), []);
			assert.deepEqual(await files(), []);
			assert.equal(warnings.length, 2);
		});

		it('is emptied where it cannot be deleted, which says that there was nothing', async () => {
			disk.refuse('write', 'unlink');
			await journal.letGo();
			disk.allow();
			await store.dispose();

			assert.equal(await text(), '');
			const next = new JournalStore(folder, log);
			assert.deepEqual(await next.free(), nothing);
			assert.deepEqual(await files(), []);
			assert.equal(warnings.filter(warning => warning.includes('broken')).length, 0);
		});

		it('is not offered where whoever wanted the batch has its outcomes, though it cannot even be read', async () => {
			disk.refuse('write', 'read', 'unlink', 'truncate');
			await journal.letGo();
			assert.deepEqual(await offered(), []);
			disk.allow();

			assert.deepEqual(await offered(), []);
			assert.deepEqual(await files(), []);
		});

		it('is caught up when the window closes', async () => {
			disk.refuse('write');
			await end(first, attached);
			await journal.rest();
			disk.allow();

			await store.dispose();

			assert.deepEqual(await rest(), [['1.txt', 'not-started']]);
		});

		it('leaves no half of a first line where a batch cannot be written down', async () => {
			disk.tears = true;
			disk.refuse('write');

			assert.equal(await beginJournal(store, batch, log), undefined);

			assert.equal((await files()).length, 1);
			assert.deepEqual(await offered(), []);
		});
	});

	it('survives a folder that was emptied under it', async () => {
		await journal.sending(first, 1, sentAt);
		await rm((await files())[0] ?? '');

		await journal.sending(second, 1, sentAt);
		await journal.rest();

		assert.ok(warnings.length <= 1);
	});
});
