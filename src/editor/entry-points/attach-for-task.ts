import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { forTask } from '../arguments/for-task.js';
import { readArguments } from '../arguments/named-arguments.js';
import { attachAsked } from '../flow/attach-asked.js';
import type { Parts } from '../flow/parts.js';
import { isCorPage } from '../settings/settings.js';

const maxFound = 1_000; // nobody reviews a longer list

/**
 * Attaches workspace files that match globs, for `${input:…}` in `tasks.json`. The person chooses or confirms the task
 * and sees every file. Resolves with the attachment ids, separated by spaces. Resolves with `undefined`, so that VS
 * Code doesn't run the task, if the person gives up or a file isn't attached.
 * @throws TypeError if the arguments are malformed
 */
export async function attachForTask(parts: Parts, argument: unknown): Promise<string | undefined> {
	const { globs, ...request } = readArguments(forTask(isCorPage), argument, wrong);
	const uris = await findFiles(globs);
	if (uris.length === 0) {
		void vscode.window.showWarningMessage(
			vscode.l10n.t('Nothing to attach: no file in the workspace matches {0}.', plainText(globs.join(', '))),
		);
		return undefined;
	}
	const receipt = await attachAsked(parts, { ...request, uris, occasion: 'wanted' });
	const outcomes = receipt?.outcomes ?? [];
	const ids = outcomes.flatMap(({ status, attachmentId }) =>
		status === 'attached' && attachmentId ? [attachmentId] : [],
	);
	const isWhole = outcomes.every(({ status }) => status === 'attached' || status === 'skipped');
	return isWhole && ids.length > 0 ? ids.join(' ') : undefined;
}

async function findFiles(globs: readonly string[]): Promise<readonly vscode.Uri[]> {
	const found = new Map<string, vscode.Uri>();
	for (const glob of globs) {
		for (const uri of await vscode.workspace.findFiles(glob, undefined, maxFound + 1)) {
			found.set(uri.toString(), uri);
		}
	}
	if (found.size > maxFound) {
		throw wrong(`the globs match more than ${maxFound} files`);
	}
	return [...found.values()];
}

function wrong(complaint: string): TypeError {
	return new TypeError(`corAttachments.attachForTask: ${complaint}`);
}
