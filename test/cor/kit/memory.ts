/** How many MB more than before the process held at most while `work` ran, and what came of it. */
export async function growthOf<T>(work: () => Promise<T>): Promise<{ result: T; megabytes: number }> {
	const held = () => process.memoryUsage().rss / 1_000_000;
	const before = held();
	let most = before;
	const look = setInterval(() => {
		most = Math.max(most, held());
	}, 5);
	try {
		const result = await work();
		return { result, megabytes: Math.round(Math.max(most, held()) - before) };
	} finally {
		clearInterval(look);
	}
}
