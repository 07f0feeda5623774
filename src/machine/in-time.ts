/**
 * What this gives, or `undefined` where it takes longer than so many milliseconds: a file system that hangs never answers. Rejects
 * as `work` does until then.
 */
export async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<undefined>(resolve => {
		timer = setTimeout(() => resolve(undefined), limitMs);
	});
	try {
		return await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}
