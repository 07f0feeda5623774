import * as vscode from 'vscode';
import { attachAsked } from '../flow/attach-asked.js';
import type { Parts } from '../flow/parts.js';
import { attachmentMarkdown } from '../task/task-page.js';

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

/**
 * With several cursors the mark appears several times. It is missing if the person has closed the document or removed
 * it.
 */
async function replaceMark({ mark, document: uri }: LinkPlace, text: string): Promise<void> {
	const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
	const contents = document?.getText() ?? '';
	const edit = new vscode.WorkspaceEdit();
	for (let at = contents.indexOf(mark); document && at >= 0; at = contents.indexOf(mark, at + mark.length)) {
		edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + mark.length)), text);
	}
	await vscode.workspace.applyEdit(edit);
}
