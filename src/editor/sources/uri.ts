import * as v from 'valibot';
import * as vscode from 'vscode';

/** A copy of a `Uri`: another extension's object may change, or throw when it is read. */
export const uri = v.pipe(
	v.custom<unknown>(value => value instanceof vscode.Uri),
	v.object({
		scheme: v.pipe(v.string(), v.nonEmpty()),
		authority: v.string(),
		path: v.string(),
		query: v.string(),
		fragment: v.string(),
	}),
	v.transform(parts => plainScheme(vscode.Uri.from(parts))),
);

/** The URI with `file` in lower case; schemes ignore case. */
export function plainScheme(given: vscode.Uri): vscode.Uri {
	return /^file$/i.test(given.scheme) ? given.with({ scheme: 'file' }) : given;
}
