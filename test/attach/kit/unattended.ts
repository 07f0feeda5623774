import type { Claims, Rivals } from '../../../src/attach/arrival/claims.js';
import type { Straggler } from '../../../src/attach/attachment.js';
import type { BatchToDeliver, DeliveryPorts } from '../../../src/attach/delivery/delivery.js';
import { planParcels } from '../../../src/attach/delivery/parcels.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';

/** A batch of which nothing is known before. */
export const newBatch = (files: readonly PlannedFile[]): BatchToDeliver => ({
	files,
	earlier: new Map(),
	known: undefined,
});

/** Nobody is asked or told, and nothing is written down. */
export const unattended = {
	plan: planParcels,
	record: undefined,
	reconnect: async () => undefined,
	onPack: () => {},
	onWatch: () => {},
	onEnd: () => {},
} satisfies Partial<DeliveryPorts>;

/** Each file in a request of its own. */
export const oneByOne = { plan: files => files.map(file => [file]) } satisfies Partial<DeliveryPorts>;

/** The claims of one window, in memory. */
export class MemoryClaims implements Claims {
	readonly #holders = new Map<number, string>();
	stragglers: readonly Straggler[];

	/** `others`: attachments that are other files already. */
	constructor(others: readonly number[] = [], stragglers: readonly Straggler[] = []) {
		for (const id of others) {
			this.#holders.set(id, 'another file');
		}
		this.stragglers = stragglers;
	}

	get claimed(): ReadonlySet<number> {
		return new Set(this.#holders.keys());
	}

	async look(): Promise<Rivals> {
		return { claimed: this.claimed, stragglers: this.stragglers };
	}

	async claim(attachmentId: number, { uri }: PlannedFile): Promise<boolean> {
		const holder = this.#holders.get(attachmentId) ?? uri;
		this.#holders.set(attachmentId, holder);
		return holder === uri;
	}
}
