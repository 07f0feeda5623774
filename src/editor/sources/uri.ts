import * as v from 'valibot';
import * as vscode from 'vscode';

/** The editor's own, of which a copy is used: another extension's may become another, or throw when it is looked at. */
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

/** The URI with the scheme of files of this machine as the editor writes it: a scheme may be in any case of letters. */
export function plainScheme(given: vscode.Uri): vscode.Uri {
	return /^file$/i.test(given.scheme) ? given.with({ scheme: 'file' }) : given;
}
