import * as vscode from 'vscode';

const scheme = 'memfs';

/** A file system in memory, as an extension brings one: what is not in `files` or above one of them does not exist. */
export class MemoryFiles implements vscode.FileSystemProvider {
	/** By path. */
	readonly files = new Map<string, Uint8Array>();
	/** Sizes that are told for files whatever they hold. */
	readonly toldSizes = new Map<string, number>();
	/** Paths of files and folders that may not be read. */
	readonly locked = new Set<string>();
	/** Paths of which nothing is ever told. */
	readonly silent = new Set<string>();
	/** What the list of a folder waits for. */
	listing: () => Promise<unknown> = async () => {};
	/** Paths of the files that were read. */
	readonly read: string[] = [];
	readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

	/** Puts a file there, whose size is told as `toldSize` where that is given. */
	write(path: string, contents: string | Uint8Array, toldSize?: number): vscode.Uri {
		this.files.set(path, Buffer.from(contents));
		if (toldSize !== undefined) {
			this.toldSizes.set(path, toldSize);
		}
		return this.uriOf(path);
	}

	uriOf(path: string): vscode.Uri {
		return vscode.Uri.from({ scheme, path });
	}

	empty(): void {
		this.files.clear();
		this.toldSizes.clear();
		this.locked.clear();
		this.silent.clear();
		this.listing = async () => {};
		this.read.length = 0;
	}

	watch(): vscode.Disposable {
		return new vscode.Disposable(() => {});
	}

	stat({ path }: vscode.Uri): vscode.FileStat | Promise<vscode.FileStat> {
		return this.silent.has(path) ? new Promise(() => {}) : this.#statOf(path);
	}

	#statOf(path: string): vscode.FileStat {
		const file = this.files.get(path);
		if (file) {
			const size = this.toldSizes.get(path) ?? file.byteLength;
			return { type: vscode.FileType.File, ctime: 0, mtime: 0, size };
		}
		if ([...this.files.keys()].some(other => other.startsWith(`${path.replace(/\/$/, '')}/`))) {
			return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
		}
		throw vscode.FileSystemError.FileNotFound(path);
	}

	async readDirectory(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
		await this.listing();
		this.#assertOpen(folder.path);
		const prefix = `${folder.path.replace(/\/$/, '')}/`;
		const below = [...this.files.keys()].filter(path => path.startsWith(prefix));
		const names = new Set(below.map(path => path.slice(prefix.length).split('/')[0] ?? ''));
		return [...names].map(name => [name, this.#statOf(prefix + name).type]);
	}

	readFile({ path }: vscode.Uri): Uint8Array {
		this.#assertOpen(path);
		const file = this.files.get(path);
		if (!file) {
			throw vscode.FileSystemError.FileNotFound(path);
		}
		this.read.push(path);
		return file;
	}

	writeFile(): void {
		throw vscode.FileSystemError.NoPermissions();
	}

	createDirectory(): void {
		throw vscode.FileSystemError.NoPermissions();
	}

	delete(): void {
		throw vscode.FileSystemError.NoPermissions();
	}

	rename(): void {
		throw vscode.FileSystemError.NoPermissions();
	}

	#assertOpen(path: string): void {
		if (this.locked.has(path)) {
			throw vscode.FileSystemError.NoPermissions(path);
		}
	}
}

/** Gives the suite around it a provider of `memfs:` files, empty before each test. */
export function useMemoryFiles(): MemoryFiles {
	const memory = new MemoryFiles();
	let registration: vscode.Disposable;
	beforeEach(() => {
		memory.empty();
		registration = vscode.workspace.registerFileSystemProvider(scheme, memory, { isCaseSensitive: true });
	});
	afterEach(() => registration.dispose());
	return memory;
}
