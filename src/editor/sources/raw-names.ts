import * as vscode from 'vscode';
import { exists } from '../folders/exists.js';
import { plainScheme } from './uri.js';

/** A URI that a program has passed. */
export interface GivenUri {
	readonly uri: vscode.Uri;
	/** The same with what a `#` or `?` cuts off as part of the name, where there is such. */
	readonly whole: vscode.Uri | undefined;
	/** Whether it was passed as text, in which these may not have been encoded. */
	readonly isText: boolean;
}

/** @throws UriError where the text is none of a URI */
export function givenText(text: string): GivenUri {
	const uri = plainScheme(vscode.Uri.parse(text, true));
	// To the file system of another extension a query may mean something.
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
 * The files that a program names, none of them another one of a shorter name. What a `#` or `?` cuts off of a text is taken
 * for part of the name; that of a `Uri` object is none.
 * @throws TypeError where no file has that whole name, or it is not sure which of two files is meant
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
