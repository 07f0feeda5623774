import * as vscode from 'vscode';
import { type LineRange, selectionName } from '../../attach/plan/made-names.js';
import { extensionOf, nameOf as nameOfFile } from '../files/document-names.js';
import { attachAsked } from '../flow/attach-asked.js';
import { readRequest } from '../flow/attach-request.js';
import type { Parts } from '../flow/parts.js';
import type { Receipt } from '../sending/receipt.js';

/**
 * Attaches the active editor's selection as a file, with the document's encoding and line endings. Several selections
 * are joined. `undefined` if nothing is selected or the person gives up.
 * @throws TypeError if a program's arguments are malformed
 */
export async function attachSelection(parts: Parts, argument: unknown): Promise<Receipt | undefined> {
	const { uris, ...given } = (await readRequest(argument)) ?? {};
	if (uris) {
		throw new TypeError('corAttachments: a selection is what the active editor has, it takes no uris');
	}
	const { document, selections = [] } = vscode.window.activeTextEditor ?? {};
	const selected = selections.filter(({ isEmpty }) => !isEmpty).toSorted((a, b) => a.start.compareTo(b.start));
	if (!document || selected.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is selected in the editor.'));
		return undefined;
	}
	const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
	const text = selected.map(selection => document.getText(selection)).join(lineEnd);
	const bytes = await vscode.workspace.encode(text, { encoding: document.encoding });
	const origin = { kind: 'document', uri: fileOf(document) } as const;
	const uri = parts.made.add(nameOf(document, selected.map(toLines)), bytes, origin);
	return attachAsked(parts, { ...given, uris: [uri] });
}

// A cell's URI doesn't say where its notebook is.
function fileOf(document: vscode.TextDocument): vscode.Uri {
	const notebook = vscode.workspace.notebookDocuments.find(each =>
		each.getCells().some(cell => cell.document === document),
	);
	return notebook?.uri ?? document.uri;
}

function nameOf({ uri, languageId }: vscode.TextDocument, lines: readonly LineRange[]): string {
	const extension = extensionOf(languageId);
	const name = nameOfFile(uri);
	return uri.scheme === 'vscode-notebook-cell'
		? selectionName(name.replace(/\.[^.]*$/, ''), lines, extension)
		: selectionName(name, lines, extension);
}

// A selection that ends at the start of a line contains nothing of that line.
function toLines({ start, end }: vscode.Selection): LineRange {
	const last = end.character === 0 ? end.line - 1 : end.line;
	return { first: start.line + 1, last: Math.max(start.line, last) + 1 };
}
