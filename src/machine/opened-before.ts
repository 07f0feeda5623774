/** Something that is let go of by closing it. */
interface Closable {
	/** Never rejects. */
	close?(): Promise<void>;
}

/**
 * What opening gives, unless the signal fires before: a file system may never answer. What comes later is closed then. Rejects
 * with the signal's reason, else as `opening` does.
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
