import * as vscode from 'vscode';
import { reasonOf, toCorError } from '../../attach/errors.js';
import { ask, isOpen, type NextStep } from './ask.js';
import { explain } from './explain-failure.js';
import { isOfConnection, wayOut } from './way-out.js';

/** Shows one message for a failure outside a batch, with a step that may help. */
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
