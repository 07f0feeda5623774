import { oneLine } from '../../attach/text/one-line.js';

/**
 * Why a download failed, other than for the reasons of every request:
 * - `address`: it is, or redirects to, an address that the extension doesn't contact
 * - `redirects`: too many redirects
 * - `expired`: the server doesn't deliver the file at this address, or no longer does
 * - `page`: the server sent a web page, such as a sign-in page
 * - `too-large`: the file is larger than allowed
 */
export type DownloadProblem = 'address' | 'redirects' | 'expired' | 'page' | 'too-large';

/**
 * Not a `CorError`, since uploads never fail like this and no journal needs it. `message` never contains the whole
 * address.
 */
export class DownloadError extends Error {
	override readonly name = 'DownloadError';

	/** @param size for `too-large`: bytes of the file, if the server says so */
	constructor(
		readonly problem: DownloadProblem,
		message: string,
		readonly size?: number,
	) {
		super(oneLine(message));
	}
}
