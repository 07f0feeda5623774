import * as vscode from 'vscode';
import type { LeftFile } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { explainDoubt } from '../messages/explain-files.js';
import type { Receipt, ReceiptLine } from '../sending/receipt.js';
import { taskPage } from '../task/task-page.js';
import { pathOf } from './tool-confirmation.js';

/** An answer for a model as JSON, so that untrusted texts in it stay data. */
export function toToolResult(answer: object): vscode.LanguageModelToolResult {
	return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
}

/** A task for an answer, with its page's address if that is known. */
export function taskForModel({ id, title }: Pick<Task, 'id' | 'title'>, memory: TaskMemory): object {
	const address = taskPage(id, memory);
	return { id, title, ...(address !== undefined && { address }) };
}

/** The results for a call's files, including those that the person saw as skipped. */
export function attachAnswer(
	{ taskId, outcomes, message }: Receipt,
	leftOut: readonly ReceiptLine[],
	{ title }: Pick<Task, 'title'>,
	account: string | undefined,
	memory: TaskMemory,
): object {
	const lines = [...outcomes, ...leftOut];
	return {
		task: taskForModel({ id: taskId, title }, memory),
		...(account !== undefined && { account }),
		// Without the files' own addresses, which are confidential.
		files: lines.map(({ uri, url: _, ...line }) => ({ path: pathOf(uri), ...line })),
		...(message && { message }),
		...(message?.status === 'unknown' && {
			messageAdvice: 'Do not send the message again: it may already be on the task. Tell the user.',
		}),
		...(lines.some(({ status }) => status === 'unknown') && {
			advice: 'Do not send files with status "unknown" again: they may already be on the task. Tell the user.',
		}),
	};
}

/** A skipped file as a line of the answer. */
export function leftLine({ uri, name, why }: LeftFile): ReceiptLine {
	return { uri, name, status: 'skipped', reason: explainDoubt(why) };
}
