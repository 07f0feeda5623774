import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../world.js';

/** Waits as long as files are stored late; who makes that shorter meanwhile ends the wait. */
export async function storeLag(world: World): Promise<void> {
	const since = performance.now();
	for (;;) {
		const leftMs = since + world.settings.storeLagMs - performance.now();
		if (leftMs <= 0) {
			return;
		}
		const waits = new AbortController();
		const { signal } = waits;
		await Promise.race([delay(leftMs, undefined, { signal, ref: false }), once(world.changes, 'change', { signal })]);
		waits.abort();
	}
}
