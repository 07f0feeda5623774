import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../../src/attach/clock.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import type { VirtualClock } from '../model/virtual-clock.js';
import type { Mishap, MishapKind } from './mishaps.js';
import { contentsOf, nameOf, type Schedule, type StagedFile } from './schedule.js';

/** What COR holds for one file, whoever put it there. */
export interface Held {
	readonly id: number;
	readonly userId: number;
	readonly parentId: number | null;
	readonly name: string;
	readonly sha256: string;
}

/** One request with a file, as it really went. */
export interface Attempt {
	readonly file: StagedFile;
	readonly mishap: Mishap;
	/** The files that were in the request. */
	readonly together: readonly StagedFile[];
}

/** A COR on which a schedule is played. */
export interface Stage {
	readonly apiUrl: URL;
	readonly taskId: number;
	readonly clock: VirtualClock;
	readonly credential: { readonly apiKey: string; readonly clientSecret: string };
	/** Empties COR and puts there what is there before; resolves with the ids of the roots. */
	prepare(schedule: Schedule): Promise<readonly number[]>;
	/** What sends the requests of one process. */
	transport(life: Life, script: Script): Transport;
	/** Everything on the task, once all work is done. */
	held(): Promise<readonly Held[]>;
	/** What the code under test did that it must never do. */
	complaints(): readonly string[];
	close(): Promise<void>;
}

/** One process: when it dies nothing of it goes on, and what it was sending is cut off. */
export class Life {
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
export const currentFiles = new AsyncLocalStorage<readonly StagedFile[]>();

type Fallen = MishapKind | 'cancel' | 'crash' | 'twin' | 'pack';

/** Deals out the mishaps of a schedule and lets cancels and crashes fall, over all processes of one run. */
export class Script {
	readonly attempts: Attempt[] = [];
	/** How often each kind of mishap befell a request. */
	readonly fallen = new Map<Fallen, number>();
	readonly readMishaps: Mishap[] = [];
	readonly #schedule: Schedule;
	readonly #crashesAt: number[];
	readonly #next = { upload: 0, list: 0, other: 0 };
	#steps = 0;
	requests = 0;
	wasCancelled = false;
	crashes = 0;
	twins = 0;
	life: Life | undefined;

	constructor(schedule: Schedule) {
		this.#schedule = schedule;
		this.#crashesAt = schedule.crashesAt.toSorted((a, b) => a - b);
	}

	/** The mishap of the next upload, and its number. */
	takeUpload(): { readonly mishap: Mishap; readonly number: number; readonly files: readonly StagedFile[] } {
		const number = this.#next.upload++;
		const mishap = this.#schedule.uploads[number] ?? { kind: 'none' };
		const files = currentFiles.getStore() ?? [];
		this.attempts.push(...files.map(file => ({ file, mishap, together: files })));
		this.requests += 1;
		this.#note(mishap.kind);
		if (files.length > 1) {
			this.#note('pack');
		}
		return { mishap, number, files };
	}

	takeRead(url: URL): Mishap {
		const kind = url.pathname.endsWith('/attachments') ? 'list' : 'other';
		const mishap = (kind === 'list' ? this.#schedule.lists : this.#schedule.others)[this.#next[kind]++] ?? {
			kind: 'none',
		};
		this.readMishaps.push(mishap);
		this.#note(mishap.kind);
		return mishap;
	}

	hasTwin(number: number, when: 'before' | 'after'): boolean {
		const has = this.#schedule.twins.some(twin => twin.upload === number && twin.when === when);
		if (has) {
			this.twins += 1;
			this.#note('twin');
		}
		return has;
	}

	/** Something happened that can be seen from outside; here the person cancels, or the process dies. */
	step(): void {
		const step = this.#steps++;
		if (step === this.#schedule.cancelAt && this.life) {
			this.wasCancelled = true;
			this.#note('cancel');
			this.life.cancel.abort();
		}
		if (step === this.#crashesAt[0] && this.life) {
			this.#crashesAt.shift();
			this.crashes += 1;
			this.#note('crash');
			this.life.die();
		}
	}

	#note(kind: Fallen): void {
		this.fallen.set(kind, (this.fallen.get(kind) ?? 0) + 1);
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
