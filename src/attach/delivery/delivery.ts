import { compareWithTask, type EarlierAttempt } from '../arrival/comparison.js';
import { toBaseline } from '../arrival/evidence.js';
import { type Baseline, findParent, type ListedAttachment, type Straggler } from '../attachment.js';
import { type Clock, pause } from '../clock.js';
import { type CorError, toCorError } from '../errors.js';
import type { FileEnd, Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { type Courier, isOpen, type LoadedFile, type Posted, type PostedEnd, post } from './courier.js';
import { Couriers } from './couriers.js';
import type { PackTrust } from './pack-trust.js';
import { type Going, ParcelQueue } from './parcel-queue.js';
import { planParcels } from './parcels.js';
import { delayBefore, isEndOfBatch, isRefusal, mayRepeatWhenAbsent } from './retry.js';

/** A task's list, when its reading began, in epoch milliseconds, and how many attachments were claimed by then. */
export interface KnownList {
	readonly list: readonly ListedAttachment[];
	readonly readAt: number;
	readonly claimed: number;
}

/** Writes down what happens, so that it is known after a crash. Each resolves when it is safe. */
export interface DeliveryRecord {
	/** What was on the task before, and whose uploads follow. Told before the first request, and when somebody else goes on. */
	began(baseline: Baseline, userId: number | undefined): Promise<void>;
	/** Told of each file before its request, with the bytes that it takes. Rejects where the file must not go out. */
	sending(file: PlannedFile, size: number): Promise<void>;
	/** Told of an unknown end before the file is looked for, too: the last that is told counts. */
	ended(outcome: Outcome<PlannedFile>): Promise<void>;
}

export interface DeliveryPorts {
	readonly courier: Courier;
	readonly clock: Clock;
	/** From 0 to 1. */
	random(): number;
	readonly signal: AbortSignal;
	/** How many requests are on their way at once, at most; one for the rest of the batch once COR says 429. */
	readonly concurrency: number;
	/** Ids of attachments that are known to be files of ours; shared by all batches, and added to. */
	readonly claimed: Set<number>;
	/** What is known of packs at this origin; shared by all batches. */
	readonly trust: PackTrust;
	readonly record?: DeliveryRecord;
	/** What the task's list said before the batch: while it is fresh, and nothing was claimed since, it is not read again. */
	readonly known?: KnownList | undefined;
	/** Files whose request began in an earlier life of this batch: they are looked for first, even those with a problem. */
	readonly earlier?: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/** Files of other batches to this task that nobody knows to be there or not. */
	readonly stragglers?: readonly Straggler[];
	/** Which files travel together; `planParcels` where it is left out. */
	plan?(files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[];
	/** Asks for another credential where COR refuses the one at hand; `undefined` where nobody gives one. */
	reconnect?(): Promise<Courier | undefined>;
	/** Told of each request with several files when it has ended. */
	onPack?(files: readonly PlannedFile[], ends: readonly PostedEnd[]): void;
	/** Told of each file as it ends. */
	onEnd?(outcome: Outcome<PlannedFile>): void;
}

/** A list that is older is read again before anything is sent. */
export const knownListLastsMs = 60_000;

/**
 * Sends every file of a batch and finds out the truth of each: exactly one outcome for each file, in order. What COR
 * surely does not have is sent again where that helps; what it may have is looked for in the task's list first, and
 * never sent again while there is doubt. Never rejects.
 */
export async function deliverBatch(
	files: readonly PlannedFile[],
	ports: DeliveryPorts,
): Promise<Outcome<PlannedFile>[]> {
	return new Delivery(files, ports).run();
}

/** A file that may be on the task. */
interface Doubt {
	readonly earlier: EarlierAttempt;
	readonly load?: LoadedFile;
}

type Ends = ReadonlyMap<PlannedFile, PostedEnd>;

class Delivery {
	readonly #files: readonly PlannedFile[];
	readonly #ports: DeliveryPorts;
	readonly #couriers: Couriers;
	readonly #queue: ParcelQueue;
	readonly #outcomes = new Map<PlannedFile, Outcome<PlannedFile>>();
	readonly #begunAt = new Map<PlannedFile, number>();
	#baseline: Baseline | undefined;
	/** What was on the task before. */
	#before: readonly ListedAttachment[] = [];
	#endOfBatch: CorError | undefined;

	constructor(files: readonly PlannedFile[], ports: DeliveryPorts) {
		this.#files = files;
		this.#ports = ports;
		this.#queue = new ParcelQueue(ports.concurrency, ports.trust, going => this.#deliver(going));
		this.#couriers = new Couriers(ports.courier, {
			...ports,
			reconnect: async () => (this.#endOfBatch ? undefined : ports.reconnect?.()),
			onReplaced: () => this.#tellBegan(),
		});
	}

	async run(): Promise<Outcome<PlannedFile>[]> {
		const { earlier, plan = planParcels } = this.#ports;
		await this.#begin();
		const fresh = plan(this.#files.filter(file => !earlier?.has(file)));
		this.#queue.putBack(fresh.map(files => ({ files, repeats: 0 })));
		if (earlier && earlier.size > 0) {
			const files = this.#files.filter(file => earlier.has(file));
			this.#queue.putBack([{ files, repeats: 0, isInDoubt: true }]);
		}
		await this.#queue.drain();
		return this.#files.flatMap(file => this.#outcomes.get(file) ?? []);
	}

	/** Looks at what is on the task already. Where COR cannot be reached at all, nothing else is tried. */
	async #begin(): Promise<void> {
		if (this.#files.every(({ problem }) => problem)) {
			return;
		}
		try {
			this.#before = this.#freshList() ?? (await this.#couriers.list(this.#ports.signal));
			const parentIds = this.#files.flatMap(({ parentId }) => parentId ?? []);
			this.#baseline = toBaseline(this.#before, parentIds);
			await this.#tellBegan();
		} catch (error) {
			// Without a list nothing can be compared, but what COR takes and says so is attached all the same.
			const failure = toCorError(error);
			if (isEndOfBatch(failure)) {
				this.#endOfBatch = failure;
			}
		}
	}

	#freshList(): readonly ListedAttachment[] | undefined {
		const { known, clock, claimed } = this.#ports;
		// What came since would count as new, and after a crash nobody remembers that it was another file of ours.
		if (!known || known.claimed !== claimed.size) {
			return undefined;
		}
		const ageMs = clock.now() - known.readAt;
		return ageMs >= 0 && ageMs < knownListLastsMs ? known.list : undefined; // a clock may go back
	}

	async #tellBegan(): Promise<void> {
		const { record, signal } = this.#ports;
		if (record && this.#baseline) {
			await record.began(this.#baseline, await this.#couriers.current.userId(signal).catch(() => undefined));
		}
	}

	/** Ends each of these files, or puts it back. */
	async #deliver(going: Going): Promise<void> {
		for (const file of going.files) {
			this.#begunAt.set(file, this.#begunAt.get(file) ?? performance.now());
		}
		await (going.isInDoubt ? this.#takeUp(going) : this.#send(going));
	}

	/** Goes on with what was under way in an earlier life of the batch. */
	async #takeUp(going: Going): Promise<void> {
		const doubts = new Map<PlannedFile, Doubt>();
		for (const file of going.files) {
			const earlier = this.#ports.earlier?.get(file);
			if (earlier) {
				doubts.set(file, { earlier });
			}
		}
		await this.#goOn(going, await this.#compare(doubts), this.#couriers.current);
	}

	/** One request with those of the files that may go out. */
	async #send(going: Going): Promise<void> {
		const held = new Map(going.files.flatMap(file => this.#holdBack(file)));
		await this.#settle(held);
		const files = going.files.filter(file => !held.has(file));
		if (files.length === 0) {
			return;
		}
		const courier = this.#couriers.current;
		const { record, signal } = this.#ports;
		const sending = async (file: PlannedFile, size: number) => record?.sending(file, size);
		const posted = await post(files, { courier, signal, sending });
		this.#learn(going, posted);
		this.#queue.putBack(posted.outgrown.map(file => ({ files: [file], repeats: 0 })));

		const doubts = await this.#doubt(posted.sent);
		const ends = new Map<PlannedFile, PostedEnd>([
			...posted.unfit.map(({ file, error }) => [file, { status: 'failed', error, isOwn: true }] as const),
			...posted.sent.map(({ load, end }) => [load.file, withHash(this.#asVersion(load.file, end), load)] as const),
		]);
		await this.#settle(new Map([...ends].filter(([file, end]) => !doubts.has(file) && !isOpen(end))));
		const compared = doubts.size > 0 ? await this.#compare(doubts) : [];
		const open = [...ends].filter(([, end]) => isOpen(end));
		await this.#goOn(
			going,
			new Map([...open, ...compared]),
			courier,
			posted.sent.every(({ end }) => isOpen(end)),
		);
	}

	/** The end of a file that is not sent. */
	#holdBack(file: PlannedFile): [PlannedFile, FileEnd][] {
		if (!file.problem && this.#ports.signal.aborted) {
			return [[file, { status: 'cancelled' }]];
		}
		const error = file.problem ?? this.#endOfBatch;
		return error ? [[file, { status: 'failed', error }]] : [];
	}

	/** What a request tells beside how its files ended. */
	#learn({ files }: Going, { sent }: Posted): void {
		const { trust, claimed, onPack } = this.#ports;
		const ends = sent.map(({ end }) => end);
		if (files.length > 1) {
			trust.learn(ends);
		}
		if (sent.length > 1) {
			onPack?.(
				sent.map(({ load }) => load.file),
				ends,
			);
		}
		for (const end of ends) {
			this.#couriers.heard(end.status === 'failed' ? end.error : undefined);
			if (end.status === 'attached') {
				claimed.add(end.attachment.id);
				this.#couriers.proved();
			}
			if (end.status === 'failed' && end.error.kind === 'rate-limited') {
				this.#queue.slowDown(); // COR has said that it is too much at once
			}
		}
	}

	/** Says so where COR does not tell that the file became a version of what it was meant for. */
	#asVersion({ parentId }: PlannedFile, end: PostedEnd): PostedEnd {
		if (parentId === undefined || end.status !== 'attached') {
			return end;
		}
		const told = end.attachment.parentId;
		const root = findParent(this.#before, parentId)?.id;
		// An old version is not in the list: what COR makes of it as a parent is COR's to know.
		const isMeant = told === parentId || (root === undefined ? Boolean(told) : told === root);
		return isMeant ? end : { ...end, isBeside: true };
	}

	/** Those that may be on the task, with what it takes to look for them, where it can be looked for. */
	async #doubt(sent: Posted['sent']): Promise<ReadonlyMap<PlannedFile, Doubt>> {
		const doubts = new Map<PlannedFile, Doubt>();
		const unknown = sent.flatMap(({ load, end }) => (end.status === 'unknown' ? [{ load, end }] : []));
		const baseline = this.#baseline;
		if (unknown.length === 0 || !baseline) {
			return doubts;
		}
		const { record, signal } = this.#ports;
		// Why it is not known has to outlive a crash: what was given up after a time-out may still be stored.
		await Promise.all(unknown.map(({ load: { file }, end }) => record?.ended({ file, end, tookMs: 0 })));
		const userId = await this.#couriers.current.userId(signal).catch(() => undefined);
		if (userId === undefined) {
			return doubts;
		}
		for (const { load, end } of unknown) {
			const attempt = { size: load.size, userId, baseline };
			const earlier = { attempt, error: end.error, mayRepeat: mayRepeatWhenAbsent(end.error) };
			doubts.set(load.file, { earlier, load });
		}
		return doubts;
	}

	/** Looks for files on the task. Meanwhile no other is sent: it could be taken for what is looked for. */
	async #compare(doubts: ReadonlyMap<PlannedFile, Doubt>): Promise<Ends> {
		const release = this.#queue.hold();
		const found = await compareWithTask(new Map([...doubts].map(([file, { earlier }]) => [file, earlier])), {
			...this.#ports,
			files: this.#files,
			list: signal => this.#couriers.list(signal),
		});
		release();
		return new Map([...found].map(([file, end]) => [file, withHash(end, doubts.get(file)?.load)]));
	}

	/**
	 * What surely is not on the task is sent again where that helps; everything else ends. Files that went together go so
	 * again where nothing of their request can be on the task; where it was refused, each has to be refused by itself.
	 */
	async #goOn({ files, repeats }: Going, ends: Ends, refused: Courier, isWhole = false): Promise<void> {
		const { clock, signal, random } = this.#ports;
		const open = files.flatMap(file => {
			const end = ends.get(file);
			return end && isOpen(end) ? [{ file, error: end.error }] : [];
		});
		const isRenewed = open.some(isUnauthorized) && (await this.#couriers.replace(refused));
		const delays = new Map<PlannedFile, number>();
		const alone: PlannedFile[] = [];
		const over = new Map([...ends].filter(([, end]) => !isOpen(end)));
		const spread = random();
		for (const { file, error } of open) {
			const delayMs = isRenewed && isUnauthorized({ error }) ? 0 : delayBefore(error, repeats, spread);
			const isOver = this.#endOfBatch !== undefined || this.#couriers.isOfflineFromStart(error);
			if (delayMs !== undefined && !isOver) {
				delays.set(file, delayMs);
			} else if (files.length > 1 && isRefusal(error)) {
				alone.push(file);
			} else {
				this.#endOfBatch ??= isEndOfBatch(error) ? error : undefined;
				over.set(file, { status: 'failed', error });
			}
		}
		await this.#settle(over);
		this.#queue.putBack(alone.map(file => ({ files: [file], repeats: 0 })));
		const again = [...delays.keys()];
		if (again.length === 0) {
			return;
		}
		const delayMs = Math.max(...delays.values());
		if (delayMs > 0 && !(await pause(delayMs, clock, signal))) {
			await this.#settle(new Map(again.map(file => [file, { status: 'cancelled' }])));
			return;
		}
		const parcels = isWhole ? [again] : again.map(file => [file]);
		this.#queue.putBack(parcels.map(parcel => ({ files: parcel, repeats: repeats + 1 })));
	}

	async #settle(ends: Ends): Promise<void> {
		const now = performance.now();
		const outcomes = [...ends].map(([file, { isOwn: _, ...end }]): Outcome<PlannedFile> => {
			return { file, end, tookMs: now - (this.#begunAt.get(file) ?? now) };
		});
		await Promise.all(outcomes.map(outcome => this.#ports.record?.ended(outcome)));
		for (const outcome of outcomes) {
			this.#outcomes.set(outcome.file, outcome);
			this.#ports.onEnd?.(outcome);
		}
	}
}

function isUnauthorized({ error }: { readonly error: CorError }): boolean {
	return error.kind === 'unauthorized';
}

function withHash(end: PostedEnd, load: LoadedFile | undefined): PostedEnd {
	const sha256 = load?.sha256();
	return end.status === 'attached' && sha256 !== undefined ? { ...end, sha256 } : end;
}
