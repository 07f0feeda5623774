import * as v from 'valibot';
import type * as vscode from 'vscode';
import { readAs } from '../../attach/schemas.js';
import { clickedTabFiles, type TabFiles } from './tabs.js';
import { uri } from './uri.js';

/** Beside files the empty space of the explorer, where several folders are open: the editor passes an object without anything. */
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
		// Of folders in one row the editor passes the clicked one, and the row's last as what is selected.
		const isSelected = selected.some(each => each.toString() === clicked?.toString());
		return clicked && !isSelected ? [...selected, clicked] : selected;
	}),
);

/** What the menu of the explorer passes: the item and the selection. Empty where that is anything but files and folders. */
export function chosenInExplorer(args: readonly unknown[]): readonly vscode.Uri[] {
	const [clicked, selected] = args;
	return readAs(explorerMenu, [clicked, selected]) ?? [];
}

/** What the menu of a tab passes: its address, then its place in the group. No files where it is of none. */
export function chosenTab([clicked, place]: readonly unknown[]): TabFiles {
	const address = readAs(uri, clicked);
	return address ? clickedTabFiles(address, place) : { uris: [] };
}
