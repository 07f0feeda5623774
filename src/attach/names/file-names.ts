import { unprintable } from '../text/one-line.js';
import { sameName } from '../text/same-name.js';
import { splitExtension } from './extension.js';

const maxBytesPerUnit = 3; // UTF-8 bytes for one UTF-16 unit
const maxMarkBytes = 12; // enough for ` (12345678)`
const maxExtensionBytes = 32;
const encoder = new TextEncoder();
const maxBytes = 255; // limit of most file systems, so that people can download the file again
// Windows refuses these names with any extension.
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/i;

/** The name with everything except ASCII letters and digits replaced, as a server may store it. */
export function plainName(name: string): string {
	return sameName(name).replace(/[^a-z0-9]/gu, '_');
}

/** Whether a server may store two files with these names under the same name. */
export function mayBecomeOne(a: string, b: string): boolean {
	return plainName(a) === plainName(b);
}

/**
 * A name that is safe to send. Separators, control characters and direction marks become `_`, and lone surrogates `�`.
 * A reserved Windows name gets a leading `_`. Trailing dots and spaces are removed; an empty result becomes `_`. Names
 * over 255 bytes of UTF-8 are shortened before the extension. The Unicode form (NFC or NFD) stays as it is.
 */
export function harmlessName(name: string): string {
	const clean = withoutMiddle(trimEnd(name))
		.toWellFormed()
		.replace(unprintable, '_')
		.replace(/[/\\]/g, '_')
		.replace(/^[a-z]:(?=_)/i, drive => `${drive[0]}_`);
	const cut = shorten(clean);
	return (reserved.test(cut) ? shorten(`_${cut}`) : cut) || '_';
}

/** Like `harmlessName`, but also without the characters that Windows refuses in a file name. */
export function savableName(name: string): string {
	return harmlessName(name.replace(/[<>:"|?*]/g, '_'));
}

/**
 * The name with a number before its whole extension: `sitio (2).tar.gz`. Reserves the same space for every number, so
 * that the stem doesn't change.
 */
export function numberedName(name: string, count: number): string {
	return shorten(name, ` (${count})`, maxMarkBytes);
}

// The middle would be cut off anyway, and names can be megabytes long.
export function withoutMiddle(name: string): string {
	return name.length > 2 * maxBytes ? name.slice(0, maxBytes) + name.slice(-maxBytes) : name;
}

/** Shortens a harmless name to at most `bytes` bytes of UTF-8. Keeps the extension. */
export function cutName(name: string, bytes: number): string {
	return shorten(name, '', 0, bytes);
}

/** The name with `mark` before its extension; the stem is shortened if the result would exceed the limit. */
function shorten(name: string, mark = '', markBytes = 0, most = maxBytes): string {
	if (mark === '' && name.length * maxBytesPerUnit <= most) {
		return name; // almost always: measuring the bytes of thousands of names would double the time
	}
	const [, ending] = splitExtension(name);
	const extension = withinBytes(ending, maxExtensionBytes) === ending ? ending : '';
	const stem = name.slice(0, name.length - extension.length);
	return trimEnd(withinBytes(stem, most - markBytes - utf8Length(extension)) + mark + extension);
}

/** The longest start of the text that fits into so many bytes of UTF-8, without splitting a character. */
function withinBytes(text: string, bytes: number): string {
	if (text.length * maxBytesPerUnit <= bytes) {
		return text;
	}
	const { read } = encoder.encodeInto(text, new Uint8Array(bytes));
	return text.slice(0, read);
}

function trimEnd(name: string): string {
	let end = name.length;
	while (end > 0 && '. '.includes(name.charAt(end - 1))) {
		end -= 1;
	}
	return name.slice(0, end);
}

function utf8Length(text: string): number {
	return encoder.encode(text).length;
}
