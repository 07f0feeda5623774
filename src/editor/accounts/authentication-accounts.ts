import type { AuthenticationSessionAccountInformation } from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { defaultApiUrl } from '../../cor/http/endpoint.js';
import type { Accounts } from './accounts.js';

/** An account as VS Code gets it. */
export interface ListedAccount {
	readonly sessionId: string;
	readonly apiUrl: URL;
	readonly account: AuthenticationSessionAccountInformation;
	readonly since: string;
}

/**
 * The accounts of one address. VS Code remembers permissions of extensions by label. Except at COR's own address, the
 * label contains the host, so that a permission for one address doesn't apply to another.
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

/** Compares two lists. A renamed account counts as removed and added, because VS Code identifies accounts by label. */
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
