import * as vscode from 'vscode';
import type { Task } from '../../cor/answers/answers.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { taskPage } from '../task/task-page.js';

/** An answer for a model, as JSON: names in it stay what they are, texts of strangers. */
export function toToolResult(answer: object): vscode.LanguageModelToolResult {
	return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
}

/** A task in an answer, with its address where that is known. */
export function taskForModel({ id, title }: Pick<Task, 'id' | 'title'>, memory: TaskMemory): object {
	const address = taskPage(id, memory);
	return { id, title, ...(address !== undefined && { address }) };
}
