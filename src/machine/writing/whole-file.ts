import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * A file that appears whole or not at all: it is written beside its place, under another name, and moved there in the end.
 * Every method rejects with the error of the file system, but for `discard`.
 */
export class WholeFile {
	readonly #target: string;
	readonly #temporary: string;
	readonly #handle: FileHandle;

	private constructor(target: string, temporary: string, handle: FileHandle) {
		this.#target = target;
		this.#temporary = temporary;
		this.#handle = handle;
	}

	/** Begins one in a folder that exists; what is at `target` stays until `commit`. */
	static async begin(target: string): Promise<WholeFile> {
		const temporary = path.join(path.dirname(target), `.cor-${randomBytes(8).toString('hex')}.part`);
		return new WholeFile(target, temporary, await open(temporary, 'wx'));
	}

	/** Adds these bytes, all of them. */
	async write(chunk: Uint8Array): Promise<void> {
		await this.#handle.appendFile(chunk);
	}

	/** Puts it into its place. */
	async commit(): Promise<void> {
		await this.#handle.sync();
		await this.#handle.close();
		await rename(this.#temporary, this.#target);
	}

	/** Leaves nothing of it. Never rejects. */
	async discard(): Promise<void> {
		await this.#handle.close().catch(() => undefined);
		await rm(this.#temporary, { force: true }).catch(() => undefined);
	}
}
