import * as vscode from 'vscode';

/** What was chosen in a view of source control. */
export type ScmChoice =
	| {
			readonly kind: 'rows' | 'group';
			/** The files of the rows, or of all rows of the group. */
			readonly uris: readonly vscode.Uri[];
			/** Those of them that were not deleted; all where each was. */
			readonly present: readonly vscode.Uri[];
	  }
	| { readonly kind: 'repository'; readonly root: vscode.Uri };

/** Reads the arguments of a menu of source control: one for each selected row, a group, or the provider in the title. */
export function readScmChoice(args: readonly unknown[]): ScmChoice | undefined {
	const [first] = args;
	if (isRow(first)) {
		return { kind: 'rows', ...filesOf(args.filter(isRow)) };
	}
	if (isGroup(first)) {
		return { kind: 'group', ...filesOf(first.resourceStates) };
	}
	if (isProvider(first)) {
		return { kind: 'repository', root: first.rootUri };
	}
	return undefined;
}

type Row = Pick<vscode.SourceControlResourceState, 'resourceUri' | 'decorations'>;

function filesOf(rows: readonly Row[]) {
	const present = rows.filter(({ decorations }) => !decorations?.strikeThrough); // so the view shows a deleted file
	return { uris: urisOf(rows), present: urisOf(present.length > 0 ? present : rows) };
}

function urisOf(rows: readonly Row[]): readonly vscode.Uri[] {
	return [...new Map(rows.map(({ resourceUri }) => [resourceUri.toString(), resourceUri])).values()];
}

function isRow(value: unknown): value is Row {
	return isObject(value) && 'resourceUri' in value && value.resourceUri instanceof vscode.Uri;
}

function isGroup(value: unknown): value is { readonly resourceStates: readonly Row[] } {
	return isObject(value) && 'resourceStates' in value && Array.isArray(value.resourceStates);
}

function isProvider(value: unknown): value is { readonly rootUri: vscode.Uri } {
	return isObject(value) && 'rootUri' in value && value.rootUri instanceof vscode.Uri;
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
