import { once } from 'node:events';
import type { Request } from 'express';

/** A file as far as it is known before its bytes are there. */
export interface AnnouncedFile {
	readonly name: string;
	/** Bytes, reckoned as if it were the last part of its request. */
	readonly size: number;
}

/** Reads up to the contents of the first file, and leaves the body as it was. `undefined` where no file comes. */
export async function firstAnnounced(request: Request): Promise<AnnouncedFile | undefined> {
	const chunks: Buffer[] = [];
	const read = (): Buffer => Buffer.concat(chunks);
	while (headEnd(read()) === undefined) {
		const chunk = request.read() as Buffer | null;
		if (chunk) {
			chunks.push(chunk);
		} else if (request.complete) {
			return undefined;
		} else {
			await once(request, 'readable');
		}
	}
	const start = headEnd(read()) ?? 0;
	const head = read().subarray(0, start).toString('latin1');
	const name = /filename\*=UTF-8''([^\r\n;]+)/i.exec(head)?.[1] ?? '';
	const closing = `\r\n${head.slice(0, head.indexOf('\r\n'))}--\r\n`;
	request.unshift(read());
	return { name: decodeURIComponent(name), size: Number(request.get('content-length')) - start - closing.length };
}

/** Where the contents of the first file begin. */
function headEnd(bytes: Buffer): number | undefined {
	const disposition = bytes.indexOf('filename=');
	const end = disposition < 0 ? -1 : bytes.indexOf('\r\n\r\n', disposition);
	return end < 0 ? undefined : end + 4;
}
