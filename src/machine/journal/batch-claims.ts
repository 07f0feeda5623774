import type { Claims, Rivals } from '../../attach/arrival/claims.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { withoutPassword } from '../../attach/text/without-password.js';
import type { DiskClaims } from './disk-claims.js';
import type { OtherBatch } from './journal-folder.js';

/** The task that a batch goes to. */
export interface Destination {
	readonly apiUrl: URL;
	readonly taskId: number;
}

/** A batch that claims attachments for its files. */
export interface ClaimingBatch {
	readonly id: string;
	/** Whether it was interrupted or left before, so that it may have claims already. */
	readonly isResumed: boolean;
}

interface BatchClaimsParts {
	readonly claims: Pick<DiskClaims, 'claim' | 'idsOf' | 'idsOfBatch'>;
	/** All known batches, including this one. */
	batches(): Promise<readonly OtherBatch[]>;
}

/** A batch's view of the other files on its task, and its own claims there. */
export class BatchClaims implements Claims {
	readonly #to: { readonly apiUrl: string; readonly taskId: number };
	readonly #batch: ClaimingBatch;
	readonly #parts: BatchClaimsParts;
	/** Attachments that an earlier run claimed without recording for which file. This batch may still claim them. */
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
		const open = await this.#openOnes(); // before this run claims anything
		const by = { batch: this.#batch.id, uri: withoutPassword(uri) };
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
