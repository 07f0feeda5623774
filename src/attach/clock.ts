/** Time as the product sees it; tests bring their own. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Calls `action` once after `ms`, unless the returned function is called before. */
	after(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, action) {
		const timer = setTimeout(action, ms);
		return () => clearTimeout(timer);
	},
};

/** Resolves after `ms`, or at once when the signal aborts; tells whether the time passed. */
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
