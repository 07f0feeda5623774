import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { markdownLink, markdownText } from '../../attach/text/markdown.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { webUrlSetting } from '../settings/settings.js';

/**
 * Where COR shows a task: below the web address of the settings, else where a person pasted a task's address from.
 * COR does not document its web addresses (cor-api §4.4), so none is guessed.
 */
export function taskPage(taskId: number, memory: TaskMemory): string | undefined {
	const webUrl = webUrlSetting();
	const pages = webUrl ? `${withoutEndSlashes(webUrl.href)}/tasks` : memory.taskPages();
	return pages === undefined ? undefined : `${pages}/${taskId}`;
}

/** An attachment as Markdown: its name, with a link to the page of its task where that is known. */
export function attachmentMarkdown(name: string, taskId: number, memory: TaskMemory): string {
	const page = taskPage(taskId, memory);
	return page === undefined ? `${markdownText(name)} (COR #${taskId})` : markdownLink(name, page);
}
