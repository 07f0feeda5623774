import { extname } from 'node:path';
import { lookup } from 'mime-types';

const unknown = 'application/octet-stream';

// The registry has a type for a thousand more endings, most of which mean another thing to those who send files from an
// editor: `.ts` and `.mts` are videos there, `.rs` is XML, `.fig` a drawing of Xfig, `.key` a presentation.
const ofRegistry = extensions(`
	png jpg jpeg gif webp avif svg bmp ico tif tiff heic heif psd eps
	mp3 m4a aac flac ogg oga opus wav
	mp4 m4v mov avi webm mkv mpg mpeg wmv 3gp ogv
	pdf doc docx xls xlsx ppt pptx odt ods odp rtf epub csv ics eml
	zip gz 7z rar tar
	ttf otf woff woff2
	html htm css js mjs json xml md
`);
const plain = extensions(`
	txt text log diff patch tex
	ts tsx mts cts jsx cjs vue svelte scss sass less py rb rs go java kt swift c h cc cpp hpp cs php sql sh bash ps1 bat lua
	pl r scala dart graphql proto
	yml yaml toml ini cfg conf properties
`);

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

function extensions(words: string): ReadonlySet<string> {
	return new Set(words.trim().split(/\s+/));
}
