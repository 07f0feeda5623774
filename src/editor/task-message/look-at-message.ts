import type { TaskMessage } from '../../attach/task-message/task-message.js';
import { type LookParts, Looks } from '../files/looks.js';

/** Checks a tidy text like the first part of a file. Never rejects. `undefined` if the text is empty. */
export async function lookAtMessage(parts: LookParts, text: string): Promise<TaskMessage | undefined> {
	return text === '' ? undefined : { text, doubts: await new Looks(parts).inText(text) };
}
