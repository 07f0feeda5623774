import type { Claims } from '../arrival/claims.js';
import { isVersionOf } from '../arrival/evidence.js';
import type { EarlierAttempt, Lookout } from '../arrival/lookout.js';
import { type Baseline, findParent, type ListedAttachment, type StoredAttachment } from '../attachment.js';
import { pause } from '../clock.js';
import { CorError } from '../errors.js';
import { mayBecomeOne } from '../names/file-names.js';
import type { PlannedFile } from '../plan/plan.js';
import { type Courier, isOpen, type LoadedFile, type Posted, type PostedEnd, post, sentBytes } from './courier.js';
import type { Couriers } from './couriers.js';
import type { Ends, Ledger } from './ledger.js';
import type { PackTrust } from './pack-trust.js';
import type { Going, ParcelQueue } from './parcel-queue.js';
import { mayRepeatWhenAbsent, nextStep, type Patience } from './retry.js';

export interface ParcelPorts extends Patience {
	/** Which attachment is known to be which file. */
	readonly claims: Claims;
	/** Whether packs work at this origin. Shared by all batches. */
	readonly trust: PackTrust;
	/** Called after each request with several files. */
	onPack(files: readonly PlannedFile[], ends: readonly PostedEnd[]): void;
}

/** What was on the task before the batch. */
export interface TaskBefore {
	readonly list: readonly ListedAttachment[];
	readonly baseline: Baseline;
}

/** What all parcels of a batch share. */
interface BatchUnderWay extends ParcelPorts {
	/** `undefined` if the list couldn't be read, so nothing can be compared. */
	readonly before: TaskBefore | undefined;
	readonly couriers: Couriers;
	readonly queue: ParcelQueue;
	readonly ledger: Ledger;
	readonly lookout: Lookout;
}

/** How often a pack is sent again as a pack if none of its files arrived. */
const togetherAgain = 2;

/**
 * Delivers one parcel: sends it, looks on the task for files in doubt, and settles each file or puts it back into the
 * queue.
 */
export class ParcelDelivery {
	readonly #batch: BatchUnderWay;
	/** Files that an earlier run of the batch started. */
	readonly #resumed = new Set<PlannedFile>();

	constructor(batch: BatchUnderWay) {
		this.#batch = batch;
	}

	/**
	 * Settles each file or puts it back into the queue. The search for files in doubt runs while the queue goes on; only
	 * files that could be confused with them wait.
	 */
	async deliver(going: Going): Promise<void> {
		this.#batch.ledger.begin(going.files);
		if (going.earlier) {
			for (const [file, { missed = [] }] of going.earlier) {
				this.#resumed.add(file);
				for (const attempt of missed) {
					this.#batch.ledger.miss(file, attempt);
				}
			}
			this.#lookFor(going, going.earlier, new Map());
		} else {
			await this.#send(going);
		}
	}

	/** Sends one request with the files that may be sent. */
	async #send(going: Going): Promise<void> {
		const { couriers, ledger, queue, signal } = this.#batch;
		const held: Ends = new Map(going.files.flatMap(file => this.#holdBack(file)));
		await ledger.settle(held);
		const files = going.files.filter(file => !held.has(file));
		const courier = couriers.current;
		const sentAt = this.#batch.clock.now();
		const answered = await post(files, {
			courier,
			signal,
			sending: (file, size) => ledger.sending(file, size, sentAt),
		});
		const posted = { ...answered, sent: await this.#believed(answered.sent, courier) };
		this.#learn(going, posted);
		queue.putBack(posted.outgrown.map(file => ({ files: [file], repeats: 0 })));

		const doubts = await this.#doubtsAmong(posted.sent, sentAt, courier);
		const ends: Ends = new Map([
			...posted.unfit.map(({ file, error }): [PlannedFile, PostedEnd] => [
				file,
				signal.aborted ? { status: 'cancelled' } : { status: 'failed', error, isOwn: true }, // none of its bytes have left
			]),
			...posted.sent.map(({ load: { file }, end }) => [file, this.#asVersion(file, end)] as const),
		]);
		await ledger.settle(new Map([...ends].filter(([file, end]) => !doubts.has(file) && !isOpen(end))));
		const open = new Map([...ends].filter(([, end]) => isOpen(end)));
		if (doubts.size > 0) {
			this.#lookFor(going, doubts, open, courier);
		} else {
			const isWhole = posted.sent.every(({ end }) => isOpen(end));
			await this.#goOn(going, open, courier, isWhole);
		}
	}

	/**
	 * Checks what COR's answer claims. An attachment is not this file if it was on the task before, belongs to another of
	 * our files or has the name of another one. The end is `unknown` then.
	 */
	#believed(sent: Posted['sent'], { habits, taskId }: Courier): Promise<Posted['sent']> {
		const { claims, clock, before } = this.#batch;
		const believe = async (load: LoadedFile, end: PostedEnd): Promise<PostedEnd> => {
			if (end.status !== 'attached') {
				return end;
			}
			const { attachment } = end;
			const isNew = !before?.baseline.ids.has(attachment.id);
			if (
				isNew &&
				(await this.#isNameBelieved(attachment, load.file)) &&
				(await claims.claim(attachment.id, load.file))
			) {
				habits.answered(attachment, { taskId, size: load.size, at: clock.now() });
				return before ? end : { ...end, isUnverified: true };
			}
			const error = new CorError(
				'not-in-answer',
				`COR's answer names attachment ${attachment.id}, which is another file`,
			);
			return { status: 'unknown', error };
		};
		return Promise.all(sent.map(async ({ load, end }) => ({ load, end: await believe(load, end) })));
	}

	/** COR may rename a file. The attachment may have another name, but not one that another of our files could have. */
	async #isNameBelieved({ name }: StoredAttachment, file: PlannedFile): Promise<boolean> {
		const { before, lookout } = this.#batch;
		return mayBecomeOne(name, file.name) || (before !== undefined && !(await lookout.isNameOfOurs(name)));
	}

	/** The end of a file that isn't sent. */
	#holdBack(file: PlannedFile): [PlannedFile, PostedEnd][] {
		const { couriers, signal } = this.#batch;
		if (!file.problem && signal.aborted) {
			return [[file, { status: 'cancelled' }]];
		}
		const error = file.problem ?? couriers.endOfBatch;
		return error ? [[file, { status: 'failed', error }]] : [];
	}

	/** Learns from a request how COR behaves. */
	#learn({ files }: Going, { sent }: Posted): void {
		const { trust, couriers, queue } = this.#batch;
		const ends = sent.map(({ end }) => end);
		if (files.length > 1) {
			trust.learn(ends); // also if nothing was sent, so that the next pack can be the trial
		}
		if (sent.length > 1) {
			this.#batch.onPack(
				sent.map(({ load }) => load.file),
				ends,
			);
		}
		for (const end of ends) {
			couriers.heard(end);
			if ('error' in end && end.error.kind === 'rate-limited') {
				queue.slowDown(); // a 429 means too many parallel requests
			}
		}
	}

	/** The files that may be on the task and can be looked for. */
	async #doubtsAmong(
		sent: Posted['sent'],
		sentAt: number,
		courier: Courier,
	): Promise<ReadonlyMap<PlannedFile, EarlierAttempt>> {
		const { before, couriers, ledger } = this.#batch;
		const unknown = sent.flatMap(({ load, end }) => (end.status === 'unknown' ? [{ load, end }] : []));
		if (unknown.length === 0 || !before) {
			return new Map();
		}
		const doubts = unknown.map(({ load: { file, size }, end }) => ({ file, size, end }));
		const { baseline } = before;
		const userId = await ledger.doubt(doubts, { baseline, sentAt, sender: () => couriers.userId(courier) });
		if (userId === undefined) {
			return new Map();
		}
		return new Map(
			unknown.map(({ load, end: { error } }) => {
				const attempt = { size: load.size, userId, baseline, sentAt };
				const mayRepeat = mayRepeatWhenAbsent(error);
				return [load.file, { attempt, error, mayRepeat, hasJustEnded: true, sent: sentBytes(load) }];
			}),
		);
	}

	/**
	 * Adds `isBeside` if COR doesn't say that the file became a version of its parent, and `isMaybeDoubled` if an earlier
	 * request may have created a version in between.
	 */
	#asVersion(file: PlannedFile, end: PostedEnd): PostedEnd {
		const { parentId } = file;
		if (parentId === undefined || end.status !== 'attached') {
			return end;
		}
		const { before, ledger } = this.#batch;
		const list = before?.list ?? [];
		if (!isVersionOf(parentId, end.attachment, list)) {
			return { ...end, isBeside: true };
		}
		// COR lists only the newest version, so a copy from an earlier request would be hidden below this one.
		const { version, currentVersionNumber = version } = findParent(list, parentId) ?? {};
		const isFirstLife = !this.#resumed.has(file); // for a resumed file, the version before its first request is unknown
		const isNext =
			isFirstLife && currentVersionNumber !== undefined && end.attachment.version === currentVersionNumber + 1;
		return ledger.hasMissed(file) && !isNext ? { ...end, isMaybeDoubled: true } : end;
	}

	/** Looks for files on the task, then continues with them and with the `open` files of the same request. */
	#lookFor(
		going: Going,
		doubts: ReadonlyMap<PlannedFile, EarlierAttempt>,
		open: Ends,
		courier = this.#batch.couriers.current,
	): void {
		const { lookout, ledger, queue } = this.#batch;
		const look = async (): Promise<void> => {
			const found = await lookout.watch(doubts);
			for (const [file, { attempt }] of doubts) {
				if (found.get(file)?.status === 'failed') {
					ledger.miss(file, attempt);
				}
			}
			const ends = new Map([...open, ...[...found].map(([file, end]) => [file, this.#asVersion(file, end)] as const)]);
			// If one file keeps the others from arriving, sending each alone reveals it.
			const isPack = !going.earlier && ends.size === going.files.length;
			const isWhole = isPack && going.repeats < togetherAgain && [...ends.values()].every(isOpen);
			await this.#goOn({ ...going, earlier: doubts }, ends, courier, isWhole);
		};
		queue.beside(look());
	}

	/**
	 * Sends files that are known not to be on the task again if that may help, and settles the others. A pack stays
	 * together if none of its files can be on the task (`isWhole`); if COR refused it, each file is sent alone.
	 */
	async #goOn({ files, repeats, earlier }: Going, ends: Ends, refused: Courier, isWhole = false): Promise<void> {
		const { couriers, ledger, queue, clock, signal, random } = this.#batch;
		const open = files.flatMap(file => {
			const end = ends.get(file);
			return end && isOpen(end) ? [{ file, error: end.error }] : [];
		});
		const over = new Map([...ends].filter(([, end]) => !isOpen(end)));
		const alone: PlannedFile[] = [];
		const delaysMs = new Map<PlannedFile, number>();
		// If files of this request were in doubt, `send` has not renewed the token. The next request does that.
		const isFirstRefusal = earlier !== undefined && repeats === 0;
		const isRefused = open.some(({ error }) => error.kind === 'unauthorized');
		const isRenewed = isRefused && (isFirstRefusal || (await couriers.replace(refused)));
		const tried = { repeats, isPack: files.length > 1, isRenewed, random: random() };
		for (const { file, error } of open) {
			const next = nextStep(error, { ...tried, isInVain: couriers.isInVain(error) });
			switch (next.status) {
				case 'again':
					delaysMs.set(file, next.delayMs);
					break;
				case 'alone':
					alone.push(file);
					break;
				case 'over':
					couriers.giveUp(error);
					over.set(file, { status: 'failed', error });
			}
		}
		await ledger.settle(over);
		queue.putBack(alone.map(file => ({ files: [file], repeats: 0 })));
		if (delaysMs.size > 0) {
			await pause(Math.max(...delaysMs.values()), clock, signal);
			const again = [...delaysMs.keys()];
			const parcels = isWhole ? [again] : again.map(file => [file]);
			queue.putBack(parcels.map(parcel => ({ files: parcel, repeats: repeats + 1 })));
		}
	}
}
