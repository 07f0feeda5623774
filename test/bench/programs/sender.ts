import type { Cost, Order } from '../order.js';
import type { Way } from '../ways/ways.js';
import { startProgram, stopProgram } from './program.js';
import { answerWith } from './program-answers.js';

/** What a sender is told to do. `first` is sent before, unmeasured: what is loaded once is not part of a file. */
export interface SenderTask {
	readonly way: Way;
	readonly first: Order;
	readonly order: Order;
}

export type SenderAnswer = { readonly cost: Cost } | { readonly error: string };

/** Sends an order in a process of its own, on the Node that `node` names. Rejects where a file is not taken. */
export async function sendApart(node: string, task: SenderTask): Promise<Cost> {
	const ca = task.order.ca;
	const child = startProgram('sender-program.ts', { execPath: node, ...(ca && { env: { NODE_EXTRA_CA_CERTS: ca } }) });
	try {
		const answer = Promise.race([
			answerWith<'cost', SenderAnswer>(child, 'cost'),
			answerWith<'error', SenderAnswer>(child, 'error'),
		]);
		child.send(task);
		const told = await answer;
		if ('error' in told) {
			throw new Error(`${task.way}: ${told.error}`);
		}
		return told.cost;
	} finally {
		await stopProgram(child);
	}
}
