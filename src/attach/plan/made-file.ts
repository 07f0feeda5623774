import { withoutPassword } from '../text/without-password.js';
import type { Unsaved } from './unsaved.js';

/** URI scheme of contents that the extension created, such as a patch. They exist in no file. */
export const madeScheme = 'cor-made';

/** Whether the extension created this content. */
export function isMade(uri: string): boolean {
	return uri.startsWith(`${madeScheme}:`);
}

/**
 * Whether the contents exist in no file: the extension created them, the document was never saved, or it has no file
 * behind it.
 */
export function isInNoFile({ uri, unsaved }: { readonly uri: string; readonly unsaved?: Unsaved }): boolean {
	const isTextAlone = unsaved !== undefined && unsaved.savedSize === undefined;
	return uri.startsWith('untitled:') || isMade(uri) || (isTextAlone && !uri.startsWith('file:'));
}

/**
 * Key that identifies a thing when it is sent again: its URI, without a password since the history has none.
 * Created contents get a new URI each time, so their key is the part of it that stands for their source and name (see
 * `madePath`).
 */
export function lastingUri(uri: string): string {
	return isMade(uri) ? `${madeScheme}:/${uri.split('/').slice(2).join('/')}` : withoutPassword(uri);
}

/**
 * Whether the same URI means the same thing later: created contents get a new one each time, and VS Code gives that of an
 * untitled document to the next one.
 */
export function isLasting(uri: string): boolean {
	return !isMade(uri) && !uri.startsWith('untitled:');
}
