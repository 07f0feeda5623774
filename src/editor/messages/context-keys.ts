import * as vscode from 'vscode';

/** What ticks off a step of the walkthrough. The editor remembers it, so nothing ever takes it back. */
type Milestone = 'hasSignedIn' | 'hasChosenTask' | 'hasSeenResult';

export async function reachMilestone(milestone: Milestone): Promise<void> {
	await setContext(milestone, true);
}

/** Has the view, which is empty, offer to sign in. */
export async function offerSignIn(): Promise<void> {
	await setContext('emptyView', 'signedOut');
}

/** Which documents are messages that are being written, by their addresses. */
export async function tellMessages(uris: readonly string[]): Promise<void> {
	await setContext('messages', uris);
}

async function setContext(name: string, value: unknown): Promise<void> {
	await vscode.commands.executeCommand('setContext', `corAttachments:${name}`, value);
}
