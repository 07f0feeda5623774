import * as vscode from 'vscode';
import { reasonOf, toCorError } from '../../attach/errors.js';
import { ask, isOpen, type NextStep } from './ask.js';
import { explain } from './explain-failure.js';
import { isOfConnection, wayOut } from './way-out.js';

/** One message for a failure outside a batch, with what can be done against it there and then. */
export async function tellFailure({ log }: { readonly log: vscode.LogOutputChannel }, cause: unknown): Promise<void> {
	const error = toCorError(cause);
	log.error(reasonOf(error));
	const help = wayOut(error);
	const steps: NextStep[] = [
		...(help && !isOpen(help) ? [help] : []),
		...(isOfConnection(error) ? (['check-connection'] as const) : []),
		'show-log',
	];
	await ask(log, vscode.window.showErrorMessage, explain(error), steps);
}
