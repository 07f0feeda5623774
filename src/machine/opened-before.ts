/** Something that must be closed after use. */
interface Closable {
	/** Never rejects. */
	close?(): Promise<void>;
}

/**
 * Resolves with what was opened, or rejects with the signal's reason as soon as it aborts: a file system may never
 * answer. Anything that is opened later is closed.
 */
export async function openedBefore<T extends Closable>(signal: AbortSignal, opening: Promise<T>): Promise<T> {
	let stop = (): void => {};
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(signal.reason);
		signal.addEventListener('abort', stop, { once: true });
		if (signal.aborted) {
			stop();
		}
	});
	try {
		return await Promise.race([opening, stopped]);
	} catch (error) {
		opening.then(
			opened => opened.close?.(),
			() => undefined,
		);
		throw error;
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
