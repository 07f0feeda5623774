import { extname } from 'node:path';
import { lookup } from 'mime-types';
import endings from './endings.json' with { type: 'json' };

const unknown = 'application/octet-stream';

// Only these extensions use the registry. It knows a thousand more, but most mean something else to people who send
// files from an editor: there `.ts` and `.mts` are videos, `.rs` is XML, `.fig` a Xfig drawing, `.key` a presentation.
// esbuild.js bundles only the types of these extensions.
const ofRegistry = named(endings.ofRegistry);
const plain = named(endings.plain);

/**
 * The media type for a file name: a well-known one, `text/plain` for source text, otherwise `application/octet-stream`.
 * Never with a parameter: a charset would be a guess, and the body parser of COR's framework throws on it (cor-api
 * §10).
 * @param isBinary whether the contents aren't text; some videos share their extension with source files
 */
export function mediaType(name: string, isBinary = false): string {
	const extension = extname(name).slice(1).toLowerCase();
	if (plain.has(extension)) {
		return isBinary ? unknown : 'text/plain';
	}
	return (ofRegistry.has(extension) && lookup(extension)) || unknown;
}

/** Whether the bytes aren't text: they contain a NUL and don't start with a UTF-16 byte order mark. */
export function isBinary(firstPart: Uint8Array): boolean {
	const mark = (firstPart[0] ?? 0) * 256 + (firstPart[1] ?? 0);
	return mark !== 0xfffe && mark !== 0xfeff && firstPart.includes(0);
}

function named(groups: Readonly<Record<string, string>>): ReadonlySet<string> {
	return new Set(Object.values(groups).flatMap(words => words.split(' ')));
}
