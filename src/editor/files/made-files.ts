import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { madeScheme } from '../../attach/plan/made-file.js';

/** Older ones are let go when all together are larger. */
const maxBytes = 200 * 1_000 * 1_000;

/** What something was made of: what would be a doubt about that is one about it, too. */
export type MadeOrigin =
	/** A part of this document's text. */
	| { readonly kind: 'document'; readonly uri: vscode.Uri }
	/** Changes of files, as `makePatch` gives them. */
	| { readonly kind: 'patch' };

interface Kept {
	readonly bytes: Uint8Array;
	readonly madeAtMs: number;
	readonly origin: MadeOrigin | undefined;
}

/**
 * What was made to be sent, such as a patch, as files which can be read, and opened in an editor, but not changed: bytes in
 * the memory of this window, gone with it.
 */
export class MadeFiles implements vscode.FileSystemProvider, vscode.Disposable {
	readonly #kept = new Map<string, Kept>();
	readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
	readonly onDidChangeFile = this.#changes.event;
	readonly #registration = vscode.workspace.registerFileSystemProvider(madeScheme, this, {
		isCaseSensitive: true,
		isReadonly: true,
	});

	dispose(): void {
		this.#registration.dispose();
		this.#changes.dispose();
		this.#kept.clear();
	}

	/** Keeps it under an address that no other ever has. */
	add(name: string, bytes: Uint8Array, origin?: MadeOrigin): vscode.Uri {
		const uri = vscode.Uri.from({ scheme: madeScheme, path: `/${randomUUID()}/${name}` });
		this.#kept.set(uri.path, { bytes, madeAtMs: Date.now(), origin });
		let total = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes.byteLength, 0);
		for (const [path, kept] of this.#kept) {
			if (total <= maxBytes || path === uri.path) {
				break;
			}
			this.#kept.delete(path);
			total -= kept.bytes.byteLength;
		}
		return uri;
	}

	/** What something was made of; `undefined` for what came as it is, and for what is not kept here. */
	originOf(uri: vscode.Uri): MadeOrigin | undefined {
		return uri.scheme === madeScheme ? this.#kept.get(uri.path)?.origin : undefined;
	}

	watch(): vscode.Disposable {
		return new vscode.Disposable(() => undefined);
	}

	stat(uri: vscode.Uri): vscode.FileStat {
		const { bytes, madeAtMs } = this.#find(uri);
		return { type: vscode.FileType.File, ctime: madeAtMs, mtime: madeAtMs, size: bytes.byteLength };
	}

	readFile(uri: vscode.Uri): Uint8Array {
		return this.#find(uri).bytes;
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

	#find(uri: vscode.Uri): Kept {
		const kept = this.#kept.get(uri.path);
		if (!kept) {
			throw vscode.FileSystemError.FileNotFound(uri);
		}
		return kept;
	}
}
