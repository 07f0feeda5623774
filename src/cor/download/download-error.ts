import { oneLine } from '../../attach/text/one-line.js';

/**
 * Why an attachment's bytes did not come, beside what happens to any request:
 * - `address`: it is, or leads to, a place that nothing is asked of
 * - `redirects`: it leads on and on
 * - `expired`: the server does not give them to whoever has that address, or no longer
 * - `page`: it is a page for people, such as one to sign in
 * - `too-large`: there are more than were wanted
 */
export type DownloadProblem = 'address' | 'redirects' | 'expired' | 'page' | 'too-large';

/** No `CorError`: nothing that is sent ends so, and no journal has to know of it. `message` never holds the address. */
export class DownloadError extends Error {
	override readonly name = 'DownloadError';

	/** `size`: for `too-large`, how many bytes the server says there are, where it does. */
	constructor(
		readonly problem: DownloadProblem,
		message: string,
		readonly size?: number,
	) {
		super(oneLine(message));
	}
}
