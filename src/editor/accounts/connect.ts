import { CorError } from '../../attach/errors.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { explain } from '../messages/explain-failure.js';
import { apiUrlSetting } from '../settings/settings.js';
import type { SignInOptions, SignInParts } from './sign-in.js';

/**
 * For calls that ask nothing: the account described by `words`, or the workspace's.
 * @throws CorError as `connectAs` and `connectAsBefore`
 */
export function connectUnasked(parts: Pick<SignInParts, 'accounts'>, words: string | undefined): Promise<Connection> {
	return words === undefined ? connectAsBefore(parts) : connectAs(parts, words);
}

/**
 * The account with this label, mail address or user id.
 * @throws CorError `account-missing` if none or several match
 */
export async function connectAs({ accounts }: Pick<SignInParts, 'accounts'>, words: string): Promise<Connection> {
	const apiUrl = requireApiUrl();
	const meant = (await accounts.list(apiUrl)).filter(({ label, email, userId }) =>
		[label, email ?? label, String(userId)].some(each => each.toLowerCase() === words.trim().toLowerCase()),
	);
	const [account] = meant;
	const connection = account && meant.length === 1 ? await accounts.connect(apiUrl, account.id) : undefined;
	return connection ?? missing(`${meant.length} accounts are meant by what the caller gave`);
}

/**
 * For calls that ask nothing. If the account that the workspace used last has signed out, no other account replaces it.
 * @throws CorError `account-missing` in that case, and as `connect`
 */
export async function connectAsBefore(parts: Pick<SignInParts, 'accounts'>): Promise<Connection> {
	const apiUrl = requireApiUrl();
	const before = parts.accounts.chosenAt(apiUrl);
	if (before === undefined) {
		return connect(parts);
	}
	return (await parts.accounts.connect(apiUrl, before)) ?? missing('the account of the workspace is signed out');
}

/**
 * Continues as the person who started. If they have signed out, asks exactly them to sign in. `undefined` if they give
 * up.
 */
export async function connectAgain(parts: SignInParts, before: Connection): Promise<Connection | undefined> {
	const { account, apiUrl, actor } = before;
	const same = await parts.accounts.connect(apiUrl, actor?.id);
	if (same || !account) {
		return same ?? before; // the environment's credential stays until its owner signs in
	}
	const why = explain(new CorError('account-missing', 'signed out since'));
	return connectAnew(parts, apiUrl, { why, only: actor });
}

function missing(why: string): never {
	throw new CorError('account-missing', why);
}

/** @throws CorError `refused-api-url` if the setting isn't an address that may receive credentials */
export function requireApiUrl(): URL {
	const reading = apiUrlSetting();
	if (reading.status === 'refused') {
		throw new CorError('refused-api-url', `corAttachments.apiUrl: ${reading.why}`);
	}
	return reading.apiUrl;
}

/** @throws CorError `no-credential` if nobody is signed in, and as `Accounts.list` if that can't be read */
export async function connect({ accounts }: Pick<SignInParts, 'accounts'>): Promise<Connection> {
	const connection = await accounts.connect(requireApiUrl());
	if (!connection) {
		throw new CorError('no-credential', 'nobody is signed in');
	}
	return connection;
}

/**
 * Connects as the signed-in person. `undefined` if nobody is signed in, or if that can't be read; the sign-in reports
 * the reason.
 */
export async function connectSilently({ accounts }: Pick<SignInParts, 'accounts'>): Promise<Connection | undefined> {
	try {
		return await accounts.connect(requireApiUrl());
	} catch (error) {
		if (isOfStore(error)) {
			return undefined;
		}
		throw error;
	}
}

/** Connects, asking the person to sign in if nobody is. `undefined` if they give up. */
export async function connectAsking(parts: SignInParts): Promise<Connection | undefined> {
	const apiUrl = requireApiUrl();
	try {
		const connection = await parts.accounts.connect(apiUrl);
		if (connection) {
			return connection;
		}
	} catch (error) {
		if (!isOfStore(error)) {
			throw error;
		}
		return connectAnew(parts, apiUrl, { why: explain(error) });
	}
	return connectAnew(parts, apiUrl);
}

/**
 * Asks the person to sign in. The workspace uses that account from now on, unless `only` asked for one person.
 * `undefined` if they give up.
 */
export async function connectAnew(
	parts: SignInParts,
	apiUrl: URL,
	options?: SignInOptions,
): Promise<Connection | undefined> {
	const { signIn } = await import('./sign-in.js');
	const session = await signIn(parts, apiUrl, options);
	const connection = session && (await parts.accounts.connect(apiUrl, session.id));
	if (connection && !options?.only) {
		await parts.accounts.choose(connection);
	}
	return connection;
}

/** Whether the error means that the stored accounts can't be read. */
export function isOfStore(error: unknown): error is CorError {
	return error instanceof CorError && ['secret-store', 'sessions-newer', 'sessions-broken'].includes(error.kind);
}
