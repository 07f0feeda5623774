import type { Doubt } from '../../attach/doubts.js';
import type { TaskMessage } from '../../attach/task-message/task-message.js';
import type { LookParts } from '../files/looks.js';

const lookMs = 2_000;

/** Tidies a text and checks it like the first part of a file. Never rejects. `undefined` if the text is empty. */
export async function lookAtMessage({ worker }: LookParts, text: string): Promise<TaskMessage | undefined> {
	if (text === '') {
		return undefined;
	}
	const never = new AbortController().signal;
	const look = await worker
		.run('look', { paths: [], firstPart: new TextEncoder().encode(text) }, lookMs, never)
		.catch(() => undefined);
	return { text, doubts: doubtsOf(look) };
}

function doubtsOf(look: { readonly found: Omit<Extract<Doubt, { kind: 'secret' }>, 'kind'> | undefined } | undefined) {
	if (!look) {
		return [{ kind: 'unlooked' as const }];
	}
	return look.found ? [{ kind: 'secret' as const, ...look.found }] : [];
}
