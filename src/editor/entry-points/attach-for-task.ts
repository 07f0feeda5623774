import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { attachAsked } from '../flow/attach-asked.js';
import { type AttachOptions, check, readOptions, readTaskId } from '../flow/attach-request.js';
import type { Parts } from '../flow/parts.js';

/** What an input of `tasks.json` says in its `args`. */
interface ForTask extends AttachOptions {
	readonly taskId?: number;
	readonly globs: readonly string[];
}

const maxFound = 1_000; // more is no list that a person reviews

/**
 * Attaches what globs match in the workspace, for `${input:…}` of `tasks.json`: the person chooses or confirms the task and
 * sees every file. Resolves with the ids of the attachments, separated by spaces; with `undefined`, by which the editor does
 * not run the task, where they give up or a file is not on the task.
 * @throws TypeError where the arguments are malformed
 */
export async function attachForTask(parts: Parts, argument: unknown): Promise<string | undefined> {
	const { globs, ...request } = readForTask(argument);
	const uris = await findFiles(globs);
	if (uris.length === 0) {
		void vscode.window.showWarningMessage(
			vscode.l10n.t('Nothing to attach: no file of the workspace matches {0}.', plainText(globs.join(', '))),
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

function readForTask(argument: unknown): ForTask {
	try {
		check(typeof argument === 'object' && argument !== null && !Array.isArray(argument), 'args must be an object');
		const { task, globs, options, ...rest } = argument as Readonly<Record<string, unknown>>;
		const [unknown] = Object.keys(rest);
		check(unknown === undefined, `unknown argument ${JSON.stringify(unknown)}`);
		const list = typeof globs === 'string' ? [globs] : globs;
		const areGlobs =
			Array.isArray(list) && list.length > 0 && list.every(glob => typeof glob === 'string' && glob !== '');
		check(areGlobs, 'globs must be a glob, or a list of globs');
		const { parentId, ...others } = readOptions(options);
		check(parentId === undefined, 'options.parentId does not go with globs');
		return { ...others, globs: list.map(String), ...(task !== undefined && { taskId: readTaskId(task, 'task') }) };
	} catch (error) {
		throw wrong(error instanceof Error ? error.message : String(error));
	}
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
	return [...found.values()].sort((a, b) => a.path.localeCompare(b.path));
}

function wrong(complaint: string): TypeError {
	return new TypeError(`corAttachments.attachForTask: ${complaint}`);
}
