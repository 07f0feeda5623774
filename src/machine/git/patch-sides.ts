import { firstPartBytes } from '../../attach/secrets/first-part-bytes.js';
import { type Line, PatchLines } from './patch-lines.js';

/** What a patch says about the old or the new version of a file. */
export interface PatchSide {
	/** From the repository's top, with a leading `/`. */
	readonly path: string;
	/**
	 * `lines`: the lines in the patch, without their prefix. `literal`: the whole file, deflated. `delta`: the difference
	 * to the other version, deflated.
	 */
	readonly form: 'lines' | 'literal' | 'delta';
	/** At most `firstPartBytes` of lines, or enough deflated bytes to inflate as many. Empty if nothing changed. */
	readonly bytes: Uint8Array;
}

// Deflating data that can't be compressed adds a few bytes per block.
const deflatedBytes = firstPartBytes + 1024;

/**
 * Walks through a patch in the form of `git diff --binary --full-index -M` with the prefixes `a/` and `b/`. Yields the
 * versions of each file: the old one, then the new one; only one if the file is new or deleted. Returns whether the
 * whole patch could be read; what was read of the last file is yielded before that. A patch that ends between two hunks
 * or files looks whole. Takes linear time.
 */
export function* patchSides(patch: Uint8Array): Generator<readonly PatchSide[], boolean> {
	const lines = new PatchLines(patch);
	const [before, after] = [new Side(), new Side()];
	while (!lines.isAtEnd) {
		const header = readHeader(lines);
		if (!header) {
			return false;
		}
		before.begin();
		after.begin();
		const isNamed = header.from !== '' && header.to !== '';
		const isWhole = isNamed && header.isWhole && readBody(lines, header, before, after);
		const sides: PatchSide[] = [];
		if (!header.isNew) {
			sides.push({ path: `/${header.from}`, form: before.form, bytes: before.bytes() });
		}
		if (!header.isDeleted) {
			sides.push({ path: `/${header.to}`, form: after.form, bytes: after.bytes() });
		}
		yield sides;
		if (!isWhole) {
			return false;
		}
	}
	return true;
}

interface Header {
	from: string;
	to: string;
	isNew: boolean;
	isDeleted: boolean;
	/** Whether there is an `index` line, which Git writes if the contents differ. */
	hasIndex: boolean;
	/** `false` if the header contains an unknown line. */
	isWhole: boolean;
}

const start = 'diff --git ';
const binaryStart = 'GIT binary patch';
const longestLine = 200_000; // file systems have shorter names

// How to read each line of a header, by its prefix.
const headerLines: readonly (readonly [start: string, read: (header: Header, line: Line, at: number) => void])[] = [
	['index ', header => (header.hasIndex = true)],
	['old mode ', () => undefined],
	['new mode ', () => undefined],
	['similarity index ', () => undefined],
	['dissimilarity index ', () => undefined],
	['new file mode ', header => (header.isNew = true)],
	['deleted file mode ', header => (header.isDeleted = true)],
	['rename from ', (header, line, at) => (header.from = line.name(at))],
	['rename to ', (header, line, at) => (header.to = line.name(at))],
	['copy from ', (header, line, at) => (header.from = line.name(at))],
	['copy to ', (header, line, at) => (header.to = line.name(at))],
];

function readHeader(lines: PatchLines): Header | undefined {
	const first = lines.next();
	if (!first?.startsWith(start) || first.length > longestLine) {
		return undefined;
	}
	const name = first.repeatedName(start.length) ?? '';
	const header: Header = { from: name, to: name, isNew: false, isDeleted: false, hasIndex: false, isWhole: true };
	for (;;) {
		const line = lines.peek();
		if (!line || line.startsWith(start) || line.startsWith('--- ') || line.startsWith(binaryStart)) {
			return header;
		}
		const known = headerLines.find(([prefix]) => line.startsWith(prefix));
		if (!known || line.length > longestLine) {
			header.isWhole = false;
			return header;
		}
		known[1](header, line, known[0].length);
		lines.next();
	}
}

/** Whether everything that belongs to the file was there. */
function readBody(lines: PatchLines, header: Header, before: Side, after: Side): boolean {
	const line = lines.peek();
	if (line?.startsWith(binaryStart)) {
		lines.next();
		return readBinary(lines, after) && readBinary(lines, before);
	}
	if (!line?.startsWith('--- ')) {
		return !header.hasIndex || header.isNew || header.isDeleted; // a new or deleted empty file has no lines
	}
	lines.next();
	const newName = lines.next();
	if (!newName?.startsWith('+++ ')) {
		return false;
	}
	do {
		if (!readHunk(lines, before, after)) {
			return false;
		}
	} while (lines.peek()?.startsWith('@@ '));
	return true;
}

const hunk = /^@@ -\d{1,10}(?:,(\d{1,10}))? \+\d{1,10}(?:,(\d{1,10}))? @@/;
const [space, plus, minus, backslash] = [0x20, 0x2b, 0x2d, 0x5c];

// A line's text can look like anything, so only the counts in the hunk's header say where the hunk ends.
function readHunk(lines: PatchLines, before: Side, after: Side): boolean {
	const counts = hunk.exec(lines.next()?.beginning() ?? '');
	if (!counts) {
		return false;
	}
	let [oldLeft, newLeft] = [Number(counts[1] ?? 1), Number(counts[2] ?? 1)];
	let mark = 0;
	while (oldLeft > 0 || newLeft > 0 || lines.peekByte() === backslash) {
		const { bytes } = lines;
		const from = lines.at;
		const to = lines.skip();
		if (to === undefined) {
			return false;
		}
		const isEndless = bytes[from] === backslash;
		mark = isEndless ? mark : (bytes[from] as number);
		const isOld = mark === space || mark === minus;
		const isNew = mark === space || mark === plus;
		if (!(isOld || isNew)) {
			return false;
		}
		if (isEndless) {
			// "\ No newline at end of file": removes the newline of the line before.
			before.drop(isOld ? 1 : 0);
			after.drop(isNew ? 1 : 0);
			continue;
		}
		if (isOld) {
			oldLeft -= 1;
			before.add(bytes, from + 1, to);
		}
		if (isNew) {
			newLeft -= 1;
			after.add(bytes, from + 1, to);
		}
	}
	return oldLeft === 0 && newLeft === 0;
}

// `literal 123` or `delta 123`, then base85 lines with their length in front, then an empty line.
function readBinary(lines: PatchLines, side: Side): boolean {
	const kind = lines.next();
	const form = kind?.startsWith('literal ') ? 'literal' : 'delta';
	if (!kind?.startsWith(`${form} `)) {
		return false;
	}
	side.begin(form);
	for (;;) {
		const line = lines.next();
		if (!line) {
			return false;
		}
		if (line.length === 0) {
			return true;
		}
		const decoded = side.isFull ? undefined : line.base85();
		if (decoded) {
			side.add(decoded, 0, decoded.length);
		} else if (!side.isFull) {
			return false;
		}
	}
}

/** Keeps the first bytes of one version and ignores the rest. */
class Side {
	form: PatchSide['form'] = 'lines';
	readonly #kept = new Uint8Array(deflatedBytes);
	#most = 0;
	#given = 0;

	begin(form: PatchSide['form'] = 'lines'): void {
		this.form = form;
		this.#most = form === 'lines' ? firstPartBytes : deflatedBytes;
		this.#given = 0;
	}

	get isFull(): boolean {
		return this.#given >= this.#most;
	}

	add(bytes: Uint8Array, from: number, to: number): void {
		if (!this.isFull) {
			this.#kept.set(bytes.subarray(from, Math.min(to, from + this.#most - this.#given)), this.#given);
		}
		this.#given += to - from;
	}

	/** Removes the last bytes. */
	drop(count: number): void {
		this.#given = Math.max(0, this.#given - count);
	}

	bytes(): Uint8Array {
		return this.#kept.slice(0, Math.min(this.#given, this.#most));
	}
}
