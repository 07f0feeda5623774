import type { Clock } from './clock.js';
import type { FailureKind } from './errors.js';
import type { FileEnd } from './outcome.js';

const delaysMs = [500, 2_000, 8_000];
const maxWaitMs = 60_000;

// A time-out, a broken connection or a 500 may hide a file that did arrive, and repeating it would attach it twice.
// Only a plain "not now", which COR gives before it stores anything, is repeated unasked (cor-api §6.2).
const safeToRepeat: ReadonlySet<FailureKind> = new Set<FailureKind>(['rate-limited', 'unavailable']);

export interface RepeatOptions {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** From 0 to 1: spreads the attempts of many files and windows. */
	random(): number;
}

/**
 * Sends, and sends again after a pause where COR said "not now", three times at most. A server that asks for more than
 * 60 s of patience is not waited for. Giving up while it waits is `cancelled`: nothing of the file is on the task.
 */
export async function sendPatiently(send: () => Promise<FileEnd>, options: RepeatOptions): Promise<FileEnd> {
	for (let attempt = 0; ; attempt += 1) {
		const end = await send();
		const delayMs = delayBefore(end, attempt, options.random());
		if (delayMs === undefined) {
			return end;
		}
		if (!(await waited(delayMs, options))) {
			return { status: 'cancelled' };
		}
	}
}

/** How long to wait before sending again, in milliseconds; `undefined` where this end stands. */
function delayBefore(end: FileEnd, attempt: number, random: number): number | undefined {
	const planned = delaysMs[attempt];
	if (planned === undefined || end.status !== 'failed' || !safeToRepeat.has(end.error.kind)) {
		return undefined;
	}
	const askedMs = end.error.details.retryAfterMs ?? 0;
	return askedMs > maxWaitMs ? undefined : Math.max(planned * (0.5 + random), askedMs);
}

/** Whether the time passed before the signal aborted. */
async function waited(ms: number, { clock, signal }: RepeatOptions): Promise<boolean> {
	const { promise, settle } = settleable<boolean>();
	const giveUp = (): void => settle(false);
	const stop = clock.after(ms, () => settle(true));
	signal.addEventListener('abort', giveUp);
	if (signal.aborted) {
		giveUp();
	}
	try {
		return await promise;
	} finally {
		stop();
		signal.removeEventListener('abort', giveUp);
	}
}

function settleable<T>(): { promise: Promise<T>; settle: (value: T) => void } {
	let settle: (value: T) => void = () => {};
	const promise = new Promise<T>(resolve => {
		settle = resolve;
	});
	return { promise, settle };
}
