import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inTime } from '../in-time.js';

const discardMs = 5_000;

/** What has no place yet: it goes with the process, too. */
const begun = new Set<string>();
process.on('exit', () => {
	for (const temporary of begun) {
		try {
			rmSync(temporary, { force: true });
		} catch {
			// nobody is left to hear of it
		}
	}
});

/**
 * A file that appears whole or not at all: it is written beside its place, under another name, and moved there in the end.
 * Every method rejects with the error of the file system, but for `discard`.
 */
export class WholeFile {
	readonly #target: string;
	readonly #temporary: string;
	#opening: Promise<FileHandle> | undefined;

	/** In a folder that exists; what is at `target` stays until `commit`, and nothing is there before the first `write`. */
	constructor(target: string) {
		this.#target = target;
		this.#temporary = path.join(path.dirname(target), `.cor-${randomBytes(8).toString('hex')}.part`);
	}

	/** Adds these bytes, all of them. */
	async write(chunk: Uint8Array): Promise<void> {
		await (await this.#open()).appendFile(chunk);
	}

	/** Puts it into its place. */
	async commit(): Promise<void> {
		const handle = await this.#open();
		await handle.sync();
		await handle.close();
		await rename(this.#temporary, this.#target);
		begun.delete(this.#temporary);
	}

	/** Leaves nothing of it. Never rejects; a disk that does not answer is waited for so many milliseconds. */
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
			await handle?.close().catch(() => undefined); // closed already where it has its place
			await rm(this.#temporary, { force: true });
			begun.delete(this.#temporary);
		} catch {
			// it is no longer there, or goes with the process
		}
	}
}
