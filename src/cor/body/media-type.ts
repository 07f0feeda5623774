import { extname } from 'node:path';
import { lookup } from 'mime-types';
import endings from './endings.json' with { type: 'json' };

const unknown = 'application/octet-stream';

// The registry has a type for a thousand more endings, most of which mean another thing to those who send files from an
// editor: `.ts` and `.mts` are videos there, `.rs` is XML, `.fig` a drawing of Xfig, `.key` a presentation. esbuild.js
// bundles the types of these alone.
const ofRegistry = named(endings.ofRegistry);
const plain = named(endings.plain);

/**
 * The media type of a file by the ending of its name: one that everybody means by it, `text/plain` for what is source
 * text, else `application/octet-stream`. Never with a parameter: a charset would be a guess, and the body parser of COR's
 * framework throws on it (cor-api §10).
 */
export function mediaType(name: string): string {
	const extension = extname(name).slice(1).toLowerCase();
	if (plain.has(extension)) {
		return 'text/plain';
	}
	return (ofRegistry.has(extension) && lookup(extension)) || unknown;
}

function named(groups: Readonly<Record<string, string>>): ReadonlySet<string> {
	return new Set(Object.values(groups).flatMap(words => words.split(' ')));
}
