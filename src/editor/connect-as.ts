import { CorError } from '../attach/errors.js';
import type { Connection } from './accounts.js';
import { explain } from './explain.js';
import { connect, connectAnew, requireApiUrl, type Workbench } from './workbench.js';

/**
 * The account that `words` mean: its label, mail address or number.
 * @throws CorError `account-missing` where no account is meant, or several are
 */
export async function connectAs({ accounts }: Workbench, words: string): Promise<Connection> {
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
export async function connectAsBefore(bench: Workbench): Promise<Connection> {
	const apiUrl = requireApiUrl();
	const before = bench.accounts.chosenAt(apiUrl);
	if (before === undefined) {
		return connect(bench);
	}
	return (await bench.accounts.connect(apiUrl, before)) ?? missing('the account of the workspace is signed out');
}

/** Goes on as whoever began; asks them, and nobody else, to sign in where they are signed out. `undefined` where they give up. */
export async function connectAgain(bench: Workbench, before: Connection): Promise<Connection | undefined> {
	const { account, apiUrl, actor } = before;
	const same = await bench.accounts.connect(apiUrl, actor?.id);
	if (same || !account) {
		return same ?? before; // the environment's credential acts until its owner signs in
	}
	const why = explain(new CorError('account-missing', 'signed out since'));
	return connectAnew(bench, apiUrl, { why, only: actor });
}

function missing(why: string): never {
	throw new CorError('account-missing', why);
}
