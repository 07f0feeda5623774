const lookEveryMs = 2;

/** How long the event loop of this process did nothing else, at most, in milliseconds. */
export interface Blocks {
	/** By the clock: on a busy machine others' work is in it. */
	readonly longestMs: number;
	/** The longest by the processor's time of this thread, where Node tells it (24); else by the clock. */
	readonly longestCpuMs: number;
	/** How many took more than 50 ms of the processor's time. */
	readonly over50: number;
}

/** Watches the event loop while `work` runs. */
export async function withBlocks<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly blocks: Blocks }> {
	const end = watchBlocks();
	try {
		const result = await work();
		return { result, blocks: end() };
	} finally {
		end();
	}
}

/** Watches the event loop from now on; what it gives ends that, and tells. */
export function watchBlocks(): () => Blocks {
	let last = performance.now();
	let lastCpu = threadCpuMs() ?? last;
	let longestMs = 0;
	let longestCpuMs = 0;
	let over50 = 0;
	const look = setInterval(() => {
		const now = performance.now();
		const cpu = threadCpuMs() ?? now;
		const blockedMs = now - last - lookEveryMs;
		if (blockedMs > longestMs) {
			longestMs = blockedMs;
		}
		longestCpuMs = Math.max(longestCpuMs, cpu - lastCpu);
		over50 += cpu - lastCpu > 50 ? 1 : 0;
		last = now;
		lastCpu = cpu;
	}, lookEveryMs);
	return () => {
		clearInterval(look);
		return { longestMs, longestCpuMs, over50 };
	};
}

function threadCpuMs(): number | undefined {
	const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
	const usage = threadCpuUsage?.call(process);
	return usage && (usage.user + usage.system) / 1_000;
}
