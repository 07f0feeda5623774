import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { readCopiedPaths, seemCopied } from './copied-paths.js';

/** What is selected in the explorer. */
export type Selected =
	| { readonly kind: 'files'; readonly uris: readonly vscode.Uri[] }
	/** The explorer does not have the focus, or nothing is selected in it. */
	| { readonly kind: 'none' }
	| {
			readonly kind: 'unknown';
			/** The clipboard holds nothing that could be put back, it cannot be used, or the paths do not name files for sure. */
			readonly why: 'nothing-to-put-back' | 'clipboard' | 'paths';
	  };

/**
 * What is selected in the explorer, which the editor tells no extension: its command *Copy Path* is used and the clipboard
 * given back. Only text can be, so where there is none, such as where there is a picture, it is not used.
 */
export class ExplorerSelection {
	readonly #warn: (message: string) => void;
	readonly #clipboard: vscode.Clipboard;
	#reading: Promise<unknown> = Promise.resolve();

	constructor(warn: (message: string) => void, clipboard: vscode.Clipboard = vscode.env.clipboard) {
		this.#warn = warn;
		this.#clipboard = clipboard;
	}

	/**
	 * Never rejects.
	 * @param mayLose whether what is no text in the clipboard may be lost
	 */
	read(mayLose = false): Promise<Selected> {
		// One after the other: two at once would each take the other's text for what the person has in the clipboard.
		const reading = this.#reading.then(async (): Promise<Selected> => {
			try {
				return await this.#readNow(mayLose);
			} catch (error) {
				this.#warn(`the selection of the explorer could not be read: ${String(error)}`);
				return { kind: 'unknown', why: 'clipboard' };
			}
		});
		this.#reading = reading;
		return reading;
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

	/** The paths that are copied where the explorer has the focus, else one with `mark` in it; `mark` alone where nothing is. */
	async #copyPaths(before: string, mark: string): Promise<string> {
		let copied: string | undefined;
		try {
			await this.#clipboard.writeText(mark);
			// Where the explorer has the focus its selection counts, else what is passed: never the active tab.
			const nothing = vscode.Uri.from({ scheme: 'cor-nothing', path: `/${mark}` });
			await vscode.commands.executeCommand('copyFilePath', nothing);
			copied = await this.#clipboard.readText();
			return copied;
		} finally {
			// What the person has copied meanwhile stays.
			const isOurs = copied === undefined || copied.includes(mark) || seemCopied(copied);
			if (isOurs && (copied === undefined || (await this.#clipboard.readText()) === copied)) {
				await this.#clipboard.writeText(before);
			}
		}
	}
}
