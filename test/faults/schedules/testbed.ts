import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../../src/attach/clock.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import type { VirtualClock } from '../model/virtual-clock.js';
import type { RequestFault, RequestFaultKind } from './request-faults.js';
import { type BatchFile, contentsOf, nameOf, type Schedule } from './schedule.js';

/** What COR holds for one file, whoever put it there. */
export interface StoredFile {
	readonly id: number;
	readonly userId: number;
	readonly parentId: number | null;
	readonly name: string;
	readonly sha256: string;
}

/** One request with a file, as it really went. */
export interface Attempt {
	readonly file: BatchFile;
	readonly fault: RequestFault;
	/** The files that were in the request. */
	readonly together: readonly BatchFile[];
}

/** A COR on which a schedule runs. */
export interface Testbed {
	readonly apiUrl: URL;
	readonly taskId: number;
	readonly clock: VirtualClock;
	readonly credential: { readonly apiKey: string; readonly clientSecret: string };
	/** Empties COR and puts there what is there before; resolves with the ids of the roots. */
	prepare(schedule: Schedule): Promise<readonly number[]>;
	/** What sends the requests of one process. */
	transport(hostProcess: HostProcess, injector: FaultInjector): Transport;
	/** Everything on the task, once all work is done. */
	storedFiles(): Promise<readonly StoredFile[]>;
	/** What the code under test did that it must never do. */
	complaints(): readonly string[];
	close(): Promise<void>;
}

/** One process: when it dies nothing of it goes on, and what it was sending is cut off. */
export class HostProcess {
	readonly clock: Clock & { kill(): void };
	readonly death: Promise<void>;
	readonly cancel = new AbortController();
	readonly #dead = new AbortController();

	constructor(world: VirtualClock) {
		this.clock = world.forProcess();
		setMaxListeners(0, this.#dead.signal); // each request listens
		this.death = new Promise(resolve => this.#dead.signal.addEventListener('abort', () => resolve()));
	}

	/** Aborts when the process dies. */
	get dead(): AbortSignal {
		return this.#dead.signal;
	}

	die(): void {
		this.clock.kill();
		this.#dead.abort(new Error('the process died'));
	}
}

/** Which files are in the request: known to the harness alone. */
export const currentFiles = new AsyncLocalStorage<readonly BatchFile[]>();

type InjectedKind = RequestFaultKind | 'cancel' | 'crash' | 'twin' | 'pack';

/** Injects the faults, cancels and crashes of one schedule, over all processes of its run. */
export class FaultInjector {
	readonly attempts: Attempt[] = [];
	/** How often each kind was injected. */
	readonly injected = new Map<InjectedKind, number>();
	readonly readFaults: RequestFault[] = [];
	readonly #schedule: Schedule;
	readonly #crashesAt: number[];
	readonly #next = { upload: 0, list: 0, other: 0 };
	#steps = 0;
	requests = 0;
	/** URIs of the files that are in a request, and of those whose request a crash has cut off. */
	readonly underWay = new Set<string>();
	readonly cutOff = new Set<string>();
	wasCancelled = false;
	crashes = 0;
	twins = 0;
	hostProcess: HostProcess | undefined;

	constructor(schedule: Schedule) {
		this.#schedule = schedule;
		this.#crashesAt = schedule.crashesAt.toSorted((a, b) => a - b);
	}

	/** The fault of the next upload, and its number. */
	nextUpload(): { readonly fault: RequestFault; readonly number: number; readonly files: readonly BatchFile[] } {
		const number = this.#next.upload++;
		const fault = this.#schedule.uploads[number] ?? { kind: 'none' };
		const files = currentFiles.getStore() ?? [];
		this.attempts.push(...files.map(file => ({ file, fault, together: files })));
		this.requests += 1;
		this.#note(fault.kind);
		if (files.length > 1) {
			this.#note('pack');
		}
		return { fault, number, files };
	}

	nextRead(url: URL): RequestFault {
		const kind = url.pathname.endsWith('/attachments') ? 'list' : 'other';
		const fault = (kind === 'list' ? this.#schedule.lists : this.#schedule.others)[this.#next[kind]++] ?? {
			kind: 'none',
		};
		this.readFaults.push(fault);
		this.#note(fault.kind);
		return fault;
	}

	hasTwin(number: number, when: 'before' | 'after'): boolean {
		const has = this.#schedule.twins.some(twin => twin.upload === number && twin.when === when);
		if (has) {
			this.twins += 1;
			this.#note('twin');
		}
		return has;
	}

	/** Whether the disk takes and deletes nothing any more; the next process finds it well again. */
	get diskRefuses(): boolean {
		const { diskRefusesAt = null } = this.#schedule;
		return diskRefusesAt !== null && this.crashes === 0 && this.#steps > diskRefusesAt;
	}

	/** Something happened that can be seen from outside; here the person cancels, or the process dies. */
	step(): void {
		const step = this.#steps++;
		if (step === this.#schedule.cancelAt && this.hostProcess) {
			this.wasCancelled = true;
			this.#note('cancel');
			this.hostProcess.cancel.abort();
		}
		if (step === this.#crashesAt[0] && this.hostProcess) {
			this.#crashesAt.shift();
			this.crashes += 1;
			this.#note('crash');
			for (const uri of this.underWay) {
				this.cutOff.add(uri);
			}
			this.hostProcess.die();
		}
	}

	#note(kind: InjectedKind): void {
		this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
	}
}

/** The attachments that are on the task before, roots first and then their versions. */
export function priorFiles(schedule: Schedule) {
	return schedule.prior.map(({ name, contents, byUs, versions }) => ({
		name: nameOf(name),
		bytes: contentsOf(contents),
		byUs,
		versions: Array.from({ length: versions }, (_, index) => contentsOf(contents + index + 1)),
	}));
}
