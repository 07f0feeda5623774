import * as vscode from 'vscode';
import { type HistoryEntry, isHistoryEntry, withEntries } from '../attach/history.js';

interface StoredHistory {
	readonly version: 1;
	readonly entries: readonly HistoryEntry[];
}

const historyKey = 'corAttachments.history';
const setAsideKey = 'corAttachments.history.setAside';

/** What was attached from this workspace, latest first; kept with the workspace on this machine, at most 1,000 files. */
export class AttachHistory implements vscode.Disposable {
	readonly #ofWorkspace: vscode.Memento;
	readonly #changes = new vscode.EventEmitter<void>();
	readonly onDidChange = this.#changes.event;
	#writing: Promise<void> = Promise.resolve();

	constructor(ofWorkspace: vscode.Memento) {
		this.#ofWorkspace = ofWorkspace;
	}

	dispose(): void {
		this.#changes.dispose();
	}

	entries(): readonly HistoryEntry[] {
		const stored = this.#ofWorkspace.get<Partial<StoredHistory>>(historyKey);
		return stored?.version === 1 && Array.isArray(stored.entries) ? stored.entries.filter(isHistoryEntry) : [];
	}

	add(entry: HistoryEntry): Promise<void> {
		return this.#change(history => withEntries(history, [entry]));
	}

	clear(): Promise<void> {
		return this.#change(() => []);
	}

	// One after another: each write is made from what the one before it wrote.
	#change(change: (history: readonly HistoryEntry[]) => readonly HistoryEntry[]): Promise<void> {
		this.#writing = this.#writing.then(async () => {
			await this.#setAsideWhatIsNotOurs();
			const stored: StoredHistory = { version: 1, entries: change(this.entries()) };
			await this.#ofWorkspace.update(historyKey, stored);
			this.#changes.fire();
		});
		return this.#writing;
	}

	/** What another version of the extension wrote is kept for it. */
	async #setAsideWhatIsNotOurs(): Promise<void> {
		const stored = this.#ofWorkspace.get<Partial<StoredHistory>>(historyKey);
		if (stored !== undefined && stored.version !== 1) {
			await this.#ofWorkspace.update(setAsideKey, stored);
		}
	}
}
