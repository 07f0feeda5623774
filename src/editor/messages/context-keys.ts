import * as vscode from 'vscode';

/** Completes a step of the walkthrough. VS Code remembers it, so it is never reset. */
type Milestone = 'hasSignedIn' | 'hasChosenTask' | 'hasSeenResult';

export async function reachMilestone(milestone: Milestone): Promise<void> {
	await setContext(milestone, true);
}

/** Makes the empty view offer to sign in. */
export async function offerSignIn(): Promise<void> {
	await setContext('emptyView', 'signedOut');
}

/** Tells menus which documents are messages being written, by URI. */
export async function tellMessages(uris: readonly string[]): Promise<void> {
	await setContext('messages', uris);
}

async function setContext(name: string, value: unknown): Promise<void> {
	await vscode.commands.executeCommand('setContext', `corAttachments:${name}`, value);
}
