import * as v from 'valibot';
import type * as vscode from 'vscode';
import { readAs } from '../../attach/schemas.js';
import { tellGoneRows } from '../sources/gone-rows.js';
import { uri } from '../sources/uri.js';

/** What was chosen in a source control view. */
export type ScmChoice =
	| {
			readonly kind: 'rows' | 'group';
			/** The files of the rows, or of all rows in the group. */
			readonly uris: readonly vscode.Uri[];
			/** Those that aren't deleted, or all if all are. */
			readonly present: readonly vscode.Uri[];
	  }
	| { readonly kind: 'repository'; readonly root: vscode.Uri };

const row = v.object({
	resourceUri: uri,
	decorations: v.nullish(v.object({ strikeThrough: v.nullish(v.boolean()) })),
});
const group = v.object({ resourceStates: v.array(row) });
const provider = v.object({ rootUri: uri });

/**
 * Says that a row of Source Control which was clicked had just been drawn anew, and returns whether it had. Other rows
 * that were selected with it don't stand for all.
 */
export function tellGoneScmRows(args: readonly unknown[]): boolean {
	const [first] = args;
	return (first === undefined || readAs(row, first) !== undefined) && tellGoneRows(args);
}

/** Reads a source control menu's arguments: the selected rows, a group, or the provider from the title. */
export function readScmChoice(args: readonly unknown[]): ScmChoice | undefined {
	const [first] = args;
	if (readAs(row, first)) {
		return { kind: 'rows', ...filesOf(args.flatMap(arg => readAs(row, arg) ?? [])) };
	}
	const rows = readAs(group, first)?.resourceStates;
	if (rows) {
		return { kind: 'group', ...filesOf(rows) };
	}
	const root = readAs(provider, first)?.rootUri;
	return root && { kind: 'repository', root };
}

type Row = v.InferOutput<typeof row>;

function filesOf(rows: readonly Row[]) {
	const present = rows.filter(({ decorations }) => !decorations?.strikeThrough); // how the view shows a deleted file
	return { uris: urisOf(rows), present: urisOf(present.length > 0 ? present : rows) };
}

function urisOf(rows: readonly Row[]): readonly vscode.Uri[] {
	return [...new Map(rows.map(({ resourceUri }) => [resourceUri.toString(), resourceUri])).values()];
}
