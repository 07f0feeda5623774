import * as vscode from 'vscode';
import { type HistoryEntry, isHistoryEntry, withEntries } from '../attach/history.js';
import { type KeptData, readList, type StoredForm, VersionedStore } from './versioned-store.js';

const storedHistory: StoredForm<readonly HistoryEntry[]> = {
	key: 'corAttachments.history',
	version: 2,
	empty: [],
	migrate: (stored, version) => (version === 1 ? (stored as { readonly entries?: unknown }).entries : undefined),
	read: value => readList(value, isHistoryEntry),
	join: (later, earlier) => withEntries(earlier, later),
};

/** What was attached from this workspace, latest first; kept with the workspace on this machine, at most 1,000 files. */
export class AttachHistory implements vscode.Disposable {
	readonly #stored: VersionedStore<readonly HistoryEntry[]>;
	readonly #changes = new vscode.EventEmitter<void>();
	readonly onDidChange = this.#changes.event;

	constructor(ofWorkspace: KeptData, warn: (message: string) => void) {
		this.#stored = new VersionedStore(ofWorkspace, storedHistory, warn);
	}

	dispose(): void {
		this.#changes.dispose();
	}

	entries(): readonly HistoryEntry[] {
		return this.#stored.read();
	}

	async add(entry: HistoryEntry): Promise<void> {
		await this.#stored.change(history => withEntries(history, [entry]));
		this.#changes.fire();
	}

	/** Forgets all of it, also what other versions of the extension have left. */
	async clear(): Promise<void> {
		await this.#stored.clear();
		this.#changes.fire();
	}
}
