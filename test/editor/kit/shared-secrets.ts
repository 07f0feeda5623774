import * as vscode from 'vscode';

/**
 * A secret storage that several windows share, and that can fail: the editors under test share none between windows, and
 * theirs does not fail at will.
 */
export class SharedSecrets implements vscode.SecretStorage, vscode.Disposable {
	readonly values = new Map<string, string>();
	/** What fails from now on. */
	readonly failing = new Set<'get' | 'store' | 'delete'>();
	readonly #changes = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
	readonly onDidChange = this.#changes.event;

	dispose(): void {
		this.#changes.dispose();
	}

	async keys(): Promise<string[]> {
		return [...this.values.keys()];
	}

	async get(key: string): Promise<string | undefined> {
		this.#failIf('get', this.values.get(key));
		return this.values.get(key);
	}

	async store(key: string, value: string): Promise<void> {
		this.#failIf('store', value);
		this.values.set(key, value);
		this.#changes.fire({ key });
	}

	async delete(key: string): Promise<void> {
		this.#failIf('delete', this.values.get(key));
		this.values.delete(key);
		this.#changes.fire({ key });
	}

	// Talkative, as a keyring may be.
	#failIf(what: 'get' | 'store' | 'delete', value: string | undefined): void {
		if (this.failing.has(what)) {
			throw new Error(`org.freedesktop.secrets: no ${what} of ${value}`);
		}
	}
}
