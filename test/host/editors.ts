import path from 'node:path';

/** A VS Code that the tests run in: its name is the minor version, its folder holds the lock files that pin it. */
export interface Editor {
	readonly name: '1.139' | '1.100';
	readonly lockDir: string;
}

const editor = (name: Editor['name']): Editor => ({ name, lockDir: path.join(__dirname, 'editors', name) });

/** VS Code 1.139.1, as code-server 4.139.1 packs it, on the Node 24.21.0 it wants. */
export const newestEditor = editor('1.139');

/** VS Code 1.100.3 (code-server 4.100.3, Node 20.20.2): the oldest that `engines.vscode` promises. */
export const oldestEditor = editor('1.100');

export const editors: readonly Editor[] = [newestEditor, oldestEditor];
