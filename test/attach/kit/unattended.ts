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
