import { oneLine } from './one-line.js';

/**
 * A log line about a task: `task 4101 · logo.png · attached as 900 · 1.2 MB in 3.4 s`. Line breaks in the parts become
 * spaces.
 */
export function logLine(taskId: number, ...parts: readonly string[]): string {
	return [`task ${taskId}`, ...parts].map(oneLine).join(' · ');
}
