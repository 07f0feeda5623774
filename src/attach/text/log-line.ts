import { oneLine } from './one-line.js';

/** A line of the log about a task: `task 4101 · logo.png · attached as 900 · 1.2 MB in 3.4 s`. No part begins a line of its own. */
export function logLine(taskId: number, ...parts: readonly string[]): string {
	return [`task ${taskId}`, ...parts].map(oneLine).join(' · ');
}
