import type { Match } from '../../attach/task/branch-task.js';

/** Runs a person's pattern. Some patterns take minutes for a few characters. */
export function matchPattern(pattern: string, text: string): Match {
	let expression: RegExp;
	try {
		expression = new RegExp(pattern, 'iu');
	} catch {
		return { status: 'invalid' };
	}
	const groups = expression.exec(text);
	return groups ? { status: 'found', groups: [...groups] } : { status: 'nothing' };
}
