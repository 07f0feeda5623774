import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';

/** What was found out of the editor's secret storage. */
export type SecretStoreFinding =
	/** `read`: it gave the session; `tried`: it gave back what was stored to find out. */
	| { readonly status: 'read' | 'tried' }
	/** `words`: the store's own, which may repeat what it was given. */
	| { readonly status: 'failed'; readonly words: string };

const probeKey = 'corAttachments.probe';

/**
 * Stores a made-up value, reads and removes it. Not to be done where a session could be read: that is proof enough, and in
 * an editor in the browser a window may write back what another one has changed since.
 */
export async function trySecretStore(secrets: vscode.SecretStorage): Promise<SecretStoreFinding> {
	try {
		const value = randomUUID();
		await secrets.store(probeKey, value);
		const kept = await secrets.get(probeKey);
		await secrets.delete(probeKey);
		return kept === value ? { status: 'tried' } : { status: 'failed', words: 'what was stored did not come back' };
	} catch (error) {
		return { status: 'failed', words: String(error) };
	}
}
