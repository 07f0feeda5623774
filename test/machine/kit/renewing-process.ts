import path from 'node:path';
import { Redaction } from '../../../src/cor/http/redaction.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import { Bearers } from '../../../src/machine/sessions/bearers.js';
import { RenewalLocks } from '../../../src/machine/sessions/renewal-locks.js';
import type { Session } from '../../../src/machine/sessions/session-format.js';
import { SessionStore } from '../../../src/machine/sessions/session-store.js';
import { WindowSessions } from '../../../src/machine/sessions/window-sessions.js';
import { SecretsOnDisk } from './secrets-on-disk.js';

/** So many of its callers were refused with a token, and want another one at the same time; it answers twice: that it has begun, and what they got. */
export interface Renewal {
	readonly stale: string;
	readonly callers: number;
}

/** A window in a process of its own, which uses the only session that is kept below `folder`. */
async function serve(folder: string, address: string): Promise<void> {
	const apiUrl = new URL(address);
	const redaction = new Redaction();
	const transport: Transport = { fetch: globalThis.fetch as unknown as Transport['fetch'], redaction };
	const report = { onFailure: () => {}, onNotKept: () => {} };
	const store = new SessionStore(new SecretsOnDisk(path.join(folder, 'secrets.json')));
	const sessions = new WindowSessions(store, report, redaction);
	const locks = new RenewalLocks(path.join(folder, 'renewals'), path.join(folder, 'alive'), () => {});
	const bearers = new Bearers(transport, name => ({ alone: work => locks.alone(name, work) }));
	const [session] = (await sessions.list(apiUrl)) as unknown as readonly [Session];
	const bearer = bearers.open(apiUrl, session.id, session.credential, sessions.keeperOf(apiUrl, session));

	process.on('message', ({ stale, callers }: Renewal) => {
		const renewals = Array.from({ length: callers }, () => bearer.renew(stale).catch(String));
		process.send?.('begun');
		void Promise.all(renewals).then(tokens => process.send?.(tokens));
	});
	process.send?.('ready');
}

void serve(process.argv[2] ?? '', process.argv[3] ?? '');
