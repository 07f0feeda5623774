// A thread that stood still fires a timer before it hears of what came meanwhile: then one slice is over, and not all of them.
const slices = 8;

/**
 * What this gives, or `undefined` where it takes longer than so many milliseconds: a file system that hangs never answers. Time in
 * which this thread stands still counts for little. Rejects as `work` does until then.
 */
export async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<undefined>(resolve => {
		const wait = (left: number): void => {
			timer = setTimeout(() => (left > 1 ? wait(left - 1) : resolve(undefined)), Math.ceil(limitMs / slices));
		};
		wait(slices);
	});
	try {
		return await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}
