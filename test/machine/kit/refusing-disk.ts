import fs, { type FileHandle } from 'node:fs/promises';

type Refused = 'write' | 'read' | 'unlink' | 'truncate' | 'link';

/** The real disk, which refuses what it is told to, as a virus scanner or a full disk does; put back by `release`. */
export class RefusingDisk {
	readonly #real = {
		open: fs.open,
		readFile: fs.readFile,
		writeFile: fs.writeFile,
		unlink: fs.unlink,
		truncate: fs.truncate,
		link: fs.link,
	};
	readonly #refused = new Set<Refused>();
	/** Whether a write that is refused leaves the first half of its text behind. */
	tears = false;

	constructor() {
		const { open, readFile, writeFile, unlink, truncate, link } = this.#real;
		fs.open = async (...args: Parameters<typeof open>) => this.#wrap(await open(...args));
		fs.readFile = ((...args: Parameters<typeof readFile>) =>
			this.#unless('read', () => readFile(...args))) as typeof readFile;
		fs.unlink = (...args) => this.#unless('unlink', () => unlink(...args));
		fs.truncate = (...args) => this.#unless('truncate', () => truncate(...args));
		fs.link = (...args) => this.#unless('link', () => link(...args));
		fs.writeFile = (file, data, options) => this.#write(String(data), text => writeFile(file, text, options));
	}

	refuse(...what: readonly Refused[]): void {
		for (const each of what) {
			this.#refused.add(each);
		}
	}

	/** It takes everything again. */
	allow(): void {
		this.#refused.clear();
	}

	release(): void {
		Object.assign(fs, this.#real);
	}

	async #unless<T>(what: Refused, action: () => Promise<T>): Promise<T> {
		if (this.#refused.has(what)) {
			throw Object.assign(new Error(`EPERM: ${what}`), { code: 'EPERM' });
		}
		return action();
	}

	#wrap(handle: FileHandle): FileHandle {
		const append = handle.appendFile.bind(handle);
		handle.appendFile = data => this.#write(String(data), append);
		return handle;
	}

	async #write(text: string, write: (text: string) => Promise<void>): Promise<void> {
		if (this.#refused.has('write') && this.tears) {
			await write(text.slice(0, Math.ceil(text.length / 2)));
		}
		return this.#unless('write', () => write(text));
	}
}
