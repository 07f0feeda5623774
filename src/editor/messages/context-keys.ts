import * as vscode from 'vscode';

/** What ticks off a step of the walkthrough. The editor remembers it, so nothing ever takes it back. */
type Milestone = 'hasSignedIn' | 'hasChosenTask' | 'hasSeenResult';

/** Why the view is empty: its welcome text says what comes next. */
export type EmptyView = 'signedOut' | 'noTask' | 'offline';

export async function reachMilestone(milestone: Milestone): Promise<void> {
	await setContext(milestone, true);
}

export async function tellWhyEmpty(why: EmptyView): Promise<void> {
	await setContext('emptyView', why);
}

/** Which documents are messages that are being written, by their addresses. */
export async function tellMessages(uris: readonly string[]): Promise<void> {
	await setContext('messages', uris);
}

async function setContext(name: string, value: unknown): Promise<void> {
	await vscode.commands.executeCommand('setContext', `corAttachments:${name}`, value);
}
