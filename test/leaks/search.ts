import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Found {
	readonly file: string;
	readonly secret: string;
}

export interface Search {
	readonly files: number;
	readonly bytes: number;
	readonly found: readonly Found[];
}

/** Every file below a folder. */
export function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter(entry => entry.isFile())
		.map(entry => path.join(entry.parentPath, entry.name));
}

/** Looks for each secret in each file: as it is, percent-encoded, as JSON spells it, in UTF-16, and within any base64. */
export function searchFor(secrets: Iterable<string>, files: readonly string[]): Search {
	const needles = new Needles();
	for (const secret of secrets) {
		for (const form of formsOf(secret)) {
			needles.add(form, secret);
		}
	}
	let bytes = 0;
	const found: Found[] = [];
	for (const file of files) {
		const contents = readFileSync(file);
		bytes += contents.length;
		found.push(...needles.in(contents).map(secret => ({ file, secret })));
	}
	return { files: files.length, bytes, found };
}

function formsOf(secret: string): readonly Buffer[] {
	const texts = [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)];
	for (const offset of [0, 1, 2]) {
		const encoded = withinBase64(Buffer.from(secret), offset);
		texts.push(encoded, encoded.replaceAll('+', '-').replaceAll('/', '_'));
	}
	return [...new Set(texts)].map(text => Buffer.from(text)).concat(Buffer.from(secret, 'utf16le'));
}

/** The characters that `bytes` are in base64 for sure when `offset` (modulo 3) bytes stand before them and any behind. */
function withinBase64(bytes: Buffer, offset: number): string {
	const text = Buffer.concat([Buffer.alloc(offset), bytes])
		.toString('base64')
		.replace(/=+$/, '');
	const isCut = (offset + bytes.length) % 3 !== 0;
	return text.slice(Math.ceil((offset * 8) / 6), isCut ? -1 : undefined);
}

/** Many needles at once: only where the last four bytes of one stand is it compared as a whole. */
class Needles {
	readonly #byTail = new Map<number, { readonly bytes: Buffer; readonly secret: string }[]>();
	readonly #mayBeTail = new Uint8Array(1 << 16);

	add(bytes: Buffer, secret: string): void {
		const tail = bytes.readInt32BE(bytes.length - 4);
		this.#byTail.set(tail, [...(this.#byTail.get(tail) ?? []), { bytes, secret }]);
		this.#mayBeTail[mixed(tail)] = 1;
	}

	/** The secrets in these bytes, each once. */
	in(contents: Buffer): readonly string[] {
		const found = new Set<string>();
		let last = 0;
		for (let index = 0; index < contents.length; index += 1) {
			last = (last << 8) | (contents[index] ?? 0);
			if (this.#mayBeTail[mixed(last)] === 1) {
				for (const { bytes, secret } of this.#byTail.get(last) ?? []) {
					const start = index + 1 - bytes.length;
					if (start >= 0 && bytes.equals(contents.subarray(start, index + 1))) {
						found.add(secret);
					}
				}
			}
		}
		return [...found];
	}
}

function mixed(tail: number): number {
	return (tail ^ (tail >>> 16)) & 0xffff;
}
