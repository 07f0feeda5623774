import { fetch } from 'undici';
import { type Clock, systemClock } from '../../../src/attach/clock.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer, type BearerSource } from '../../../src/cor/credentials.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import type { Timeouts } from '../../../src/cor/http/watch.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

export const transport = { fetch };

/** Long enough to be passed by no test that does not mean it. */
export const patient: Timeouts = { connectMs: 240_000, idleMs: 240_000, answerMs: 240_000, graceMs: 240_000 };

/** A token that is never renewed. */
export const fixedToken: BearerSource = { bearer: async () => 'token-0', renew: async () => 'token-1' };

interface ClientOptions {
	readonly credentials?: BearerSource;
	readonly timeouts?: Partial<Timeouts>;
	readonly clock?: Clock;
	/** Undici's `fetch` where it is left out. */
	readonly transport?: Transport;
}

export function connect(
	apiUrl: string,
	{ credentials = fixedToken, timeouts, clock, transport: own = transport }: ClientOptions = {},
): CorClient {
	return new CorClient({
		apiUrl: new URL(apiUrl),
		transport: own,
		credentials,
		clock: clock ?? systemClock,
		timeouts: { ...patient, ...timeouts },
	});
}

/** A client that signs in with the key pair of the sandbox's main user. */
export function signIn(sandbox: Sandbox, options: Omit<ClientOptions, 'credentials'> = {}): CorClient {
	const apiUrl = new URL(sandbox.apiUrl);
	const credentials = new Bearer({ kind: 'key', ...sandbox.credentials }, { apiUrl, transport, clock: systemClock });
	return connect(sandbox.apiUrl, { ...options, credentials });
}

/** `status` and, where there is one, the kind of the error. */
export function inShort(end: FileEnd | undefined): string | undefined {
	return end && 'error' in end ? `${end.status} ${end.error.kind}` : end?.status;
}

/** COR's words for this file. */
export function wordsOf(end: FileEnd | undefined): string | undefined {
	return end && 'error' in end ? end.error.details.serverMessage : undefined;
}
