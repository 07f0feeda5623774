import { findColumn } from './columns.js';
import { findShape } from './find-shape.js';
import { firstPartBytes } from './first-part-bytes.js';
import { namedContentsRule } from './named-contents.js';
import { keyFiles, secretNameRule } from './secret-names.js';
import { keyStoreRule } from './shapes/private-keys.js';
import { findVariable } from './variables.js';

/** Why a file looks like a secret. */
export interface SecretRule {
	/** `name`: its name or folder suggests a secret. `contents`: its first part contains one. */
	readonly place: 'name' | 'contents';
	/** Label of the rule: a name pattern or the kind of secret. The same in every language. */
	readonly rule: string;
}

/**
 * Whether a file looks like a secret, and why.
 * @param paths all paths of the file, with `/` between the parts; a link has several
 * @param firstPart its first `firstPartBytes` bytes, or all of them
 */
export function secretRule(paths: readonly string[], firstPart: Uint8Array): SecretRule | undefined {
	const texts = textsIn(firstPart.subarray(0, firstPartBytes));
	const inContents =
		keyStoreRule(firstPart) ?? firstOf(texts, findShape) ?? firstOf(texts, findVariable) ?? firstOf(texts, findColumn);
	if (inContents !== undefined) {
		return { place: 'contents', rule: inContents };
	}
	const inName = paths.map(secretNameRule).find(rule => rule !== undefined);
	// Apple Keynote presentations are ZIP archives with the extension `.key`.
	const isPresentation = inName === keyFiles && isZip(firstPart);
	const rule = (isPresentation ? undefined : inName) ?? firstOf(texts, text => namedContentsRule(paths, text));
	return rule === undefined ? undefined : { place: 'name', rule };
}

/**
 * Decodes bytes with one character per byte, which is enough because secrets are ASCII. If there are NULs, also returns
 * the text without them: this reads UTF-16 and UTF-32, and a single NUL can't hide a secret. Typographic spaces and
 * quotes in UTF-8 become ASCII.
 */
function textsIn(bytes: Uint8Array): readonly string[] {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
		.toString('latin1')
		.replace(/\xc2\xa0|\xe2\x80[\x8b\xaf]/g, ' ')
		.replace(/\xe2\x80[\x98-\x9f]/g, '"');
	return text.includes('\0') ? [text, text.replaceAll('\0', '')] : [text];
}

function firstOf(texts: readonly string[], find: (text: string) => string | undefined): string | undefined {
	for (const text of texts) {
		const rule = find(text);
		if (rule !== undefined) {
			return rule;
		}
	}
	return undefined;
}

/** Whether the bytes start a ZIP archive, like many document formats. */
function isZip(firstPart: Uint8Array): boolean {
	return [0x50, 0x4b, 0x03, 0x04].every((byte, index) => firstPart[index] === byte);
}
