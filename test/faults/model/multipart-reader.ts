import type { ModelUpload } from './cor-model.js';

const crlf = Buffer.from('\r\n');
const endOfHead = Buffer.from('\r\n\r\n');

/** Reads the files of an upload that came to their end. Throws where it is none as the extension sends them. */
export function readMultipart(contentType: string, body: Buffer): ModelUpload[] {
	const boundary = /boundary=("?)([^";]+)\1/.exec(contentType)?.[2];
	if (boundary === undefined) {
		throw new Error(`no boundary in ${contentType}`);
	}
	const parts = readParts(Buffer.from(`--${boundary}`), body);
	const parent = parts.find(({ head }) => /name="attachment_parent_id"/.test(head));
	const files = parts.filter(part => part !== parent);
	return files.map(({ head, bytes }) => {
		const encoded = /name="file"; .*filename\*=UTF-8''([^\r\n;]+)/.exec(head)?.[1];
		if (encoded === undefined || (parent && files.length > 1)) {
			throw new Error('not an upload of files, or several of which one is a version');
		}
		return {
			name: decodeURIComponent(encoded),
			bytes,
			parentId: parent ? Number(parent.bytes.toString()) : null,
		};
	});
}

function readParts(delimiter: Buffer, body: Buffer): { head: string; bytes: Buffer }[] {
	const parts: { head: string; bytes: Buffer }[] = [];
	let start = body.indexOf(delimiter);
	for (;;) {
		if (start < 0) {
			return parts;
		}
		start += delimiter.length;
		const next = body.indexOf(delimiter, start);
		if (next < 0) {
			return parts;
		}
		const part = body.subarray(start + crlf.length, next - crlf.length);
		const headEnd = part.indexOf(endOfHead);
		parts.push({ head: part.subarray(0, headEnd).toString(), bytes: part.subarray(headEnd + endOfHead.length) });
		start = next;
	}
}
