import { unlessAborted } from '../cor/http/deadline.js';

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
	try {
		return await unlessAborted(() => opening, signal);
	} catch (error) {
		opening.then(
			opened => opened.close?.(),
			() => undefined,
		);
		throw error;
	}
}
