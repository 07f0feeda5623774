import assert from 'node:assert/strict';
import { chmod, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CorError, type FailureKind } from '../../../src/attach/errors.js';
import { readJournal, restOf } from '../../../src/attach/journal/journal.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { type BatchJournal, beginJournal } from '../../../src/machine/journal/batch-journal.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { batchOf } from '../kit/batch-of.js';

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
		await journal.sending(first, 1, 9);
		assert.deepEqual(await rest(), [
			['0.txt', 'in-doubt'],
			['1.txt', 'not-started'],
		]);
		assert.match(await text(), /\n\{"kind":"sending","file":0,"size":1,"at":9\}\n$/);
		await end(first, attached);
		assert.deepEqual(await rest(), [['1.txt', 'not-started']]);
	});

	it('is in the order in which it was told, however much is told at once', async () => {
		await Promise.all([
			journal.began(baseline, 3),
			...Array.from({ length: 200 }, () => [journal.sending(first, 1, 9), end(first, failed('network'))]).flat(),
			journal.sending(second, 1, 9),
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

	it('is kept where something is left, and goes on', async () => {
		await end(first, attached);
		await end(second, failed('no-connection'));
		await journal.rest();

		assert.equal((await store.free()).length, 1);
		assert.equal(await journal.goOn(), 'kept');
		assert.deepEqual(await store.free(), []);
		await journal.sending(second, 1, 9);
		assert.deepEqual(await rest(), [['1.txt', 'in-doubt']]);
		await end(second, attached);
		await journal.rest();
		assert.deepEqual(await files(), []);
	});

	it('does not go on where somebody took up what was left', async () => {
		await journal.rest();
		const [found] = await store.free();
		assert.ok(found && (await store.take(found)));

		assert.equal(await journal.goOn(), 'elsewhere');
	});

	it('does not go on where what was left was finished or thrown away', async () => {
		await journal.rest();
		await rm((await files())[0] ?? '');

		assert.equal(await journal.goOn(), 'elsewhere');
		assert.deepEqual(await store.free(), []);
	});

	it('lets no file out of a batch that another window has taken up', async () => {
		await journal.sending(first, 1, 9);
		const [file = ''] = await files();
		await rename(file, file.replace(/\.[\da-f]+\.jsonl$/, '.00.jsonl'));

		await assert.rejects(journal.sending(second, 1, 9), { kind: 'unexpected' });
	});

	it('is nothing where whoever wanted the batch has its outcomes', async () => {
		await end(first, failed('no-connection'));

		await journal.letGo();

		assert.deepEqual(await files(), []);
		await end(second, attached);
		assert.deepEqual(await files(), []);
	});

	it('is remembered without a file where something may still come of it', async () => {
		const to = { apiUrl: new URL(batch.apiUrl), taskId: batch.task.id };
		await journal.sending(first, 1, 9);
		await end(first, { status: 'unknown', error: new CorError('answer-timeout', 'late') });
		const stragglers = async (own = journal.batch) => (await store.claimsFor(to, own).look()).stragglers;
		assert.deepEqual(await stragglers(), []);

		await journal.letGo();

		assert.deepEqual(await files(), []);
		assert.deepEqual(await stragglers({ id: 'another', isResumed: false }), [{ name: '0.txt', size: 1 }]);
		assert.deepEqual(await stragglers(), []);
	});

	it('does not hold back a batch where nothing can be written', async () => {
		await writeFile(path.join(folder, 'file'), '');
		const onFile = new JournalStore(path.join(folder, 'file'), log);

		assert.equal(await beginJournal(onFile, batch, log), undefined);
		assert.equal(warnings.length, 1);
	});

	it('is deleted, and the batch goes on, where the disk refuses a line', async () => {
		await rm((await files())[0] ?? ''); // opening it fails, as a full disk would have writing fail
		await journal.sending(first, 1, 9);
		await end(first, attached);
		await journal.sending(second, 1, 9);

		assert.equal(warnings.length, 1);
		assert.deepEqual(await files(), []);
		await journal.rest();
		assert.equal(await journal.goOn(), 'through');
	});

	it('survives a folder that was emptied under it', async () => {
		await journal.sending(first, 1, 9);
		await rm((await files())[0] ?? '');

		await journal.sending(second, 1, 9);
		await journal.rest();

		assert.ok(warnings.length <= 1);
	});
});
