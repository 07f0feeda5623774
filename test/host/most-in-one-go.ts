/** How often `work` calls what it is given, at most, before other work of this process has its turn. */
export async function mostInOneGo<Result>(
	work: (tell: () => void) => Promise<Result>,
): Promise<{ readonly most: number; readonly result: Result }> {
	let most = 0;
	let now = 0;
	let turn: NodeJS.Immediate;
	const next = (): void => {
		now = 0;
		turn = setImmediate(next);
	};
	turn = setImmediate(next);
	try {
		const result = await work(() => {
			now += 1;
			most = Math.max(most, now);
		});
		return { most, result };
	} finally {
		clearImmediate(turn);
	}
}
