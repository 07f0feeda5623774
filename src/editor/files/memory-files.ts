import * as vscode from 'vscode';

/** If all files together are larger, the oldest are dropped. */
const maxBytes = 200 * 1_000 * 1_000;

interface Kept<About> {
	readonly bytes: Uint8Array;
	readonly keptAtMs: number;
	readonly about: About | undefined;
}

/** Read-only files in this window's memory. Editors can open them. */
export class MemoryFiles<About = never> implements vscode.FileSystemProvider, vscode.Disposable {
	readonly scheme: string;
	readonly #kept = new Map<string, Kept<About>>();
	readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
	readonly onDidChangeFile = this.#changes.event;
	readonly #registration: vscode.Disposable;

	constructor(scheme: string) {
		this.scheme = scheme;
		this.#registration = vscode.workspace.registerFileSystemProvider(scheme, this, {
			isCaseSensitive: true,
			isReadonly: true,
		});
	}

	dispose(): void {
		this.#registration.dispose();
		this.#changes.dispose();
		this.#kept.clear();
	}

	/**
	 * Stores a file.
	 * @param path starts with a slash
	 */
	keep(path: string, bytes: Uint8Array, about?: About): vscode.Uri {
		const uri = vscode.Uri.from({ scheme: this.scheme, path });
		this.#kept.delete(uri.path);
		this.#kept.set(uri.path, { bytes, keptAtMs: Date.now(), about });
		let total = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes.byteLength, 0);
		for (const [each, kept] of this.#kept) {
			if (total <= maxBytes || each === uri.path) {
				break;
			}
			this.#kept.delete(each);
			total -= kept.bytes.byteLength;
		}
		return uri;
	}

	/** The file's URI; `undefined` if there is no file at this path. */
	find(path: string): vscode.Uri | undefined {
		return this.#kept.has(path) ? vscode.Uri.from({ scheme: this.scheme, path }) : undefined;
	}

	/** What was stored with the file; `undefined` if it isn't stored here. */
	protected aboutOf(uri: vscode.Uri): About | undefined {
		return uri.scheme === this.scheme ? this.#kept.get(uri.path)?.about : undefined;
	}

	watch(): vscode.Disposable {
		return new vscode.Disposable(() => undefined);
	}

	stat(uri: vscode.Uri): vscode.FileStat {
		const { bytes, keptAtMs } = this.#read(uri);
		return { type: vscode.FileType.File, ctime: keptAtMs, mtime: keptAtMs, size: bytes.byteLength };
	}

	readFile(uri: vscode.Uri): Uint8Array {
		return this.#read(uri).bytes;
	}

	readDirectory(uri: vscode.Uri): never {
		throw vscode.FileSystemError.FileNotADirectory(uri);
	}

	writeFile(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri);
	}

	createDirectory(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri);
	}

	delete(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri);
	}

	rename(uri: vscode.Uri): never {
		throw vscode.FileSystemError.NoPermissions(uri);
	}

	#read(uri: vscode.Uri): Kept<About> {
		const kept = this.#kept.get(uri.path);
		if (!kept) {
			throw vscode.FileSystemError.FileNotFound(uri);
		}
		return kept;
	}
}
