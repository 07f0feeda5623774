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
