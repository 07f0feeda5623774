import * as vscode from 'vscode';
import type { Receipt } from '../../../src/editor/sending/receipt.js';

/** Runs a command that asks for the task, and takes what is offered first wherever it asks. */
export async function runAccepting(command: string, ...args: readonly unknown[]): Promise<Receipt | undefined> {
	let isDone = false;
	const receipt = Promise.resolve(vscode.commands.executeCommand<Receipt | undefined>(command, ...args)).finally(() => {
		isDone = true;
	});
	// No event tells that the pick is open.
	while (!isDone) {
		await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
		await new Promise(resolve => setTimeout(resolve, 50));
	}
	return receipt;
}

export interface Shown {
	readonly message: string;
	readonly buttons: readonly string[];
	/** Below a message that wants an answer before anything else: empty where it has none, `undefined` below others. */
	readonly detail?: string | undefined;
}

/** Which button is pressed; none where it gives none. */
type Choose = (shown: Shown) => unknown;

const names = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'] as const;

type Show = (typeof names)[number];

/** For the suite around it: notes the messages of code under test in place of showing them, and answers as `choose` says. */
export function useShownMessages(choose: Choose = () => undefined): readonly Shown[] {
	const shown: Shown[] = [];
	const real: Partial<Record<Show, unknown>> = {};
	const window = vscode.window as unknown as Record<Show, unknown>;

	beforeEach(() => {
		shown.length = 0;
		for (const name of names) {
			real[name] = window[name];
			window[name] = async (message: string, ...items: readonly unknown[]) => {
				const [options] = items as readonly ({ readonly detail?: string } | string | undefined)[];
				const detail = typeof options === 'object' ? (options.detail ?? '') : undefined;
				const told = { message, buttons: items.filter(item => typeof item === 'string'), detail };
				shown.push(told);
				return choose(told);
			};
		}
	});
	afterEach(() => {
		Object.assign(window, real);
	});
	return shown;
}
