import { tellFailure } from '../messages/tell-failure.js';
import { type Receipt, toReceipt } from '../sending/receipt.js';
import { askAfter, isNeededAfter, type ResultStep, runStep } from './after.js';
import type { Parts } from './parts.js';
import type { Result, Round } from './round.js';
import { runRound } from './run-round.js';
import { lookAgain } from './send-reviewed.js';

/**
 * Attaches the files of a round and shows the result. Resolves as soon as each file has ended; `undefined` if the
 * person gives up before anything was sent.
 */
export async function attach(parts: Parts, round: Round): Promise<Receipt | undefined> {
	const result = await runRounds(parts, round);
	if (!result) {
		return undefined;
	}
	tellAndGoOn(parts, result);
	return toReceipt(result.task.id, result.sent.outcomes, { message: result.message });
}

/**
 * Shows a result and runs the steps that the person chooses, until they choose none. Don't await this: the message
 * stays as long as the person likes.
 */
export function tellAndGoOn(parts: Parts, first: Result): void {
	const goOn = async (): Promise<void> => {
		for (let result: Result | undefined = first; result; ) {
			const step = await askAfter(parts, result);
			result = step && ((await goOnWith(parts, result, step)) ?? (isNeededAfter(step, result) ? result : undefined));
		}
	};
	goOn().catch((error: unknown) => tellFailure(parts, error));
}

/** Runs a step and what follows from it. Resolves with the next result; `undefined` if there is none. Never rejects. */
async function goOnWith(parts: Parts, result: Result, step: ResultStep): Promise<Result | undefined> {
	try {
		const next = await runStep(parts, result, step);
		return next?.kind === 'look' ? await lookAgain(parts, next.result) : next && (await runRounds(parts, next));
	} catch (error) {
		void tellFailure(parts, error); // the result need not wait for it
		return undefined;
	}
}

/** Runs rounds until there is a result: the person may choose another task. */
async function runRounds(parts: Parts, first: Round | Result): Promise<Result | undefined> {
	let now: Round | Result | undefined = first;
	while (now && now.kind !== 'result') {
		now = await runRound(parts, now);
	}
	return now;
}
