import { unprintable } from '../text/one-line.js';
import { sameName } from '../text/same-name.js';
import { splitExtension } from './extension.js';

const maxBytesPerUnit = 3; // of UTF-8 for one of UTF-16
const maxMarkBytes = 12; // for ` (12345678)`: more names than memory holds
const maxExtensionBytes = 32;
const encoder = new TextEncoder();
const maxBytes = 255; // what file systems hold, and so what a person can download again
// Windows refuses these as names whatever their extension; somebody downloads the file there.
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/i;

/** The name with all but plain letters and digits replaced, as a server may do. */
export function plainName(name: string): string {
	return sameName(name).replace(/[^a-z0-9]/gu, '_');
}

/** Whether a server may give two files of these names one and the same. */
export function mayBecomeOne(a: string, b: string): boolean {
	return plainName(a) === plainName(b);
}

/**
 * The name as it is, or made harmless: separators, control characters and marks that turn the reading direction become
 * `_`, a half surrogate `�`, a reserved Windows name gets a `_` in front, trailing dots and spaces go (a name of nothing
 * else is `_`), and what is over 255 bytes of UTF-8 is shortened before its extension. Form (NFC or NFD) is kept.
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

/** The same without what file systems of Windows refuse, or take for something else, such as a stream of the file. */
export function savableName(name: string): string {
	return harmlessName(name.replace(/[<>:"|?*]/g, '_'));
}

/** The name with ` (2)` before its whole extension: `sitio (2).tar.gz`. The room for it is the same whatever the number is. */
export function numberedName(name: string, count: number): string {
	return shorten(name, ` (${count})`, maxMarkBytes);
}

// What is in neither part would be cut off in any case: there is no need to look at megabytes of it.
export function withoutMiddle(name: string): string {
	return name.length > 2 * maxBytes ? name.slice(0, maxBytes) + name.slice(-maxBytes) : name;
}

/** The name, harmless already, with as many bytes of UTF-8 at most; its extension stays. */
export function cutName(name: string, bytes: number): string {
	return shorten(name, '', 0, bytes);
}

/** The name with `mark` before its extension, shortened before both where it is over the limit. */
function shorten(name: string, mark = '', markBytes = 0, most = maxBytes): string {
	if (mark === '' && name.length * maxBytesPerUnit <= most) {
		return name; // as nearly all are: of thousands, half the time would go into their bytes
	}
	const [, ending] = splitExtension(name);
	const extension = withinBytes(ending, maxExtensionBytes) === ending ? ending : '';
	const stem = name.slice(0, name.length - extension.length);
	return trimEnd(withinBytes(stem, most - markBytes - utf8Length(extension)) + mark + extension);
}

/** As many whole characters from the beginning as these bytes of UTF-8 hold. */
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
