import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { Sequence } from '../../attach/sequence.js';
import { readCopiedPaths, seemCopied } from './copied-paths.js';

/** The selection in the Explorer. */
export type Selected =
	| { readonly kind: 'files'; readonly uris: readonly vscode.Uri[] }
	/** The Explorer doesn't have the focus, or nothing is selected. */
	| { readonly kind: 'none' }
	| {
			readonly kind: 'unknown';
			/**
			 * `nothing-to-put-back`: the clipboard contains no text. `clipboard`: it can't be used. `paths`: the paths are
			 * ambiguous.
			 */
			readonly why: 'nothing-to-put-back' | 'clipboard' | 'paths';
	  };

/**
 * Reads the Explorer's selection, for which VS Code has no API: runs its command Copy Path and restores the clipboard.
 * Only text can be restored, so it does nothing if the clipboard contains something else, such as a picture.
 */
export class ExplorerSelection {
	readonly #warn: (message: string) => void;
	readonly #clipboard: vscode.Clipboard;
	/** One at a time: a second one would take the first one's text for the person's clipboard. */
	readonly #reads = new Sequence();

	constructor(warn: (message: string) => void, clipboard: vscode.Clipboard = vscode.env.clipboard) {
		this.#warn = warn;
		this.#clipboard = clipboard;
	}

	/**
	 * Never rejects.
	 * @param mayLose whether clipboard contents other than text may be lost
	 */
	read(mayLose = false): Promise<Selected> {
		return this.#reads.run(async () => {
			try {
				return await this.#readNow(mayLose);
			} catch (error) {
				this.#warn(`the selection of the explorer could not be read: ${String(error)}`);
				return { kind: 'unknown', why: 'clipboard' };
			}
		});
	}

	async #readNow(mayLose: boolean): Promise<Selected> {
		const before = await this.#clipboard.readText();
		if (before === '' && !mayLose) {
			return { kind: 'unknown', why: 'nothing-to-put-back' };
		}
		const mark = `cor-attachments-${randomUUID()}`;
		const copied = await this.#copyPaths(before, mark);
		if (copied === mark) {
			return { kind: 'unknown', why: 'clipboard' };
		}
		if (copied.includes(mark)) {
			return { kind: 'none' };
		}
		const uris = await readCopiedPaths(copied);
		return uris ? { kind: 'files', uris } : { kind: 'unknown', why: 'paths' };
	}

	/**
	 * The copied paths. Contains `mark` if the Explorer doesn't have the focus, and is `mark` alone if nothing was
	 * copied.
	 */
	async #copyPaths(before: string, mark: string): Promise<string> {
		let copied: string | undefined;
		try {
			await this.#clipboard.writeText(mark);
			// The command uses the Explorer's selection if it has the focus, otherwise this argument, never the active tab.
			const nothing = vscode.Uri.from({ scheme: 'cor-nothing', path: `/${mark}` });
			await vscode.commands.executeCommand('copyFilePath', nothing);
			copied = await this.#clipboard.readText();
			return copied;
		} finally {
			// If the person has copied something meanwhile, that stays.
			const isOurs = copied === undefined || copied.includes(mark) || seemCopied(copied);
			if (isOurs && (copied === undefined || (await this.#clipboard.readText()) === copied)) {
				await this.#clipboard.writeText(before);
			}
		}
	}
}
