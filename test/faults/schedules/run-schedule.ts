import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { deliverBatch, type KnownList } from '../../../src/attach/delivery/delivery.js';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { planParcels } from '../../../src/attach/delivery/parcels.js';
import { CorError } from '../../../src/attach/errors.js';
import {
	attachmentsOf,
	couldPassFor,
	type Journal,
	readJournal,
	restOf,
	stragglersOf,
} from '../../../src/attach/journal/journal.js';
import { batchLine, type JournaledBatch, journalEnd } from '../../../src/attach/journal/journal-lines.js';
import { resumeBatch } from '../../../src/attach/journal/resume.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer } from '../../../src/cor/credentials.js';
import { TaskCourier } from '../../../src/cor/task-courier.js';
import { attemptUpload } from '../../../src/cor/upload.js';
import { BatchJournal } from '../../../src/machine/journal/batch-journal.js';
import type { JournalFile } from '../../../src/machine/journal/journal-file.js';
import type { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { newBatch, unattended } from '../../attach/kit/unattended.js';
import { MemoryJournal } from '../model/memory-journal.js';
import { Stuck } from '../model/virtual-clock.js';
import { PackRules } from './pack-rules.js';
import { type BatchFile, filesOfBatch, type Schedule } from './schedule.js';
import { currentFiles, FaultInjector, HostProcess, type StoredFile, type Testbed } from './testbed.js';

/** The code under test, or a mutant of it. */
export interface Engine {
	readonly deliver: typeof deliverBatch;
	readonly resume: typeof resumeBatch;
	readonly plan: typeof planParcels;
	readonly trust: (state: 'untried' | 'earned') => PackTrust;
}

export const engine: Engine = {
	deliver: deliverBatch,
	resume: resumeBatch,
	plan: planParcels,
	trust: state => new PackTrust(state),
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
	const injector = new FaultInjector(schedule);
	const results: FileResult[] = [];
	const window = new Window(schedule, engine);
	const others: Journal[] = [];
	let isStuck = false;
	if (schedule.listRead === 'before-all') {
		window.known = await readList(schedule, testbed, window);
	}
	for (const batch of schedule.batches.keys()) {
		if (schedule.listRead === 'before-batch') {
			window.known = await readList(schedule, testbed, window);
		}
		const files = filesOfBatch(schedule, batch, parentIds);
		const ends = new Map<string, End[]>(files.map(({ planned }) => [planned.uri, []]));
		try {
			const journal = await deliver({ schedule, testbed, engine, injector, batch, files, ends, window, others });
			if (restOf(journal).length > 0 || others.some(other => couldPassFor(journal, other))) {
				others.push(journal);
			}
		} catch (error) {
			if (!(error instanceof Stuck)) {
				throw error;
			}
			isStuck = true;
		}
		results.push(
			...files.map(file => {
				const firstEnds = ends.get(file.planned.uri) ?? [];
				return { file, batch, ends: firstEnds, firstEnds };
			}),
		);
	}
	await testbed.clock.runOut();
	if (!isStuck) {
		await lookLater({ schedule, testbed, engine, window, others, results });
	}
	const complaints = [...testbed.complaints(), ...window.complaints];
	return { schedule, injector, results, stored: await testbed.storedFiles(), priorIds, complaints, isStuck };
}

/** What a window knows for as long as it lives, and whether it keeps to the rules of packs. After a crash there is another. */
class Window {
	readonly complaints: string[] = [];
	readonly #schedule: Schedule;
	readonly #engine: Engine;
	claimed = new Set<number>();
	known: KnownList | undefined;
	trust: PackTrust;
	rules: PackRules;

	constructor(schedule: Schedule, engine: Engine) {
		this.#schedule = schedule;
		this.#engine = engine;
		this.trust = engine.trust(this.#packs);
		this.rules = new PackRules(this.#packs, this.complaints);
	}

	/** @param claimed what is still known from before */
	reopen(claimed: readonly number[]): void {
		this.claimed = new Set(claimed);
		this.known = undefined;
		this.trust = this.#engine.trust(this.#packs);
		this.rules = new PackRules(this.#packs, this.complaints);
	}

	get #packs(): 'untried' | 'earned' {
		return this.#schedule.packs === 'earned' ? 'earned' : 'untried';
	}
}

/** Reads the task's list without a fault, as whoever shows what is on the task does. */
async function readList(schedule: Schedule, testbed: Testbed, window: Window): Promise<KnownList> {
	const hostProcess = new HostProcess(testbed.clock);
	const injector = new FaultInjector({ ...schedule, lists: [], others: [], cancelAt: null, crashesAt: [] });
	const [readAt, claimed] = [hostProcess.clock.now(), window.claimed.size];
	const list = await testbed.clock.run(
		courierOf(testbed, hostProcess, injector, [], window.rules).list(hostProcess.cancel.signal),
	);
	return { list, readAt, claimed };
}

type Later = Pick<Delivery, 'schedule' | 'testbed' | 'engine' | 'window' | 'others'> & {
	readonly results: FileResult[];
};

/** Looks once more, in a new window, for everything of which nobody knows: by then it is there, or it never comes. */
async function lookLater({ schedule, testbed, engine, window, others, results }: Later): Promise<void> {
	const hostProcess = new HostProcess(testbed.clock);
	const injector = new FaultInjector({
		...schedule,
		uploads: [],
		lists: [],
		others: [],
		cancelAt: null,
		crashesAt: [],
	});
	window.reopen(others.flatMap(attachmentsOf));
	for (const journal of others) {
		const { inDoubt, unknowable } = engine.resume(journal);
		const earlier = new Map([...inDoubt].map(([file, attempt]) => [file, { ...attempt, mayRepeat: false }]));
		const strangers = others.filter(other => other !== journal).flatMap(stragglersOf);
		const stragglers = [...strangers, ...unknowable.keys()];
		const batch = { ...newBatch([...earlier.keys()]), earlier, stragglers };
		const outcomes = await testbed.clock.run(
			engine.deliver(batch, {
				...unattended,
				courier: courierOf(testbed, hostProcess, injector, [], window.rules),
				clock: hostProcess.clock,
				random: () => 0,
				signal: hostProcess.cancel.signal,
				concurrency: 1,
				claimed: window.claimed,
				trust: window.trust,
			}),
		);
		for (const { file, end } of outcomes) {
			const index = results.findIndex(
				result => idOf(result) === journal.batch.id && result.file.planned.uri === file.uri,
			);
			const result = results[index];
			if (result) {
				results[index] = { ...result, ends: [journalEnd(end)] };
			}
		}
	}
}

interface Delivery {
	/** Another one after each crash. */
	readonly window: Window;
	readonly schedule: Schedule;
	readonly testbed: Testbed;
	readonly engine: Engine;
	readonly injector: FaultInjector;
	readonly batch: number;
	readonly files: readonly BatchFile[];
	readonly ends: Map<string, End[]>;
	/** The journals of the batches before that are not through. */
	readonly others: readonly Journal[];
}

/** Resolves with the batch's journal. */
async function deliver(delivery: Delivery): Promise<Journal> {
	const { schedule, testbed, engine, injector, files, ends, window, others } = delivery;
	const batch = journaled(testbed, delivery);
	const random = randomFrom(schedule.random);
	let text = batchLine(batch);
	let rest = { files: files.map(({ planned }) => planned), inDoubt: new Map() };
	const stragglers = others.flatMap(stragglersOf);
	for (;;) {
		const hostProcess = new HostProcess(testbed.clock);
		injector.hostProcess = hostProcess;
		const file = new MemoryJournal(text, hostProcess, injector, schedule.torn);
		const { rules } = window;
		const connect = () => courierOf(testbed, hostProcess, injector, files, rules);
		const outcomes = await testbed.clock.run(
			Promise.race([
				engine.deliver(
					{ files: rest.files, earlier: rest.inDoubt, stragglers, known: window.known },
					{
						...unattended,
						courier: connect(),
						clock: hostProcess.clock,
						random,
						signal: hostProcess.cancel.signal,
						concurrency: schedule.concurrency,
						claimed: window.claimed,
						trust: window.trust,
						plan: sent => (schedule.packs === 'never' ? sent.map(one => [one]) : engine.plan(sent)),
						record: recordOf(file, batch),
						reconnect: reconnecting(schedule.credentialsGiven, connect),
					},
				),
				hostProcess.death,
			]),
		);
		if (outcomes) {
			for (const { file: planned, end } of outcomes) {
				ends.get(planned.uri)?.push(journalEnd(end));
			}
			return understood(file.text);
		}
		text = file.wholeLines();
		const journal = understood(text);
		const { unknowable, ...left } = engine.resume(journal);
		const isLeft = (uri: string) => left.files.some(planned => planned.uri === uri);
		for (const { file: ended, end } of journal.standings) {
			if (end && !isLeft(ended.uri)) {
				ends.set(ended.uri, [end]);
			}
		}
		for (const [planned, { kind }] of unknowable) {
			ends.set(planned.uri, [{ status: 'unknown', kind }]);
			stragglers.push(planned);
		}
		rest = { files: left.files.filter(planned => !unknowable.has(planned)), inDoubt: new Map(left.inDoubt) };
		window.reopen([...others, journal].flatMap(attachmentsOf));
	}
}

function idOf({ batch }: Pick<FileResult, 'batch'>): string {
	return `batch ${batch}`;
}

function understood(text: string): Journal {
	const reading = readJournal(text);
	if (reading.status !== 'read') {
		throw new Error(`a journal that is ${reading.status}\n${text}`);
	}
	return reading.journal;
}

function journaled(testbed: Testbed, { batch, files }: Pick<Delivery, 'batch' | 'files'>): JournaledBatch {
	return {
		id: idOf({ batch }),
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
	const log = { info: () => {}, warn: (message: string) => assert.fail(message) };
	return new BatchJournal(file as unknown as JournalFile, files, {} as JournalStore, log);
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
	hostProcess: HostProcess,
	injector: FaultInjector,
	files: readonly BatchFile[],
	rules: PackRules,
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
				const ends = await currentFiles.run(batchFile, () => parcel.send(signal));
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
