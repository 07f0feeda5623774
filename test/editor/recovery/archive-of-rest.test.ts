import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { AllListHabits } from '../../../src/attach/arrival/list-habits.js';
import { systemClock } from '../../../src/attach/clock.js';
import { PackTrusts } from '../../../src/attach/delivery/pack-trust.js';
import { CorError } from '../../../src/attach/errors.js';
import { restOf } from '../../../src/attach/journal/journal.js';
import { toJournaledBatch } from '../../../src/attach/journal/journaled-batch.js';
import { type DecidedFile, leave, send, unmatched } from '../../../src/attach/plan/stages.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import { sendReviewed } from '../../../src/editor/flow/send-reviewed.js';
import { UnfinishedUploads } from '../../../src/editor/recovery/unfinished-uploads.js';
import type { Reviewed } from '../../../src/editor/review/reviewed.js';
import { UploadQueue } from '../../../src/editor/sending/upload-queue.js';
import { Archives } from '../../../src/machine/archive/archives.js';
import { type BatchJournal, beginJournal } from '../../../src/machine/journal/batch-journal.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { AttachHistory } from '../../../src/machine/memory/attach-history.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import type { Connection } from '../../../src/machine/sessions/connection.js';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { useWindows } from '../kit/use-windows.js';

const taskId = 4101;
const upload = { method: 'POST', path: `/v1/tasks/${taskId}/attachments` };

describe('one archive of what is left of a batch', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const looks = useLooks();
	useShownMessages(({ buttons }) => buttons.find(button => button === text('Resume')));
	let connection: Connection;
	let parts: Parts;
	let files: readonly DecidedFile[];
	let begun: BatchJournal;

	const folder = () => path.join(cor.folder, 'journal');
	const warnings: string[] = [];
	const log = { info: () => {}, warn: (message: string) => void warnings.push(message), error: () => {} };
	/** Writes these files, and begins a batch of which each failed. */
	const fail = async (contents: Readonly<Record<string, string>>) => {
		const uris = await Promise.all(Object.entries(contents).map(([name, each]) => cor.write(name, each)));
		const gathered = await gatherFiles(parts.worker, uris, 'shown');
		files = gathered.files.map(file => send(unmatched({ ...file, doubts: [] })));
		const task = { id: taskId, title: 'Diseño' };
		const batch = { apiUrl: connection.apiUrl, label: connection.label, task, files, fields: {} };
		const journal = await beginJournal(parts.journals, toJournaledBatch(batch), log);
		assert.ok(journal);
		const error = new CorError('network', 'cut');
		await Promise.all(files.map(file => journal.ended({ file, end: { status: 'failed', error }, tookMs: 0 })));
		await journal.rest();
		begun = journal;
	};
	const retryAsArchive = (...decided: readonly DecidedFile[]) =>
		retry({ files: decided, fields: {}, archiveName: 'obra.zip', wasShown: true });
	const retry = async (reviewed: Reviewed) => {
		const task = await connection.client.readTask(taskId);
		const result = await sendReviewed(parts, {
			choice: { connection, task },
			round: {
				kind: 'again',
				files: reviewed.files.map(unmatched),
				fields: {},
				task,
				before: { connection, outcomes: [], doubtful: new Map(), journal: begun },
				occasion: 'same-task',
				isCompared: true,
				message: undefined,
			},
			reviewed,
			listed: undefined,
			onExisting: undefined,
		});
		assert.equal(result?.kind, 'result');
		return result.sent.outcomes.map(({ file, end }) => `${file.name} ${end.status}`);
	};
	const offered = async () =>
		(await parts.journals.free()).journals.map(({ journal }) => restOf(journal).map(({ file }) => file.name));
	/** All lines of all journals on disk. */
	const writtenDown = async () => {
		const names = (await readdir(folder())).filter(name => name.endsWith('.jsonl'));
		return (await Promise.all(names.map(name => readFile(path.join(folder(), name), 'utf8')))).join('');
	};

	beforeEach(async () => {
		warnings.length = 0;
		const accounts = windows.open();
		await windows.signIn(accounts, windows.keyPair());
		connection = await windows.connected(accounts);
		parts = {
			...looks,
			accounts,
			queue: new UploadQueue(),
			later: new LaterLooks(systemClock),
			habits: new AllListHabits(),
			trusts: new PackTrusts(),
			journals: new JournalStore(folder(), log),
			history: new AttachHistory(new KeptInMemory(), assert.fail, () => {}),
			archives: new Archives(path.join(cor.folder, 'archives')),
			memory: new TaskMemory(new KeptInMemory(), new KeptInMemory(), assert.fail),
			status: {},
			log,
		} as unknown as Parts;
	});
	afterEach(() => {
		parts.later.dispose();
		assert.deepEqual(warnings, []);
	});

	it('is written down before it is sent, and leaves nothing to be resumed once it is attached', async () => {
		await fail({ 'a.txt': 'a', 'b.txt': 'b' });
		const events = new EventEmitter();
		const held = once(events, 'held');
		const onHeld = () => events.emit('held');
		cor.sandbox.failNext(upload, { kind: 'late', until: once(events, 'store'), onHeld });

		const retrying = retryAsArchive(...files);

		await held;
		const [written, meanwhile] = [await writtenDown(), await offered()];
		events.emit('store');
		assert.deepEqual(await retrying, ['obra.zip attached']);
		assert.match(written, /"name":"obra\.zip".*\n(.*\n)*.*"sending"/);
		assert.deepEqual(meanwhile, []);
		assert.deepEqual(await offered(), []);
		assert.equal(cor.uploads(), 1);
	});

	it('leaves the files to be resumed where it failed, but none that the person took out', async () => {
		await fail({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
		const [a, b, c] = files.map(unmatched);
		assert.ok(a && b && c);
		cor.sandbox.failNext(upload, { kind: 'status', status: 400, body: { message: 'no' } });

		const ends = await retryAsArchive(send(a), send(b), leave(c, { kind: 'unticked' }));

		assert.deepEqual(ends, ['obra.zip failed', 'c.txt skipped']);
		assert.deepEqual(await offered(), [['a.txt', 'b.txt']]);
	});

	it('is what was decided at last that is resumed, where each file was sent by itself instead', async () => {
		await fail({ 'a.txt': 'a', 'b.txt': 'b' });
		const [a] = files.map(unmatched);
		assert.ok(a);
		cor.sandbox.failNext(upload, { kind: 'status', status: 400, body: { message: 'no' } });

		const ends = await retry({
			files: [send({ ...a, parentId: 900 })],
			fields: { available: true },
			wasShown: true,
		});

		assert.deepEqual(ends, ['a.txt failed']);

		const [left] = (await parts.journals.free()).journals;
		assert.deepEqual(left?.journal.batch.fields, { available: true });
		assert.deepEqual(
			left.journal.standings.map(({ file: { parentId } }) => parentId),
			[900, undefined],
		);
	});

	it('is not offered to who resumes it, since each file is looked for and sent by itself', async () => {
		await fail({ 'a.txt': 'a', 'b.txt': 'b', 'clave.pem': privateKey() });
		const picks = shownPicks();
		try {
			const finishing = new UnfinishedUploads(parts).finish();
			const review = await picks.next();
			const opened = picks.next();
			review.press(review.pick.buttons.find(button => 'action' in button && button.action === 'options'));
			const options = await opened;

			const labels = options.pick.items.map(({ label }) => label);
			assert.ok(labels.includes(text('Hidden in COR')));
			assert.deepEqual(
				labels.filter(label => label.startsWith(text('One archive: {0}', ''))),
				[],
			);

			const again = picks.next();
			options.pick.hide();
			(await again).pick.hide();
			await finishing;
			assert.deepEqual(await offered(), [['a.txt', 'b.txt', 'clave.pem']]);
		} finally {
			picks.dispose();
		}
	});
});

interface ShownPick {
	readonly pick: vscode.QuickPick<vscode.QuickPickItem>;
	/** Presses a button of its title, which no command does. */
	press(button: vscode.QuickInputButton | undefined): void;
}

/** The picks of the editor, one after the other as they are shown, until this is disposed. */
function shownPicks(): { next(): Promise<ShownPick>; dispose(): void } {
	const { createQuickPick } = vscode.window;
	const shown = new EventEmitter();
	const create = () => {
		const pick = createQuickPick();
		const pressed = new vscode.EventEmitter<vscode.QuickInputButton>();
		const show = () => {
			pick.show();
			shown.emit('pick', { pick, press: (button: vscode.QuickInputButton) => pressed.fire(button) });
		};
		return new Proxy(pick, {
			get: (target, name) => {
				const own = { show, onDidTriggerButton: pressed.event };
				const value: unknown = name in own ? Reflect.get(own, name) : Reflect.get(target, name, target);
				return typeof value === 'function' ? value.bind(target) : value;
			},
			set: (target, name, value) => Reflect.set(target, name, value, target),
		});
	};
	Object.assign(vscode.window, { createQuickPick: create });
	return {
		next: async () => (await once(shown, 'pick'))[0] as ShownPick,
		dispose: () => void Object.assign(vscode.window, { createQuickPick }),
	};
}
