import { webUrlSetting } from './settings.js';
import type { TaskMemory } from './task-memory.js';

/**
 * Where COR shows a task: below the web address of the settings, else where a person pasted a task's address from.
 * COR does not document its web addresses (cor-api §4.4), so none is guessed.
 */
export function taskPage(taskId: number, memory: TaskMemory): string | undefined {
	const webUrl = webUrlSetting();
	const pages = webUrl ? `${webUrl.href.replace(/\/+$/, '')}/tasks` : memory.taskPages();
	return pages === undefined ? undefined : `${pages}/${taskId}`;
}
