/** Who takes part, by name, and in how many of the rounds. */
export interface Contestant<Result> {
	readonly name: string;
	readonly rounds: number;
	run(): Promise<Result>;
}

/** Lets everybody run once, then everybody again, so that what happens to the machine meanwhile happens to all. */
export async function inTurn<Result>(
	contestants: readonly Contestant<Result>[],
	tell: (line: string) => void,
): Promise<ReadonlyMap<string, readonly Result[]>> {
	const results = new Map<string, Result[]>(contestants.map(({ name }) => [name, []]));
	const rounds = Math.max(...contestants.map(contestant => contestant.rounds));
	for (let round = 1; round <= rounds; round += 1) {
		for (const { name, run } of contestants.filter(contestant => contestant.rounds >= round)) {
			const startedAt = performance.now();
			results.get(name)?.push(await run());
			tell(`  round ${round}, ${name}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
		}
	}
	return results;
}
