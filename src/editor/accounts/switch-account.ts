import * as vscode from 'vscode';
import type { Connection } from '../../machine/sessions/connection.js';
import { accountItem } from './account-words.js';
import { connectAnew, isOfStore } from './connect.js';
import type { SignInParts } from './sign-in.js';

/** Lets the person choose this workspace's account. `undefined` if they change nothing. */
export async function switchAccount(parts: SignInParts, apiUrl: URL): Promise<Connection | undefined> {
	const { accounts } = parts;
	const current = await accounts.connect(apiUrl).catch(orNobody);
	const signedIn = await accounts.list(apiUrl).catch(() => []); // if this fails, the call before has failed too
	const items = [
		...signedIn.map(account => ({
			...accountItem(account),
			...(account.id === current?.account?.id && { description: vscode.l10n.t('used in this workspace') }),
			id: account.id,
		})),
		{ label: `$(add) ${vscode.l10n.t('Sign in with another account…')}`, id: undefined },
	];
	const choice = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Switch COR Account'),
		placeHolder: vscode.l10n.t('Choose the account that sends files from this workspace'),
		ignoreFocusOut: true, // a view that is refreshed after signing in takes the focus back
	});
	if (!choice) {
		return undefined;
	}
	const connection =
		choice.id === undefined ? await connectAnew(parts, apiUrl) : await accounts.connect(apiUrl, choice.id);
	if (connection) {
		await accounts.choose(connection);
	}
	return connection;
}

function orNobody(error: unknown): undefined {
	if (!isOfStore(error)) {
		throw error;
	}
}
