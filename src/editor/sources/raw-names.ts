import * as vscode from 'vscode';
import { exists } from '../folders/exists.js';
import { plainScheme } from './uri.js';

/** A URI from a program. */
export interface GivenUri {
	readonly uri: vscode.Uri;
	/** The URI with everything after `#` or `?` as part of the name, if it contains one. */
	readonly whole: vscode.Uri | undefined;
	/** Whether it was passed as text, so that `#` and `?` may be unencoded. */
	readonly isText: boolean;
}

/** @throws UriError if the text isn't a URI */
export function givenText(text: string): GivenUri {
	const uri = plainScheme(vscode.Uri.parse(text, true));
	// Another extension's file system may use the query.
	const cuts = uri.scheme === 'file' ? /[?#]/g : /#/g;
	const whole = plainScheme(vscode.Uri.parse(text.replace(cuts, encodeURIComponent), true));
	return { uri, whole: text.search(cuts) < 0 ? undefined : whole, isText: true };
}

export function givenObject(uri: vscode.Uri): GivenUri {
	const query = uri.scheme === 'file' && uri.query !== '' ? `?${uri.query}` : '';
	const rest = uri.fragment === '' ? query : `${query}#${uri.fragment}`;
	const whole = uri.with({ path: uri.path + rest, fragment: '', ...(query === '' ? {} : { query: '' }) });
	return { uri, whole: rest === '' ? undefined : whole, isText: false };
}

/**
 * The files that a program names. An unencoded `#` or `?` in a text counts as part of the name; in a `Uri` object it
 * doesn't.
 * @throws TypeError if no file has the whole name, or if it is ambiguous which of two files is meant
 */
export async function namedFiles(given: readonly GivenUri[]): Promise<readonly vscode.Uri[]> {
	return Promise.all(given.map(namedFile));
}

async function namedFile({ uri, whole, isText }: GivenUri): Promise<vscode.Uri> {
	if (!whole || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) {
		return uri;
	}
	if ((await exists(whole)) !== isText) {
		const name = JSON.stringify(uri.toString(true));
		throw new TypeError(
			`corAttachments.attach: each of uris must name one file, and ${name} has a fragment or a query: # in a name is %23, ? is %3F`,
		);
	}
	return isText ? whole : uri;
}
