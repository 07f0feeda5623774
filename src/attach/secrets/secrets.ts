import { findColumn } from './columns.js';
import { findShape } from './find-shape.js';
import { firstPartBytes } from './first-part-bytes.js';
import { namedContentsRule } from './named-contents.js';
import { keyFiles, secretNameRule } from './secret-names.js';
import { keyStoreRule } from './shapes/private-keys.js';
import { findVariable } from './variables.js';

/** Why a file looks like a secret. */
export interface SecretRule {
	/** `name`: it is called, or lies, where secrets are kept. `contents`: its first part has the shape of one. */
	readonly place: 'name' | 'contents';
	/** A pattern of names, or what the shape is that of: the same words in every language. */
	readonly rule: string;
}

/**
 * Whether a file looks like a secret, and why.
 * @param paths what it is called, and where it lies: each path of it, `/` between the parts
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
	// A presentation of Apple Keynote is a ZIP archive, and ends in `.key` too.
	const isPresentation = inName === keyFiles && isZip(firstPart);
	const rule = (isPresentation ? undefined : inName) ?? firstOf(texts, text => namedContentsRule(paths, text));
	return rule === undefined ? undefined : { place: 'name', rule };
}

/**
 * What bytes are as text, one character a byte; what is not ASCII comes out as anything, since no secret's shape has it.
 * With NULs in them, they are read once more without: so UTF-16 and UTF-32 are text, and one NUL hides nothing. Spaces and
 * quotes of a word processor, in UTF-8, are those of ASCII.
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

/** Whether these bytes begin an archive in ZIP format, as the documents of many programs do. */
function isZip(firstPart: Uint8Array): boolean {
	return [0x50, 0x4b, 0x03, 0x04].every((byte, index) => firstPart[index] === byte);
}
