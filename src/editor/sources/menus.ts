import * as v from 'valibot';
import type * as vscode from 'vscode';
import { readAs } from '../../attach/schemas.js';
import { clickedTabFiles, type TabFiles } from './tabs.js';
import { uri } from './uri.js';

/** A file, or an empty object for the Explorer's empty space in a multi-root workspace. */
const explorerItem = v.union([
	uri,
	v.pipe(
		v.nullish(v.strictObject({})),
		v.transform(() => undefined),
	),
]);
const explorerMenu = v.pipe(
	v.tuple([explorerItem, v.nullish(v.array(uri), [])]),
	v.transform(([clicked, selected]) => {
		// For compact folders, VS Code passes the clicked folder, but the row's last folder as the selection.
		const isSelected = selected.some(each => each.toString() === clicked?.toString());
		return clicked && !isSelected ? [...selected, clicked] : selected;
	}),
);

/**
 * The files and folders from the Explorer's menu: the clicked item and the selection. Empty if anything else was
 * passed.
 */
export function chosenInExplorer(args: readonly unknown[]): readonly vscode.Uri[] {
	const [clicked, selected] = args;
	return readAs(explorerMenu, [clicked, selected]) ?? [];
}

/** The files from a tab's menu: its URI and its place in the group. Empty if the tab shows no file. */
export function chosenTab([clicked, place]: readonly unknown[]): TabFiles {
	const address = readAs(uri, clicked);
	return address ? clickedTabFiles(address, place) : { uris: [] };
}
