import { constants } from 'node:fs';
import { type FileHandle, open, readFile, stat, truncate, unlink } from 'node:fs/promises';

// Never makes the file anew: what was deleted, or renamed by another window, is no longer this one's.
const appendFlags = constants.O_WRONLY | constants.O_APPEND;

/** One journal on disk. Lines are written in the order in which they are given, several at once where they wait. */
export class JournalFile {
	readonly path: string;
	#handle: FileHandle | undefined;
	readonly #waiting: string[] = [];
	#written: Promise<void> = Promise.resolve();

	constructor(path: string) {
		this.path = path;
	}

	/** Makes the file, with its first line safe on disk. Rejects where it exists or the disk refuses. */
	static async create(path: string, firstLine: string): Promise<JournalFile> {
		const handle = await open(path, 'wx', 0o600);
		try {
			await handle.appendFile(firstLine);
			await handle.datasync();
		} finally {
			await handle.close();
		}
		return new JournalFile(path);
	}

	/** Resolves when the line is safe on disk. Once one is refused, so are all that follow. */
	append(line: string): Promise<void> {
		this.#waiting.push(line);
		this.#written = this.#written.then(() => this.#flush());
		return this.#written;
	}

	/** Whether another window has taken it up, which renames it, while it is open here. */
	async isTaken(): Promise<boolean> {
		const ours = await this.#handle?.stat();
		const here = await stat(this.path).catch(() => undefined);
		const isElsewhere = ours !== undefined && here?.ino !== ours.ino;
		return isElsewhere && ours.nlink > 0; // no name at all: it was deleted
	}

	/** What is written so far. */
	async read(): Promise<string> {
		await this.#written.catch(() => {}); // whoever appended knows of it
		return readFile(this.path, 'utf8');
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

	/** Lets go of the file; it opens again when something is appended. */
	async close(): Promise<void> {
		await this.#written.catch(() => {});
		const handle = this.#handle;
		this.#handle = undefined;
		await handle?.close();
	}

	/** Deletes it. Where the folder does not allow that, it is emptied, so that nobody resumes what it said. */
	async remove(): Promise<void> {
		await this.close();
		await unlink(this.path)
			.catch(() => truncate(this.path))
			.catch(ignoreMissing);
	}

	async #flush(): Promise<void> {
		const lines = this.#waiting.splice(0).join('');
		if (lines !== '') {
			this.#handle ??= await open(this.path, appendFlags);
			await this.#handle.appendFile(lines);
			await this.#handle.datasync();
		}
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
