import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inTime } from '../in-time.js';

const discardMs = 5_000;

/** Temporary files that aren't in place yet. They are removed when the process exits. */
const begun = new Set<string>();
process.on('exit', () => {
	for (const temporary of begun) {
		try {
			rmSync(temporary, { force: true });
		} catch {
			// nobody is left to report to
		}
	}
});

/**
 * A file that appears completely or not at all: it is written under a temporary name in the same folder, then renamed.
 * All methods except `discard` reject with the file system's error.
 */
export class WholeFile {
	readonly #target: string;
	readonly #temporary: string;
	#opening: Promise<FileHandle> | undefined;

	/**
	 * @param target a path in an existing folder; a file there stays until `commit`, and nothing is created before the
	 * first `write`
	 */
	constructor(target: string) {
		this.#target = target;
		this.#temporary = path.join(path.dirname(target), `.cor-${randomBytes(8).toString('hex')}.part`);
	}

	/** Appends all of these bytes. */
	async write(chunk: Uint8Array): Promise<void> {
		await (await this.#open()).appendFile(chunk);
	}

	/** Moves the file to its place. */
	async commit(): Promise<void> {
		const handle = await this.#open();
		await handle.sync();
		await handle.close();
		await rename(this.#temporary, this.#target);
		begun.delete(this.#temporary);
	}

	/** Removes the temporary file. Never rejects; waits at most `limitMs` milliseconds for the disk. */
	async discard(limitMs = discardMs): Promise<void> {
		await inTime(this.#drop(), limitMs);
	}

	#open(): Promise<FileHandle> {
		begun.add(this.#temporary);
		this.#opening ??= open(this.#temporary, 'wx');
		return this.#opening;
	}

	async #drop(): Promise<void> {
		try {
			const handle = await this.#opening;
			await handle?.close().catch(() => undefined); // already closed after `commit`
			await rm(this.#temporary, { force: true });
			begun.delete(this.#temporary);
		} catch {
			// it no longer exists, or is removed when the process exits
		}
	}
}
