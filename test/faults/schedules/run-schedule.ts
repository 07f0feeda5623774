import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Claims } from '../../../src/attach/arrival/claims.js';
import { type LateCopy, type Lingering, lingeringOf } from '../../../src/attach/arrival/late-copies.js';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import type { StoredAttachment } from '../../../src/attach/attachment.js';
import type { Clock } from '../../../src/attach/clock.js';
import { deliverBatch, type KnownList } from '../../../src/attach/delivery/delivery.js';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { planParcels } from '../../../src/attach/delivery/parcels.js';
import { CorError } from '../../../src/attach/errors.js';
import { restOf, stragglersOf } from '../../../src/attach/journal/journal.js';
import { batchLine, entryLine, type JournaledBatch, journalEnd } from '../../../src/attach/journal/journal-lines.js';
import { type Rest, resumeBatch } from '../../../src/attach/journal/resume.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer } from '../../../src/cor/credentials.js';
import { TaskCourier } from '../../../src/cor/task-courier.js';
import { attemptUpload } from '../../../src/cor/upload.js';
import { BatchClaims } from '../../../src/machine/journal/batch-claims.js';
import { BatchJournal } from '../../../src/machine/journal/batch-journal.js';
import type { JournalFile } from '../../../src/machine/journal/journal-file.js';
import { type OtherBatch, toOtherBatch } from '../../../src/machine/journal/journal-folder.js';
import type { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { readJournal } from '../../attach/journal/kit/read-journal.js';
import { unattended } from '../../attach/kit/unattended.js';
import { MemoryJournal } from '../model/memory-journal.js';
import { Stuck } from '../model/virtual-clock.js';
import { PackRules } from './pack-rules.js';
import { type BatchFile, filesOfBatch, longestLagMs, type Schedule } from './schedule.js';
import { currentFiles, FaultInjector, HostProcess, type StoredFile, type Testbed } from './testbed.js';

/** The code under test, or a mutant of it. */
export interface Engine {
	readonly deliver: typeof deliverBatch;
	readonly resume: typeof resumeBatch;
	readonly plan: typeof planParcels;
	readonly trust: (state: 'untried' | 'earned') => PackTrust;
	readonly later: (clock: Clock) => LaterLooks;
}

export const engine: Engine = {
	deliver: deliverBatch,
	resume: resumeBatch,
	plan: planParcels,
	trust: state => new PackTrust(state),
	later: clock => new LaterLooks(clock),
};

/** How a file ended, as far as a journal tells. */
interface End {
	readonly status: FileEnd['status'];
	readonly attachmentId?: number;
	readonly kind?: string;
}

/** How a file of a batch ended, over all processes. */
export interface FileResult {
	readonly file: BatchFile;
	readonly batch: number;
	readonly ends: readonly End[];
	/** How it ended before anybody looked for it later. */
	readonly firstEnds: readonly End[];
	/** Attachments of which people were told that they are this file, too. */
	readonly told: readonly number[];
	/** Whether its window ended with nothing else to do, after the file was sent again: nobody looks for it then. */
	readonly isLeft: boolean;
	/** Whether people were told that the version below it may be the same. */
	readonly isToldOfVersions: boolean;
	/** Whether it was sent again since the list did not show it. */
	readonly isMissed: boolean;
	/** How often it was sent again by a window that could not write that down, and died. */
	readonly unwritten: number;
}

/** What a schedule came to. */
export interface ScheduleRun {
	readonly schedule: Schedule;
	readonly injector: FaultInjector;
	readonly results: readonly FileResult[];
	readonly stored: readonly StoredFile[];
	/** What was on the task before. */
	readonly priorIds: ReadonlySet<number>;
	readonly complaints: readonly string[];
	/** Whether something waited for what never comes. */
	readonly isStuck: boolean;
}

/** Runs a schedule to the end of everything that it started. */
export async function runSchedule(schedule: Schedule, testbed: Testbed, engine: Engine): Promise<ScheduleRun> {
	const parentIds = await testbed.prepare(schedule);
	const priorIds = new Set((await testbed.storedFiles()).map(({ id }) => id));
	const run = new Run({ schedule, testbed, engine, parentIds });
	const isStuck = !(await run.sendAll());
	await testbed.clock.runOut();
	if (!isStuck) {
		await run.finishLater();
	}
	const { injector } = run;
	const complaints = [...testbed.complaints(), ...run.complaints];
	return {
		schedule,
		injector,
		results: run.results(),
		stored: await testbed.storedFiles(),
		priorIds,
		complaints,
		isStuck,
	};
}

interface RunOptions {
	readonly schedule: Schedule;
	readonly testbed: Testbed;
	readonly engine: Engine;
	readonly parentIds: readonly number[];
}

/** What becomes of a file of a batch. */
interface Fate {
	readonly ends: End[];
	readonly told: number[];
	firstEnds: readonly End[];
	isLeft: boolean;
	isToldOfVersions: boolean;
	isBegun: boolean;
	unwritten: number;
	/** The process that would have to look for a second copy. */
	lingersIn?: HostProcess;
}

/** A batch, and what is on the disk of it. */
interface SentBatch {
	readonly id: number;
	readonly files: readonly BatchFile[];
	readonly journaled: JournaledBatch;
	readonly fates: ReadonlyMap<string, Fate>;
	/** What its journal says on disk now; nothing where it is deleted. */
	text: string;
	/** The journal while a window writes it. */
	live?: MemoryJournal | undefined;
	/** What other windows are told by a text of it: it is read far more often than it changes. */
	told?: { readonly text: string; readonly batches: OtherBatch[] };
}

class Run {
	readonly injector: FaultInjector;
	readonly complaints: string[] = [];
	readonly #options: RunOptions;
	readonly #batches: SentBatch[] = [];
	readonly #claims = new ClaimBook();

	constructor(options: RunOptions) {
		this.#options = options;
		this.injector = new FaultInjector(options.schedule);
	}

	/** Whether everything that was begun came to its end. */
	async sendAll(): Promise<boolean> {
		const { schedule, testbed } = this.#options;
		const batches = [...schedule.batches.keys()].map(id => this.#begin(id));
		try {
			if (schedule.atOnce) {
				const windows = batches.map(() => this.#openWindow());
				await testbed.clock.run(Promise.all(batches.map((batch, index) => this.#send(batch, windows[index]))));
				return true;
			}
			const window = this.#openWindow();
			if (schedule.listRead === 'before-all') {
				window.known = await this.#readList();
			}
			for (const batch of batches) {
				if (schedule.listRead === 'before-batch') {
					window.known = await this.#readList();
				}
				await testbed.clock.run(this.#send(batch, window));
			}
			return true;
		} catch (error) {
			if (error instanceof Stuck) {
				return false;
			}
			throw error;
		}
	}

	/** In the windows that are still open, and then in a new one, everything is looked for once more that is not known. */
	async finishLater(): Promise<void> {
		const { testbed } = this.#options;
		await testbed.clock.run(testbed.clock.wait(longestLagMs)); // by then everything is listed
		for (const window of this.#windows) {
			if (!window.hostProcess.dead.aborted) {
				await testbed.clock.run(window.later.lookNow());
			}
		}
		for (const batch of this.#batches) {
			if (batch.text !== '' && restOf(understood(batch.text)).length > 0) {
				await testbed.clock.run(this.#resumeLater(batch));
			}
		}
	}

	results(): FileResult[] {
		return this.#batches.flatMap(({ id, files, fates }) =>
			files.map(file => {
				const fate = fates.get(file.planned.uri);
				const { ends = [], told = [], firstEnds = ends, isToldOfVersions = false } = fate ?? {};
				const isLeft = fate?.isLeft || fate?.lingersIn?.dead.aborted || false;
				return {
					file,
					batch: id,
					ends,
					firstEnds,
					told,
					isLeft,
					isToldOfVersions,
					isMissed: fate?.lingersIn !== undefined,
					unwritten: this.injector.crashes > 0 ? (fate?.unwritten ?? 0) : 0,
				};
			}),
		);
	}

	readonly #windows = new Set<Window>();

	#openWindow(): Window {
		const { schedule, testbed, engine } = this.#options;
		const window = new Window(schedule, engine, testbed, this.complaints);
		this.#windows.add(window);
		return window;
	}

	#begin(id: number): SentBatch {
		const { schedule, testbed, parentIds } = this.#options;
		const files = filesOfBatch(schedule, id, parentIds);
		const fates = new Map(
			files.map(({ planned: { uri } }): [string, Fate] => [
				uri,
				{ ends: [], told: [], firstEnds: [], isLeft: false, isToldOfVersions: false, isBegun: false, unwritten: 0 },
			]),
		);
		const batch = { id, files, journaled: journaled(testbed, { batch: id, files }), fates, text: '' };
		this.#batches.push(batch);
		return batch;
	}

	/** Sends a batch, in as many processes as it takes. */
	async #send(batch: SentBatch, opened: Window | undefined): Promise<void> {
		const { schedule, engine } = this.#options;
		const { files, journaled, fates } = batch;
		const random = randomFrom(schedule.random);
		let window = opened ?? this.#openWindow();
		batch.text = batchLine(journaled);
		let rest: Omit<Rest, 'unsaved'> = {
			files: files.map(({ planned }) => planned),
			inDoubt: new Map(),
			untold: new Map(),
			unknowable: new Map(),
			lingering: [],
		};
		for (let isResumed = false; ; isResumed = true) {
			const { hostProcess } = window;
			this.injector.hostProcess = hostProcess;
			const file = new MemoryJournal(batch.text, hostProcess, this.injector, schedule.torn);
			file.onWrite = text => {
				batch.text = text;
			};
			batch.live = file;
			const claims = this.#claimsFor(batch, isResumed, [...rest.unknowable.keys()]);
			const connect = () => courierOf(this.#options.testbed, window, this.injector, files);
			const outcomes = await Promise.race([
				engine.deliver(
					{ files: rest.files, earlier: rest.inDoubt, untold: rest.untold, known: window.known },
					{
						...unattended,
						courier: connect(),
						clock: hostProcess.clock,
						random,
						signal: hostProcess.cancel.signal,
						concurrency: schedule.concurrency,
						claims,
						trust: window.trust,
						plan: sent => (schedule.packs === 'never' ? sent.map(one => [one]) : engine.plan(sent)),
						record: noting(recordOf(file, journaled), file, fates),
						reconnect: reconnecting(schedule.credentialsGiven, connect),
					},
				),
				hostProcess.death,
			]);
			if (outcomes) {
				for (const { file: planned, end, missed } of outcomes) {
					const fate = fates.get(planned.uri);
					fate?.ends.push(journalEnd(end));
					if (fate && missed) {
						fate.lingersIn = window.hostProcess;
					}
					if (fate && end.status === 'attached' && end.isMaybeDoubled) {
						fate.isToldOfVersions = true;
					}
				}
				this.#lookLater(window, batch, claims, [...lingeringOf(outcomes), ...rest.lingering]);
				batch.live = undefined;
				if (!file.isLying && isNothingLeft(batch.text)) {
					batch.text = '';
				}
				break;
			}
			batch.text = file.wholeLines();
			batch.live = undefined;
			this.#windows.delete(window);
			window = this.#openWindow();
			const journal = understood(batch.text);
			const { unknowable, ...left } = engine.resume(journal);
			const isLeft = (uri: string) => left.files.some(planned => planned.uri === uri);
			for (const { file: ended, end, missed } of journal.standings) {
				const fate = fates.get(ended.uri);
				if (fate && end && !isLeft(ended.uri)) {
					fate.ends.splice(0, fate.ends.length, end);
					// Of versions the result alone tells, and nobody has read it.
					const isUntold = restOf(journal).length === 0 || ended.parentId !== undefined;
					fate.isLeft = missed !== undefined && isUntold;
				}
			}
			for (const [planned, { kind }] of unknowable) {
				const fate = fates.get(planned.uri);
				fate?.ends.splice(0, 1, { status: 'unknown', kind });
				if (fate) {
					fate.isLeft = true; // nobody knows what was on the task before, or who sent it
				}
			}
			batch.text += entryLine({ kind: 'taken-up' });
			rest = { ...left, files: left.files.filter(planned => !unknowable.has(planned)), unknowable };
		}
		for (const fate of fates.values()) {
			fate.firstEnds = [...fate.ends];
		}
	}

	#lookLater(window: Window, batch: SentBatch, claims: Claims, lingering: readonly Lingering[]): void {
		const courier = courierOf(this.#options.testbed, window, this.#faultless(), []);
		window.later.watch({
			taskId: this.#options.testbed.taskId,
			lingering,
			files: batch.files.map(({ planned }) => planned),
			claims,
			habits: window.habits,
			list: () => courier.list(new AbortController().signal),
			onLate: async copies => {
				for (const copy of copies) {
					const fate = batch.fates.get(copy.file.uri);
					if (copy.kind === 'arrived') {
						fate?.ends.splice(0, 1, { status: 'attached', attachmentId: copy.attachment.id });
						if (fate) {
							fate.isToldOfVersions ||= copy.isMaybeDoubled;
						}
						batch.text = withEnd(batch, copy.file, copy.attachment);
					} else if (copy.kind === 'maybe-doubled') {
						if (fate) {
							fate.isToldOfVersions ||= copy.file.parentId !== undefined;
						}
						fate?.told.push(...copy.attachments.map(({ id }) => id));
					} else if (copy.kind === 'maybe-arrived') {
						fate?.ends.splice(0, 1, { status: 'unknown', kind: 'network' });
					} else if (copy.kind === 'doubled') {
						const [first, ...others] = copy.attachments;
						fate?.told.push(...others.map(({ id }) => id));
						if (fate) {
							fate.isToldOfVersions ||= Boolean(copy.isMaybeMore);
						}
						fate?.ends.splice(0, 1, { status: 'attached', ...(first && { attachmentId: first.id }) });
						this.#checkExtra(copy);
					}
				}
			},
		});
	}

	/** What is offered to be removed is really one of two. */
	#checkExtra(copy: Extract<LateCopy, { kind: 'doubled' }>): void {
		if (copy.extra && !copy.attachments.some(({ id }) => id !== copy.extra?.id)) {
			this.complaints.push(`the only copy of ${copy.file.name} could be removed`);
		}
	}

	/** Finishes a batch in a new window. */
	async #resumeLater(batch: SentBatch): Promise<void> {
		const { engine } = this.#options;
		const window = this.#openWindow();
		const journal = understood(batch.text);
		const { files, inDoubt, untold, unknowable } = engine.resume(journal);
		const left = files.filter(file => inDoubt.has(file) && !unknowable.has(file));
		const earlier = new Map([...inDoubt].map(([file, attempt]) => [file, { ...attempt, mayRepeat: false }]));
		const claims = this.#claimsFor(batch, true, [...unknowable.keys()]);
		const outcomes = await engine.deliver(
			{ files: left, earlier, untold, known: undefined },
			{
				...unattended,
				courier: courierOf(this.#options.testbed, window, this.#faultless(), []),
				clock: window.hostProcess.clock,
				random: () => 0,
				signal: window.hostProcess.cancel.signal,
				concurrency: 1,
				claims,
				trust: window.trust,
			},
		);
		for (const { file, end } of outcomes) {
			const fate = batch.fates.get(file.uri);
			const before = fate?.ends[0];
			// What is known stays so, whatever a journal says that could not be written any more.
			if (fate && (before?.status === 'unknown' || end.status === 'attached')) {
				fate.told.push(...(before?.attachmentId === undefined ? [] : [before.attachmentId]));
				fate.ends.splice(0, fate.ends.length, journalEnd(end));
			}
		}
	}

	#claimsFor(batch: SentBatch, isResumed: boolean, unknowable: readonly PlannedFile[]): Claims {
		const { apiUrl, taskId } = this.#options.testbed;
		const claims = new BatchClaims(
			{ apiUrl, taskId },
			{ id: batch.journaled.id, isResumed },
			{ claims: this.#claims, batches: async () => (await Promise.all(this.#batches.map(tellOthers))).flat() },
		);
		return {
			claim: (id, file) => claims.claim(id, file),
			look: async () => {
				const { claimed, stragglers } = await claims.look();
				return { claimed, stragglers: [...stragglers, ...unknowable] };
			},
		};
	}

	/** Reads the task's list without a fault, as whoever shows what is on the task does. */
	async #readList(): Promise<KnownList> {
		const { schedule, engine, testbed } = this.#options;
		const window = new Window(schedule, engine, testbed, this.complaints);
		const readAt = window.hostProcess.clock.now();
		const courier = courierOf(testbed, window, this.#faultless(), []);
		return { list: await testbed.clock.run(courier.list(window.hostProcess.cancel.signal)), readAt };
	}

	#faultless(): FaultInjector {
		const { schedule } = this.#options;
		return new FaultInjector({ ...schedule, uploads: [], lists: [], others: [], cancelAt: null, crashesAt: [] });
	}
}

/** What a window knows for as long as it lives, and whether it keeps to the rules of packs. */
class Window {
	readonly hostProcess: HostProcess;
	readonly habits = new ListHabits();
	readonly later: LaterLooks;
	readonly trust: PackTrust;
	readonly rules: PackRules;
	known: KnownList | undefined;

	constructor({ packs }: Schedule, engine: Engine, { clock }: Testbed, complaints: string[]) {
		const state = packs === 'earned' ? 'earned' : 'untried';
		this.hostProcess = new HostProcess(clock);
		this.later = engine.later(this.hostProcess.clock);
		this.trust = engine.trust(state);
		this.rules = new PackRules(state, complaints);
	}
}

/** The claims of all windows, as they are on disk. */
class ClaimBook {
	readonly #holders = new Map<number, { readonly batch: string; readonly uri: string }>();

	async idsOf(): Promise<readonly number[]> {
		return [...this.#holders.keys()];
	}

	async idsOfBatch(_apiUrl: string, _taskId: number, batch: string): Promise<readonly number[]> {
		return [...this.#holders].filter(([, holder]) => holder.batch === batch).map(([id]) => id);
	}

	async claim(
		_apiUrl: string,
		_taskId: number,
		attachmentId: number,
		by: { readonly batch: string; readonly uri: string },
	): Promise<boolean> {
		const holder = this.#holders.get(attachmentId) ?? by;
		this.#holders.set(attachmentId, holder);
		return holder.batch === by.batch && holder.uri === by.uri;
	}
}

/** Whether nothing has to be finished of the batch, and nothing may come late. */
function isNothingLeft(text: string): boolean {
	const journal = understood(text);
	return restOf(journal).length === 0 && stragglersOf(journal).length === 0;
}

async function tellOthers(batch: SentBatch): Promise<OtherBatch[]> {
	const text = batch.live ? await batch.live.read() : batch.text;
	if (batch.told?.text !== text) {
		const reading = readJournal(text);
		batch.told = { text, batches: reading.status === 'read' ? [toOtherBatch(reading.journal)] : [] };
	}
	return batch.told.batches;
}

/** The journal's text with one more end. */
function withEnd({ text, journaled }: SentBatch, { uri }: PlannedFile, attachment: StoredAttachment): string {
	const file = journaled.files.findIndex(planned => planned.uri === uri);
	const end = journalEnd({ status: 'attached', attachment });
	return text === '' ? text : text + entryLine({ kind: 'ended', file, end });
}

function understood(text: string) {
	const reading = readJournal(text);
	if (reading.status !== 'read') {
		throw new Error(`a journal that is ${reading.status}\n${text}`);
	}
	return reading.journal;
}

function journaled(
	testbed: Testbed,
	{ batch, files }: { readonly batch: number; readonly files: readonly BatchFile[] },
): JournaledBatch {
	return {
		id: `batch ${batch}`,
		createdAt: new Date(testbed.clock.now()).toISOString(),
		apiUrl: testbed.apiUrl.href,
		task: { id: testbed.taskId, title: 'Tarea' },
		fields: {},
		files: files.map(({ planned: { uri, name, relativePath, size, parentId } }) => ({
			uri,
			name,
			relativePath,
			size,
			...(parentId !== undefined && { parentId }),
		})),
	};
}

function recordOf(file: MemoryJournal, { files }: JournaledBatch): DeliveryRecord {
	const log = { info: () => {}, warn: (message: string) => assert.ok(file.isLying, message) };
	// A schedule begins each batch once, in one window.
	const store = { latestRun: () => 0, isTaken: async () => false } as Partial<JournalStore> as JournalStore;
	return new BatchJournal(file as unknown as JournalFile, files, store, log);
}

/** Notes what the disk refuses to keep of requests. */
function noting(record: DeliveryRecord, file: MemoryJournal, fates: SentBatch['fates']): DeliveryRecord {
	const sending = record.sending.bind(record);
	record.sending = async (planned, size, at) => {
		await sending(planned, size, at);
		const fate = fates.get(planned.uri);
		if (fate) {
			fate.unwritten += fate.isBegun && file.isLying ? 1 : 0;
			fate.isBegun = true;
		}
	};
	return record;
}

function reconnecting(times: number, connect: () => TaskCourier): () => Promise<TaskCourier | undefined> {
	let left = times;
	return async () => {
		left -= 1;
		return left >= 0 ? connect() : undefined;
	};
}

function courierOf(
	testbed: Testbed,
	{ hostProcess, habits, rules }: Window,
	injector: FaultInjector,
	files: readonly BatchFile[],
): TaskCourier {
	const transport = testbed.transport(hostProcess, injector);
	const { apiUrl, taskId, credential } = testbed;
	const clock = hostProcess.clock;
	const credentials = new Bearer({ kind: 'key', ...credential }, { apiUrl, transport, clock });
	// Loaded in the middle of a schedule, it would come sooner or later, and no schedule were ever the same again.
	const loadUpload = async () => ({ attemptUpload });
	const client = new CorClient({ apiUrl, transport, credentials, clock, loadUpload });
	const courier = new TaskCourier({
		client,
		taskId,
		fields: {},
		habits,
		openPart: async planned => {
			const { bytes } = batchFileOf(files, planned);
			const open = () => Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
			return { name: planned.name, size: bytes.length, open };
		},
	});
	// Which files a request carries is known to nobody but us.
	const prepare = courier.prepare.bind(courier);
	courier.prepare = async planned => {
		const parcel = await prepare(planned);
		const batchFile = planned.map(one => batchFileOf(files, one));
		return {
			...parcel,
			send: async signal => {
				rules.begin(planned);
				for (const { uri } of planned) {
					injector.underWay.add(uri);
				}
				const ends = await currentFiles.run(batchFile, () => parcel.send(signal));
				for (const { uri } of planned) {
					injector.underWay.delete(uri);
				}
				rules.end(ends);
				return ends;
			},
		};
	};
	return courier;
}

function batchFileOf(files: readonly BatchFile[], planned: PlannedFile): BatchFile {
	const batchFile = files.find(({ planned: { uri } }) => uri === planned.uri);
	if (!batchFile) {
		throw new CorError('unexpected', 'a file that nobody planned');
	}
	return batchFile;
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
	};
}
