import { constants } from 'node:fs';
import { type FileHandle, open, readFile, truncate, unlink } from 'node:fs/promises';
import { isMissing } from '../file-facts.js';

// Without O_CREAT: a file that was deleted, or renamed by another window, is no longer this one's.
const appendFlags = constants.O_WRONLY | constants.O_APPEND;

/**
 * A journal on disk. Writes lines in order, several at once if they queue up. Lines that the disk refuses stay in
 * memory and are written with the next one.
 */
export class JournalFile {
	readonly path: string;
	#handle: FileHandle | undefined;
	/** Lines that aren't safely on disk yet. */
	#unwritten: string[] = [];
	#written: Promise<void> = Promise.resolve();
	/** Position where the last write started, if it failed. After it there may be half a line. */
	#failedAt: number | undefined;

	constructor(path: string) {
		this.path = path;
	}

	/** Creates the file with its first line safely on disk. Rejects if it exists or the disk refuses. */
	static async create(path: string, firstLine: string): Promise<JournalFile> {
		const handle = await open(path, 'wx', 0o600);
		try {
			await handle.appendFile(firstLine);
			await handle.datasync();
		} catch (error) {
			await unlink(path).catch(() => {}); // an incomplete first line makes no journal
			throw error;
		} finally {
			await handle.close();
		}
		return new JournalFile(path);
	}

	/** Resolves when this line and all before it are safely on disk. Rejects with the file system's error. */
	append(line: string): Promise<void> {
		this.#unwritten.push(line);
		return this.flush();
	}

	/** Tries again to write the lines that the disk refused. Rejects with the file system's error. */
	flush(): Promise<void> {
		const written = this.#written.catch(() => {}).then(() => this.#flush());
		this.#written = written;
		return written;
	}

	/** Whether some lines are only in memory. */
	get isAhead(): boolean {
		return this.#unwritten.length > 0;
	}

	/** The journal's text, including lines that are only in memory. */
	async read(): Promise<string> {
		await this.#written.catch(() => {}); // the caller of `append` has the error
		const bytes = await readFile(this.path);
		return bytes.subarray(0, this.#failedAt).toString() + this.#unwritten.join('');
	}

	/** Removes an incomplete last line, so that the next one starts cleanly. */
	async dropHalfLine(): Promise<void> {
		const bytes = await readFile(this.path);
		const whole = bytes.lastIndexOf('\n') + 1;
		if (whole < bytes.length) {
			const handle = await open(this.path, 'r+');
			try {
				await handle.truncate(whole);
				await handle.datasync();
			} finally {
				await handle.close();
			}
		}
	}

	/** Closes the file. `append` opens it again. */
	async close(): Promise<void> {
		await this.#written.catch(() => {});
		const handle = this.#handle;
		this.#handle = undefined;
		await handle?.close();
	}

	/** Deletes the file, or empties it if the folder doesn't allow that. Rejects if the disk refuses both. */
	async remove(): Promise<void> {
		await this.close().catch(() => {}); // it will be deleted anyway
		await unlink(this.path)
			.catch(() => truncate(this.path))
			.catch(ignoreMissing);
		this.#unwritten = [];
	}

	async #flush(): Promise<void> {
		const lines = this.#unwritten.length;
		if (lines === 0) {
			return;
		}
		const text = this.#unwritten.join('');
		this.#handle ??= await open(this.path, appendFlags);
		if (this.#failedAt !== undefined) {
			await this.#handle.truncate(this.#failedAt);
		}
		this.#failedAt ??= (await this.#handle.stat()).size;
		await this.#handle.appendFile(text);
		await this.#handle.datasync();
		this.#failedAt = undefined;
		this.#unwritten = this.#unwritten.slice(lines);
	}
}

export function ignoreMissing(error: unknown): void {
	if (!isMissing(error)) {
		throw error;
	}
}
