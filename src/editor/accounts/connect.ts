import { CorError } from '../../attach/errors.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { explain } from '../messages/explain-failure.js';
import { apiUrlSetting } from '../settings/settings.js';
import type { SignInOptions, SignInParts } from './sign-in.js';

/**
 * For calls that ask nothing: the account that `words` mean, or the workspace's.
 * @throws CorError as `connectAs` and `connectAsBefore`
 */
export function connectUnasked(parts: Pick<SignInParts, 'accounts'>, words: string | undefined): Promise<Connection> {
	return words === undefined ? connectAsBefore(parts) : connectAs(parts, words);
}

/**
 * The account that `words` mean: its label, mail address or number.
 * @throws CorError `account-missing` where no account is meant, or several are
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
 * For calls that ask nothing: where the account that the workspace used last is signed out, nobody else takes its place.
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

/** Goes on as whoever began; asks them, and nobody else, to sign in where they are signed out. `undefined` where they give up. */
export async function connectAgain(parts: SignInParts, before: Connection): Promise<Connection | undefined> {
	const { account, apiUrl, actor } = before;
	const same = await parts.accounts.connect(apiUrl, actor?.id);
	if (same || !account) {
		return same ?? before; // the environment's credential acts until its owner signs in
	}
	const why = explain(new CorError('account-missing', 'signed out since'));
	return connectAnew(parts, apiUrl, { why, only: actor });
}

function missing(why: string): never {
	throw new CorError('account-missing', why);
}

/** @throws CorError `refused-api-url` where the setting is no address that a credential may be sent to */
export function requireApiUrl(): URL {
	const reading = apiUrlSetting();
	if (reading.status === 'refused') {
		throw new CorError('refused-api-url', `corAttachments.apiUrl: ${reading.why}`);
	}
	return reading.apiUrl;
}

/** @throws CorError `no-credential` where nobody is signed in, and as `Accounts.list` where that can't be told */
export async function connect({ accounts }: Pick<SignInParts, 'accounts'>): Promise<Connection> {
	const connection = await accounts.connect(requireApiUrl());
	if (!connection) {
		throw new CorError('no-credential', 'nobody is signed in');
	}
	return connection;
}

/** As whoever is signed in; `undefined` where nobody is, and where that can't be told, which is for the sign-in to tell. */
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

/** Asks the person to sign in where nobody is; `undefined` where they give up. */
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

/** Asks the person to sign in, and has the workspace use that account unless it had to be that one; `undefined` where they give up. */
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

/** Whether it can't be told who is signed in. */
export function isOfStore(error: unknown): error is CorError {
	return error instanceof CorError && ['secret-store', 'sessions-newer', 'sessions-broken'].includes(error.kind);
}
