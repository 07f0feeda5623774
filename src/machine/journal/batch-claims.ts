import type { Claims, Rivals } from '../../attach/arrival/claims.js';
import { journaledUri } from '../../attach/journal/journal-lines.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { DiskClaims } from './disk-claims.js';
import type { OtherBatch } from './journal-folder.js';

/** Where a batch goes. */
export interface Destination {
	readonly apiUrl: URL;
	readonly taskId: number;
}

/** A batch that claims attachments for its files. */
export interface ClaimingBatch {
	readonly id: string;
	/** Whether it goes on after it was cut off, or left: it may have claimed something then. */
	readonly isResumed: boolean;
}

interface BatchClaimsParts {
	readonly claims: Pick<DiskClaims, 'claim' | 'idsOf' | 'idsOfBatch'>;
	/** All batches of which anything is known, this one included. */
	batches(): Promise<readonly OtherBatch[]>;
}

/** What a batch knows of the other files of a task, and claims there. */
export class BatchClaims implements Claims {
	readonly #to: { readonly apiUrl: string; readonly taskId: number };
	readonly #batch: ClaimingBatch;
	readonly #parts: BatchClaimsParts;
	/** What an earlier life of the batch has claimed without writing down for which file: free for that file, still. */
	#open: Promise<Set<number>> | undefined;

	constructor({ apiUrl, taskId }: Destination, batch: ClaimingBatch, parts: BatchClaimsParts) {
		this.#to = { apiUrl: apiUrl.href, taskId };
		this.#batch = batch;
		this.#parts = parts;
	}

	async look(): Promise<Rivals> {
		const { apiUrl, taskId } = this.#to;
		const open = await this.#openOnes();
		const batches = await this.#batchesOfTask();
		const attached = batches.flatMap(({ attachments }) => attachments);
		const claimed = await this.#parts.claims.idsOf(apiUrl, taskId);
		return {
			claimed: new Set([...attached, ...claimed].filter(id => !open.has(id))),
			stragglers: batches.filter(({ batchId }) => batchId !== this.#batch.id).flatMap(({ stragglers }) => stragglers),
		};
	}

	async claim(attachmentId: number, { uri }: PlannedFile): Promise<boolean> {
		const { apiUrl, taskId } = this.#to;
		const open = await this.#openOnes(); // before anything is claimed in this life
		const by = { batch: this.#batch.id, uri: journaledUri(uri) };
		const isOurs = await this.#parts.claims.claim(apiUrl, taskId, attachmentId, by);
		if (isOurs) {
			open.delete(attachmentId);
		}
		return isOurs;
	}

	async #batchesOfTask(): Promise<readonly OtherBatch[]> {
		const { apiUrl, taskId } = this.#to;
		return (await this.#parts.batches()).filter(each => each.apiUrl === apiUrl && each.taskId === taskId);
	}

	#openOnes(): Promise<Set<number>> {
		this.#open ??= this.#findOpen();
		return this.#open;
	}

	async #findOpen(): Promise<Set<number>> {
		const { id, isResumed } = this.#batch;
		if (!isResumed) {
			return new Set();
		}
		const { apiUrl, taskId } = this.#to;
		const own = (await this.#batchesOfTask()).filter(({ batchId }) => batchId === id);
		const writtenDown = new Set(own.flatMap(({ attachments }) => attachments));
		const claimed = await this.#parts.claims.idsOfBatch(apiUrl, taskId, id);
		return new Set(claimed.filter(each => !writtenDown.has(each)));
	}
}
