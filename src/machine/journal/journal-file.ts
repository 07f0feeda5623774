import { constants } from 'node:fs';
import { type FileHandle, open, readFile, stat, truncate, unlink } from 'node:fs/promises';

// Never makes the file anew: what was deleted, or renamed by another window, is no longer this one's.
const appendFlags = constants.O_WRONLY | constants.O_APPEND;

/**
 * One journal on disk. Lines are written in the order in which they are given, several at once where they wait. What the
 * disk refuses stays here, and goes with the next line.
 */
export class JournalFile {
	readonly path: string;
	#handle: FileHandle | undefined;
	/** Lines that are not safe on disk. */
	#unwritten: string[] = [];
	#written: Promise<void> = Promise.resolve();
	/** Where the last write began, if it failed: what lies behind may be half a line. */
	#failedAt: number | undefined;

	constructor(path: string) {
		this.path = path;
	}

	/** Makes the file, with its first line safe on disk. Rejects where it exists or the disk refuses. */
	static async create(path: string, firstLine: string): Promise<JournalFile> {
		const handle = await open(path, 'wx', 0o600);
		try {
			await handle.appendFile(firstLine);
			await handle.datasync();
		} catch (error) {
			await unlink(path).catch(() => {}); // half a line is no journal
			throw error;
		} finally {
			await handle.close();
		}
		return new JournalFile(path);
	}

	/** Resolves when the line and all before it are safe on disk. Rejects with the file system's error. */
	append(line: string): Promise<void> {
		this.#unwritten.push(line);
		return this.flush();
	}

	/** Tries once more to write what the disk has refused. Rejects with the file system's error. */
	flush(): Promise<void> {
		const written = this.#written.catch(() => {}).then(() => this.#flush());
		this.#written = written;
		return written;
	}

	/** Whether it says more than what is on disk. */
	get isAhead(): boolean {
		return this.#unwritten.length > 0;
	}

	/** Whether another window has taken it up, which renames it, while it is open here. */
	async isTaken(): Promise<boolean> {
		const ours = await this.#handle?.stat();
		const here = await stat(this.path).catch(() => undefined);
		const isElsewhere = ours !== undefined && here?.ino !== ours.ino;
		return isElsewhere && ours.nlink > 0; // no name at all: it was deleted
	}

	/** What it says so far, with what the disk has refused. */
	async read(): Promise<string> {
		await this.#written.catch(() => {}); // whoever appended knows of it
		const bytes = await readFile(this.path);
		return bytes.subarray(0, this.#failedAt).toString() + this.#unwritten.join('');
	}

	/** Takes away the line that was not written to its end, so that the next one begins anew. */
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

	/** Puts a line of the same length in the place of the first one. Never rejects: where the disk refuses, it stays as it was. */
	async replaceFirstLine(line: string): Promise<void> {
		const bytes = Buffer.from(line);
		const handle = await open(this.path, 'r+').catch(() => undefined);
		try {
			const { buffer: before } = (await handle?.read(Buffer.alloc(bytes.length), 0, bytes.length, 0)) ?? {};
			if (before && before.indexOf('\n') === bytes.length - 1 && !before.equals(bytes)) {
				await handle?.write(bytes, 0, bytes.length, 0);
				await handle?.datasync();
			}
		} catch {
			// An older version may take it for broken later, and says so then.
		} finally {
			await handle?.close().catch(() => {});
		}
	}

	/** Lets go of the file; it opens again when something is appended. */
	async close(): Promise<void> {
		await this.#written.catch(() => {});
		const handle = this.#handle;
		this.#handle = undefined;
		await handle?.close();
	}

	/** Deletes it. Where the folder does not allow that, it is emptied. Rejects where the disk lets neither. */
	async remove(): Promise<void> {
		await this.close().catch(() => {}); // it goes anyway
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

export function isMissing(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

export function ignoreMissing(error: unknown): void {
	if (!isMissing(error)) {
		throw error;
	}
}
