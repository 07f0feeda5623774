import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { AllListHabits } from '../../../src/attach/arrival/list-habits.js';
import { PackTrusts } from '../../../src/attach/delivery/pack-trust.js';
import { packLimits } from '../../../src/attach/delivery/parcels.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { send, unmatched } from '../../../src/attach/plan/stages.js';
import type { Accounts } from '../../../src/editor/accounts/accounts.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { tellAndGoOn } from '../../../src/editor/flow/attach.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import type { Result } from '../../../src/editor/flow/round.js';
import { lookAgain, sendAsked } from '../../../src/editor/flow/send-reviewed.js';
import { tellLate } from '../../../src/editor/late/tell-late.js';
import { UnfinishedUploads } from '../../../src/editor/recovery/unfinished-uploads.js';
import { tellResult } from '../../../src/editor/result/tell-result.js';
import { UploadQueue } from '../../../src/editor/sending/upload-queue.js';
import { type PendingMessage, pending } from '../../../src/editor/task-message/pending-message.js';
import { Archives } from '../../../src/machine/archive/archives.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { AttachHistory } from '../../../src/machine/memory/attach-history.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import type { Connection } from '../../../src/machine/sessions/connection.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { mainUser } from '../../sandbox/seed.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { useWindows } from '../kit/use-windows.js';

const taskId = 4101;
const title = 'Diseño de la campaña de invierno';
const toTask = `#${taskId} ${title}`;
const upload = { method: 'POST', path: `/v1/tasks/${taskId}/attachments` };
const unreadable = { status: 200, body: '<h1>OK</h1>' };
const muchLater = { kind: 'status', status: 429, headers: { 'retry-after': '3600' }, early: false } as const;
const badGateway = { status: 502, body: '<h1>Bad Gateway</h1>' };

describe('a file that turns up after its batch', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const looks = useLooks();
	const told = new EventEmitter();
	/** What somebody chooses in the messages that begin so. */
	let choices: { readonly begins: string; readonly press: () => string | Promise<string> }[] = [];
	const shown = useShownMessages(message => {
		told.emit('message', message);
		return choices.find(({ begins }) => message.message.startsWith(begins))?.press();
	});
	let logged: string[];
	let timers: { readonly ms: number; readonly action: () => void }[];
	let accounts: Accounts;
	let connection: Connection;
	let parts: Parts;
	/** The first upload is stored when this is called. */
	let storeLate: () => Promise<void>;

	beforeEach(async () => {
		logged = [];
		choices = [];
		timers = [];
		const note = (level: string) => (message: string) => void logged.push(`${level}: ${message}`);
		const log = { info: note('info'), warn: note('warn'), error: note('error') } as unknown as Parts['log'];
		accounts = windows.open();
		await windows.signIn(accounts, windows.keyPair());
		connection = await windows.connected(accounts);
		const clock = {
			now: () => Date.now(),
			after: (ms: number, action: () => void) => {
				const timer = { ms, action };
				timers.push(timer);
				return () => void timers.splice(timers.indexOf(timer), 1);
			},
		};
		parts = {
			...looks,
			accounts,
			queue: new UploadQueue(),
			later: new LaterLooks(clock),
			habits: new AllListHabits(),
			trusts: new PackTrusts(),
			journals: new JournalStore(path.join(cor.folder, 'journal'), log),
			history: new AttachHistory(new KeptInMemory(), assert.fail, () => {}),
			archives: new Archives(path.join(cor.folder, 'archives')),
			memory: new TaskMemory(new KeptInMemory(), new KeptInMemory(), assert.fail),
			status: {},
			log,
		} as unknown as Parts;
	});
	afterEach(() => parts.later.dispose());

	/** Has the next upload answered with this, and stored only when `storeLate` is called. */
	const loseNext = (meanwhile: typeof unreadable) => {
		const events = new EventEmitter();
		const stored = once(events, 'stored');
		const onDone = () => events.emit('stored');
		cor.sandbox.failNext(upload, { kind: 'late', until: once(events, 'store'), meanwhile, onDone });
		storeLate = async () => {
			events.emit('store');
			await stored;
		};
	};
	/** COR is seen to list at once, so that a file is not looked for any longer than it takes. */
	const learnThatListsAreQuick = () => {
		const habits = parts.habits.of(connection.apiUrl, connection.actor?.id);
		habits.answered({ id: 1, name: 'x' }, { taskId: 1, size: 1, at: 0 });
		habits.listed(1, [{ id: 1, name: 'x', size: 1 }], 0);
	};
	const attach = (...names: readonly string[]): Promise<Result> => attachAll(names, name => `contents of ${name}`);
	const attachAll = async (
		names: readonly string[],
		contentsOf: (name: string) => string,
		message?: PendingMessage,
	): Promise<Result> => {
		const uris = await Promise.all(names.map(name => cor.write(name, contentsOf(name))));
		const { files } = await gatherFiles(parts.worker, uris, 'shown');
		const decided = files.map(file => send(unmatched(file)));
		const task = { id: taskId, title };
		const shipment = { connection, task, files: decided, fields: {}, listed: undefined, journal: undefined };
		return sendAsked(parts, shipment, message);
	};
	const nextMessage = async () => (await once(told, 'message'))[0] as (typeof shown)[number];
	const ends = ({ sent }: Result) => sent.outcomes.map(({ end }) => end.status);
	const storedIds = () => cor.sandbox.attachments(taskId).map(({ id }) => id);
	const unfinished = async () => (await parts.journals.free()).journals.length;
	/** Sends a file twice: the first request is stored, too, when its answer was given up. Gives the ids, the late one last. */
	const attachTwice = async (): Promise<readonly [extra: number, late: number]> => {
		learnThatListsAreQuick();
		loseNext(badGateway);
		assert.deepEqual(ends(await attach('a.txt')), ['attached']);
		const [extra = 0] = storedIds();
		await storeLate();
		return [extra, storedIds().find(id => id !== extra) ?? 0];
	};
	const twice = text('{0} is on {1} twice: an upload that seemed lost was also attached.', 'a.txt', toTask);
	const removing = text('Remove Extra Copy');
	const confirming = text('Remove the extra copy of {0} from {1}?', 'a.txt', toTask);
	/** Presses the button of the message, and confirms after `meanwhile`; gives what is said then. */
	const removeExtra = async (meanwhile: () => Promise<unknown> = async () => {}) => {
		choices = [
			{ begins: twice, press: () => removing },
			{ begins: confirming, press: () => meanwhile().then(() => text('Remove')) },
		];
		await parts.later.lookNow();
		await shownAre(3);
		return shown[2]?.message;
	};
	const shownAre = async (count: number) => {
		while (shown.length < count) {
			await nextMessage();
		}
	};
	const notAttached = (name: string) => text('{0} was not attached to {1}. {2}', name, toTask, '');
	const notYet = (name: string) => text("{0} isn't on {1} yet. COR may still be saving it.", name, toTask);
	const deletions = () => cor.sandbox.requests.filter(({ method }) => method === 'DELETE').length;

	it('is told by itself once it has arrived, stands in log and history, and is not left to be finished', async () => {
		loseNext(unreadable);
		assert.deepEqual(ends(await attach('a.txt')), ['unknown']);
		assert.deepEqual([await unfinished(), shown.length], [1, 0]);
		await storeLate();
		assert.deepEqual(
			timers.map(({ ms }) => ms),
			[30_000, 180_000],
		);

		const message = nextMessage();
		timers.shift()?.action();

		assert.deepEqual((await message).message, text('{0} was attached to {1} after all.', 'a.txt', toTask));
		const [id] = storedIds();
		assert.equal(await unfinished(), 0);
		assert.ok(logged.includes(`info: task 4101 · a.txt · arrived late as ${id}`));
		assert.deepEqual(
			parts.history.entries().map(({ attachmentId, name }) => [attachmentId, name]),
			[[id, 'a.txt']],
		);
		await parts.later.lookNow();
		assert.equal(shown.length, 1);
	});

	it('is told in one message with the others, with a way to the task', async () => {
		await parts.memory.rememberTaskPages('https://agencia.cor.works/tasks');
		loseNext(unreadable);
		assert.deepEqual(ends(await attach('a.txt', 'b.txt')), ['unknown', 'unknown']);
		await storeLate();

		const message = nextMessage();
		await parts.later.lookNow();

		const sentence = text('{0} files were attached to {1} after all: {2}.', 2, toTask, 'a.txt, b.txt');
		assert.deepEqual(await message, { message: sentence, buttons: [text('Open Task')], detail: undefined });
		assert.equal(shown.length, 1);
	});

	it('is told with whatever else one look found, as surely as that is known', async () => {
		const [a, b, c, d] = ['a.txt', 'b.txt', 'c.txt', 'd.txt'].map(name => ({
			uri: `file:///${name}`,
			relativePath: name,
			name,
			size: 1,
		})) as [PlannedFile, PlannedFile, PlannedFile, PlannedFile];
		const attachment = { id: 901, name: 'x' };
		const attachments = [attachment, { id: 902, name: 'x' }];

		await tellLate(parts, { connection, task: { id: taskId, title } }, [
			{ kind: 'maybe-arrived', file: a, attachments },
			{ kind: 'arrived', file: b, attachment, isMaybeDoubled: true },
			{ kind: 'maybe-doubled', file: c, attachments },
			{ kind: 'doubled', file: d, attachments, isMaybeMore: true },
		]);

		assert.deepEqual(shown, [
			{
				message: [
					text('{0} was attached to {1} after all.', 'b.txt', toTask),
					text('These may have been added as two versions each: {0}. Check their versions.', 'b.txt, d.txt'),
					text('{0} is on {1} twice: an upload that seemed lost was also attached.', 'd.txt', toTask),
					text('{0} may be on {1} twice. Check the task.', 'c.txt', toTask),
					text('{0} may be on {1} after all. Check the task.', 'a.txt', toTask),
				].join(' '),
				buttons: [text('Open Task')],
				detail: undefined,
			},
		]);
	});

	it('is told in the result where it may have become a version twice', async () => {
		const file = { uri: 'file:///a.txt', relativePath: 'a.txt', name: 'a.txt', size: 1 };
		const end = {
			status: 'attached',
			attachment: { id: 901, name: 'a.txt', version: 3 },
			isMaybeDoubled: true,
		} as const;
		const context = {
			canLookAgain: false,
			canUndo: false,
			isCancelled: false,
			isSecondLook: false,
			isUnseen: false,
			leftOut: 0,
		};

		await tellResult(parts.log, [{ file, end, tookMs: 0 }], { id: taskId, title }, context);

		const attached = text('Attached {0} to {1} as version {2}.', 'a.txt', toTask, 3);
		const twice = text('{0} may have been added as two versions. Check its versions.', 'a.txt');
		assert.deepEqual(shown[0]?.message, `${attached} ${twice}`);
	});

	it('is all that is told to who finishes what was interrupted', async () => {
		loseNext(unreadable);
		await attach('a.txt');
		await storeLate();

		await new UnfinishedUploads(parts).finish();
		await new UnfinishedUploads(parts).finish();
		await shownAre(2);

		assert.deepEqual(
			shown.map(each => each.message),
			[text('{0} was attached to {1} after all.', 'a.txt', toTask), text('There are no interrupted uploads.')],
		);
	});

	it('is asked for by nobody once its account has signed out', async () => {
		loseNext(unreadable);
		await attach('a.txt');
		await storeLate();
		await accounts.signOut(windows.apiUrl);
		const asked = cor.sandbox.requests.length;

		await parts.later.lookNow();

		assert.equal(cor.sandbox.requests.length, asked);
		assert.deepEqual(shown, []);
	});

	it('is attached for who checks again, and not sent by who sends again', async () => {
		loseNext(unreadable);
		const first = await attach('a.txt');
		const second = await lookAgain(parts, first);
		assert.ok(second);
		assert.deepEqual([ends(first), ends(second)], [['unknown'], ['unknown']]);
		const pressed = new EventEmitter();
		const sendingAgain = once(pressed, 'press').then(() => text('Send Again'));
		choices = [
			{
				begins: text("{0} isn't on {1} yet. COR may still be saving it.", 'a.txt', toTask),
				press: () => sendingAgain,
			},
		];
		const result = nextMessage();
		tellAndGoOn(parts, second);
		await result;
		await storeLate();
		const arrived = nextMessage();
		await parts.later.lookNow();
		await arrived;

		const afterwards = nextMessage();
		pressed.emit('press');

		assert.equal((await afterwards).message.startsWith(text('Nothing was attached to {0}.', toTask)), true);
		const arrivedLate = text('{0} was attached to {1} after all.', 'a.txt', toTask);
		assert.equal(shown.filter(({ message }) => message === arrivedLate).length, 1);
		const third = await lookAgain(parts, second);
		assert.deepEqual(third && ends(third), ['attached']);
		assert.equal(cor.uploads(), 1);
		assert.equal(storedIds().length, 1);
	});

	it('is found by who sends again, also where no look has come between', async () => {
		loseNext(unreadable);
		const second = await lookAgain(parts, await attach('a.txt'));
		assert.ok(second);
		await storeLate();
		choices = [{ begins: notYet('a.txt'), press: () => text('Send Again') }];

		tellAndGoOn(parts, second);
		await shownAre(2);

		assert.deepEqual([shown[1]?.message, cor.uploads()], [text('Attached {0} to {1}.', 'a.txt', toTask), 1]);
		assert.equal(storedIds().length, 1);
	});

	it('is sent again to who sends it again after a change: what arrived is not what it is now', async () => {
		loseNext(unreadable);
		const second = await lookAgain(parts, await attach('a.txt'));
		assert.ok(second);
		await storeLate();
		const change = async () => {
			await cor.write('a.txt', 'other words');
			return text('Send Again');
		};
		choices = [{ begins: notYet('a.txt'), press: change }];

		tellAndGoOn(parts, second);
		await shownAre(2);

		assert.deepEqual([shown[1]?.message, cor.uploads()], [text('Attached {0} to {1}.', 'a.txt', toTask), 2]);
	});

	it('is found by who retries what failed', async () => {
		learnThatListsAreQuick();
		loseNext(badGateway);
		cor.sandbox.failNext(upload, muchLater);
		const first = await attach('a.txt');
		assert.deepEqual([ends(first), cor.uploads()], [['failed'], 2]);
		await storeLate();
		choices = [{ begins: notAttached('a.txt'), press: () => text('Retry Failed') }];

		tellAndGoOn(parts, first);
		await shownAre(2);

		assert.deepEqual([shown[1]?.message, cor.uploads()], [text('Attached {0} to {1}.', 'a.txt', toTask), 2]);
	});

	describe('beside one that was refused', () => {
		const message = 'Van los dos archivos';
		const said = () => cor.sandbox.messages(taskId).map(each => each.text);
		const nameOf = ({ sent }: Result, status: string) =>
			sent.outcomes.find(({ end }) => end.status === status)?.file.name ?? '';
		let first: Result;

		beforeEach(async () => {
			const large = 'x'.repeat(packLimits.maxFileBytes + 1); // each travels in a request of its own
			cor.sandbox.failNext(upload, { kind: 'status', status: 400, body: { message: 'No' }, early: false });
			cor.sandbox.failNext(upload, { kind: 'status', ...unreadable, early: false });
			first = await attachAll(['a.txt', 'b.txt'], () => large, pending({ text: message, doubts: [] }));
			assert.deepEqual(ends(first).toSorted(), ['failed', 'unknown']);
			const bytes = Buffer.from(large);
			await cor.sandbox.place(taskId, { user: mainUser, name: nameOf(first, 'unknown'), bytes });
		});

		it('leaves that one and the message as they were, for who checks again', async () => {
			const second = await lookAgain(parts, first);

			assert.ok(second);
			assert.deepEqual(ends(second).toSorted(), ['attached', 'failed']);
			assert.equal(nameOf(second, 'failed'), nameOf(first, 'failed'));
			assert.deepEqual([second.message?.end.status, said()], ['waits', []]);
		});

		it('is told with it afterwards, with what helps either', async () => {
			const second = await lookAgain(parts, first);
			assert.ok(second);

			tellAndGoOn(parts, second);
			await shownAre(1);

			assert.ok(shown[0]?.message.includes(nameOf(first, 'failed')), shown[0]?.message);
			assert.ok(shown[0]?.message.endsWith(text("The message wasn't sent. It waits until you send it.")));
			assert.deepEqual(shown[0]?.buttons, [text('Send Message'), text('Attach as Archive'), text('Details')]);
		});

		it('may be sent again once it is seen not to be there', async () => {
			await connection.client.deleteAttachment(taskId, storedIds()[0] ?? 0);
			const second = await lookAgain(parts, first);
			assert.ok(second);

			tellAndGoOn(parts, second);
			await shownAre(1);

			assert.ok(shown[0]?.message.includes(notYet(nameOf(first, 'unknown'))), shown[0]?.message);
			assert.deepEqual(shown[0]?.buttons, [text('Check Again'), text('Send Again'), text('Details')]);
		});
	});

	it('can be checked again and resumed while it is looked for, and is then told of once', async () => {
		loseNext(unreadable);
		const first = await attach('a.txt');
		await storeLate();
		const events = new EventEmitter();
		const held = once(events, 'held');
		const onHeld = () => events.emit('held');
		cor.sandbox.failNext({ ...upload, method: 'GET' }, { kind: 'late', until: once(events, 'answer'), onHeld });
		const looking = parts.later.lookNow();
		await held;
		assert.equal(await unfinished(), 1);

		const second = await lookAgain(parts, first);

		events.emit('answer');
		assert.deepEqual([second && ends(second), await looking], [['attached'], false]);
		assert.deepEqual([await unfinished(), shown], [0, []]);
	});

	it('is told while others of its batch are sent again, and is not left to be finished', async () => {
		loseNext(unreadable);
		const { sent } = await attach('a.txt');
		await storeLate();
		assert.equal(await sent.journal?.goOn(), 'kept');

		assert.equal(await parts.later.lookNow(), true);

		await sent.journal?.rest();
		assert.equal(await unfinished(), 0);
	});

	it('is told as a second copy where the person has sent it again, and not offered to be removed', async () => {
		loseNext(unreadable);
		const second = await lookAgain(parts, await attach('a.txt'));
		assert.ok(second);
		choices = [
			{
				begins: text("{0} isn't on {1} yet. COR may still be saving it.", 'a.txt', toTask),
				press: () => text('Send Again'),
			},
		];
		tellAndGoOn(parts, second);
		await shownAre(2);
		assert.deepEqual([shown[1]?.message, cor.uploads()], [text('Attached {0} to {1}.', 'a.txt', toTask), 2]);
		await storeLate();

		await parts.later.lookNow();
		await shownAre(3);

		assert.deepEqual(shown[2], { message: twice, buttons: [text('Open Task')], detail: undefined });
		assert.equal(storedIds().length, 2);
	});

	it('is told as a second copy where it was sent twice, of which the extra one is removed and the other stays', async () => {
		const [extra, late] = await attachTwice();

		assert.equal(
			await removeExtra(),
			text('The extra copy of {0} was removed from {1}. The other copy stays.', 'a.txt', toTask),
		);

		assert.deepEqual(storedIds(), [late]);
		assert.deepEqual(shown[0]?.buttons, [text('Open Task'), removing]);
		assert.deepEqual([shown[1]?.message, shown[1]?.buttons], [confirming, [text('Keep'), text('Remove')]]);
		assert.match(shown[1]?.detail ?? '', new RegExp(`a\\.txt.*#${extra} \\(.*#${late} \\(`));
		assert.deepEqual(
			parts.history.entries().map(({ attachmentId, rootId }) => [attachmentId, rootId]),
			[[late, late]],
		);
		assert.ok(logged.includes(`info: task 4101 · attachment ${extra}, the extra copy of ${late}, is deleted`));
	});

	it('stays twice where the person keeps both copies', async () => {
		await attachTwice();
		choices = [
			{ begins: twice, press: () => removing },
			{ begins: confirming, press: () => text('Keep') },
		];

		await parts.later.lookNow();
		await shownAre(2);

		assert.equal(storedIds().length, 2);
		assert.equal(deletions(), 0);
	});

	for (const how of ['edited', 'gone'] as const) {
		it(`is not offered to be removed where the file on disk is ${how} since: the copies may not be alike`, async () => {
			await attachTwice();
			await (how === 'edited' ? cor.write('a.txt', 'other words') : rm(path.join(cor.folder, 'a.txt')));

			await parts.later.lookNow();
			await shownAre(1);

			assert.deepEqual(shown, [{ message: twice, buttons: [text('Open Task')], detail: undefined }]);
		});
	}

	it('keeps both copies where the extra one has got a version by then', async () => {
		const [extra] = await attachTwice();
		const version = { user: mainUser, name: 'a.txt', bytes: Buffer.from('v2'), parentId: extra };

		const said = await removeExtra(() => cor.sandbox.place(taskId, version));

		assert.equal(said, text('Nothing was removed: the extra copy of {0} on {1} may have versions.', 'a.txt', toTask));
		assert.deepEqual([storedIds().length, deletions()], [2, 0]);
	});

	it('keeps the copy that is the only one by then', async () => {
		const [extra, late] = await attachTwice();

		const said = await removeExtra(() => connection.client.deleteAttachment(taskId, late));

		assert.equal(said, text('Nothing was removed: the other copy of {0} is no longer on {1}.', 'a.txt', toTask));
		assert.deepEqual([storedIds(), deletions()], [[extra], 1]);
	});

	it('needs no removing where somebody else was faster', async () => {
		const [extra, late] = await attachTwice();

		const said = await removeExtra(() => connection.client.deleteAttachment(taskId, extra));

		assert.equal(said, text('Nothing was removed: the extra copy of {0} is no longer on {1}.', 'a.txt', toTask));
		assert.deepEqual([storedIds(), deletions()], [[late], 1]);
	});

	it('keeps both copies, and says so, where the task cannot be read before', async () => {
		await attachTwice();

		const said = await removeExtra(async () => {
			cor.sandbox.set({ variants: { listStatus: '500-null' } });
		});

		assert.ok(said?.startsWith(text('Nothing was removed from {0}. {1}', toTask, '')), said);
		assert.deepEqual([storedIds().length, deletions()], [2, 0]);
	});

	it('may still be twice where COR says that it deleted nothing', async () => {
		cor.sandbox.set({ variants: { deletion: 'not-deleted' } });
		await attachTwice();

		const said = await removeExtra();

		assert.ok(said?.startsWith(text('The extra copy of {0} may still be on {1}. {2}', 'a.txt', toTask, '')), said);
		assert.equal(storedIds().length, 2);
	});
});
