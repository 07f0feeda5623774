import type { AuthenticationSessionAccountInformation } from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { defaultApiUrl } from '../../cor/http/endpoint.js';
import type { Accounts } from './accounts.js';

/** An account as the editor is told of it. */
export interface ListedAccount {
	readonly sessionId: string;
	readonly apiUrl: URL;
	readonly account: AuthenticationSessionAccountInformation;
	readonly since: string;
}

/**
 * The accounts of one address. By the label the editor remembers which extensions a person allows: at an address that is not
 * COR's own it has the host in it, so that what is allowed at one is not allowed at the other.
 */
export async function listAccounts(accounts: Pick<Accounts, 'list'>, apiUrl: URL): Promise<readonly ListedAccount[]> {
	const host = apiUrl.origin === new URL(defaultApiUrl).origin ? '' : ` · ${apiUrl.host}`;
	return (await accounts.list(apiUrl)).map(({ id, label, since }) => ({
		sessionId: `${apiUrl.href} ${id}`,
		apiUrl,
		account: { id, label: plainText(label) + host },
		since,
	}));
}

/** What is different now. Who is called otherwise comes anew: the editor tells accounts apart by their labels. */
export function whatChanged(
	before: readonly ListedAccount[],
	now: readonly ListedAccount[],
): Readonly<Record<'added' | 'removed' | 'changed', readonly ListedAccount[]>> {
	const find = (list: readonly ListedAccount[], { sessionId, account }: ListedAccount) =>
		list.find(each => each.sessionId === sessionId && each.account.label === account.label);
	return {
		added: now.filter(each => !find(before, each)),
		removed: before.filter(each => !find(now, each)),
		changed: now.filter(each => (find(before, each)?.since ?? each.since) !== each.since),
	};
}
