/** The time source of everything in this room, so that tests can replace it. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Calls `action` once after `ms`. The returned function cancels it. */
	after(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, action) {
		const timer = setTimeout(action, ms);
		return () => clearTimeout(timer);
	},
};

/** Resolves with `true` after `ms`, or with `false` as soon as the signal aborts. Never rejects. */
export async function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
	let settle: (passed: boolean) => void = () => {};
	const passed = new Promise<boolean>(resolve => {
		settle = resolve;
	});
	const giveUp = (): void => settle(false);
	const stop = clock.after(ms, () => settle(true));
	signal.addEventListener('abort', giveUp);
	if (signal.aborted) {
		giveUp();
	}
	try {
		return await passed;
	} finally {
		stop();
		signal.removeEventListener('abort', giveUp);
	}
}
