import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopWithUs } from './stop-with-us.js';

/**
 * The variable with the folder for the folders of tests that run in an editor. Whoever starts the editor removes it: nobody
 * tells an extension host that it is about to end.
 */
export const foldersVariable = 'TEST_FOLDERS';

const forgets = new Map<string, () => void>();

/** Makes a folder in `above`, its path without links. It is removed with all in it when this process ends, if not before. */
export function temporaryFolder(above = process.env[foldersVariable] ?? tmpdir()): string {
	const folder = realpathSync(mkdtempSync(path.join(above, 'cor-'))); // short: sockets in it may have long names
	if (process.env[foldersVariable] === undefined) {
		forgets.set(
			folder,
			stopWithUs(() => remove(folder)),
		);
	}
	return folder;
}

/** Removes a folder that `temporaryFolder` made before the process ends. */
export function removeTemporaryFolder(folder: string): void {
	remove(folder);
	forgets.get(folder)?.();
	forgets.delete(folder);
}

function remove(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); // Windows frees a closed file late
}
