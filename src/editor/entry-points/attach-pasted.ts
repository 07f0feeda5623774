import * as vscode from 'vscode';
import { attachAsked } from '../flow/attach-asked.js';
import type { Parts } from '../flow/parts.js';
import { attachmentMarkdown } from '../task/task-page.js';

/** With 300 ms to the editor and five keys a second about every fourth edit finds the text unchanged. */
const triesToReplace = 30;

/** A mark in a document that a link will replace. */
export interface LinkPlace {
	readonly mark: string;
	readonly document: vscode.Uri;
}

/** Attaches a pasted file and replaces its mark with a link. If it isn't attached, only removes the mark. */
export async function attachAndLink(parts: Parts, uri: vscode.Uri, place: LinkPlace): Promise<void> {
	let link = '';
	try {
		const receipt = await attachAsked(parts, { uris: [uri] });
		const [line] = receipt?.outcomes ?? [];
		if (receipt && line?.status === 'attached') {
			link = attachmentMarkdown(line.name, receipt.taskId, parts.memory);
		}
	} finally {
		await replaceMark(place, link);
	}
}

/** VS Code refuses an edit of a text that has changed since. The person may be typing. */
async function replaceMark(place: LinkPlace, text: string): Promise<void> {
	for (let tries = 0; tries < triesToReplace; tries += 1) {
		const edit = replacing(place, text);
		if (edit.size === 0 || (await vscode.workspace.applyEdit(edit))) {
			return;
		}
	}
}

/**
 * With several cursors the mark appears several times. It is missing if the person has closed the document or removed
 * it.
 */
function replacing({ mark, document: uri }: LinkPlace, text: string): vscode.WorkspaceEdit {
	const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
	const contents = document?.getText() ?? '';
	const edit = new vscode.WorkspaceEdit();
	for (let at = contents.indexOf(mark); document && at >= 0; at = contents.indexOf(mark, at + mark.length)) {
		edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + mark.length)), text);
	}
	return edit;
}
