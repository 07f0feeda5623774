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
