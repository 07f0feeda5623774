import type { Unsaved } from './unsaved.js';

/** The scheme of what was made to be sent, such as a patch: it is in no file that somebody could go back to. */
export const madeScheme = 'cor-made';

/** Whether that is the address of something that was made to be sent. */
export function isMade(uri: string): boolean {
	return uri.startsWith(`${madeScheme}:`);
}

/**
 * Whether what is sent is in no file that somebody could go back to: it was made, never saved, or is the text of a document
 * that has no file.
 */
export function isInNoFile({ uri, unsaved }: { readonly uri: string; readonly unsaved?: Unsaved }): boolean {
	const isTextAlone = unsaved !== undefined && unsaved.savedSize === undefined;
	return uri.startsWith('untitled:') || isMade(uri) || (isTextAlone && !uri.startsWith('file:'));
}

/**
 * Under what a thing is found again when it is sent another time: its address, but for what was made. That has another
 * address each time, and is known by its name.
 */
export function lastingUri(uri: string): string {
	return isMade(uri) ? `${madeScheme}:${uri.slice(uri.lastIndexOf('/'))}` : uri;
}
