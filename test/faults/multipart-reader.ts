import type { ModelUpload } from './cor-model.js';

const crlf = Buffer.from('\r\n');
const endOfHead = Buffer.from('\r\n\r\n');

/** Reads an upload of one file as the extension sends it. Throws where it is anything else. */
export function readMultipart(contentType: string, body: Buffer): ModelUpload {
	const boundary = /boundary=("?)([^";]+)\1/.exec(contentType)?.[2];
	if (boundary === undefined) {
		throw new Error(`no boundary in ${contentType}`);
	}
	const parts = readParts(Buffer.from(`--${boundary}`), body);
	const file = parts.find(({ head }) => /name="file"/.test(head));
	const parent = parts.find(({ head }) => /name="attachment_parent_id"/.test(head));
	const encoded = /filename\*=UTF-8''([^\r\n;]+)/.exec(file?.head ?? '')?.[1];
	if (!file || encoded === undefined || parts.length !== (parent ? 2 : 1)) {
		throw new Error('not an upload of one file');
	}
	return {
		name: decodeURIComponent(encoded),
		bytes: file.bytes,
		parentId: parent ? Number(parent.bytes.toString()) : null,
	};
}

function readParts(delimiter: Buffer, body: Buffer): { head: string; bytes: Buffer }[] {
	const parts: { head: string; bytes: Buffer }[] = [];
	let start = body.indexOf(delimiter);
	for (;;) {
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
