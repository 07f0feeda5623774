import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { markdownLink, markdownText } from '../../attach/text/markdown.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { webUrlSetting } from '../settings/settings.js';

/**
 * The address of a task's page: below the web address in the settings, otherwise where a person pasted a task's address
 * from. COR doesn't document its web addresses (cor-api §4.4), so the extension doesn't guess one.
 */
export function taskPage(taskId: number, memory: TaskMemory): string | undefined {
	const webUrl = webUrlSetting();
	const pages = webUrl ? `${withoutEndSlashes(webUrl.href)}/tasks` : memory.taskPages();
	return pages === undefined ? undefined : `${pages}/${taskId}`;
}

/** An attachment in Markdown: its name, linked to the task's page if that is known. */
export function attachmentMarkdown(name: string, taskId: number, memory: TaskMemory): string {
	const page = taskPage(taskId, memory);
	return page === undefined ? `${markdownText(name)} (COR #${taskId})` : markdownLink(name, page);
}
