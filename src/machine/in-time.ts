// After the thread was blocked, timers fire before pending I/O is handled. With slices, that only costs one slice.
const slices = 8;

/**
 * Resolves with the result of `work`, or with `undefined` after `limitMs` milliseconds: a hanging file system never
 * answers. Time in which this thread was blocked hardly counts. Rejects as `work` does until then.
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
