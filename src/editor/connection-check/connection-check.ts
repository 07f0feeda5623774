import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { toCorError } from '../../attach/errors.js';
import type { User } from '../../cor/answers/answers.js';
import {
	type ConnectionFacts,
	judgeConnection,
	type StepFinding,
	type Trial,
} from '../../cor/reach/connection-steps.js';
import { chooseProxy, type ProxyChoice } from '../../cor/reach/proxy-choice.js';
import { reachCor } from '../../cor/reach/reach.js';
import { proxyPasswords } from '../../cor/reach/shareable.js';
import type { Account } from '../../machine/sessions/account.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { connect } from '../accounts/connect.js';
import type { Parts } from '../flow/parts.js';
import { apiUrlSetting, apiUrlText } from '../settings/settings.js';
import { type HostFacts, readHostFacts } from './host-facts.js';
import { type NetworkSettings, readNetworkSettings } from './network-settings.js';
import { type SecretStoreFinding, trySecretStore } from './secret-store-check.js';

/** What of the extension's context it takes. */
export type CheckContext = Pick<vscode.ExtensionContext, 'secrets' | 'extension'>;

/** Who acts in COR, as far as it is known. */
export interface AccountFacts {
	/** Where the credential is from; `nobody`: there is none, or it cannot be read. */
	readonly from: 'stored' | 'window' | 'environment' | 'nobody';
	readonly label?: string;
	/** ISO 8601. */
	readonly since?: string;
	/** Epoch milliseconds. */
	readonly tokenEndsAt?: number;
}

/** All that the report tells. */
export interface ConnectionCheck {
	/** Epoch milliseconds. */
	readonly at: number;
	/** As it is set, whether or not it can be used. */
	readonly address: string;
	readonly proxy: ProxyChoice;
	readonly findings: readonly StepFinding[];
	readonly account: AccountFacts;
	readonly store: SecretStoreFinding;
	readonly network: NetworkSettings;
	readonly host: HostFacts;
}

const lookupPatienceMs = 10_000; // the editor's `fetch` waits no longer for a connection, name included

/** Finds out all of it; tells how far it is. Rejects with the abort reason where `signal` aborted. */
export async function makeConnectionCheck(
	parts: Parts,
	{ secrets, extension }: CheckContext,
	report: (message: string) => void,
	signal: AbortSignal,
): Promise<ConnectionCheck> {
	const network = readNetworkSettings(process.env);
	for (const { value } of [...network.settings, ...network.variables]) {
		for (const password of proxyPasswords(value)) {
			parts.transport.redaction.hide(password);
		}
	}
	const setting = apiUrlSetting();
	const apiUrl = setting.status === 'ok' ? setting.apiUrl : undefined;
	const proxy: ProxyChoice = apiUrl ? chooseProxy(apiUrl, network) : { way: 'direct', why: 'none-known' };
	let facts: ConnectionFacts = { proxy, ...(apiUrl && { apiUrl }) };
	let connection: Connection | undefined;
	let me: User | undefined;
	if (apiUrl) {
		report(vscode.l10n.t('Looking for COR…'));
		const [lookup, reach] = await Promise.all([
			proxy.way === 'direct' ? tryOut(() => lookUp(apiUrl, signal)) : undefined,
			tryOut(() => reachCor(parts.transport, apiUrl, signal)),
		]);
		facts = { ...facts, reach, ...(lookup && { lookup }) };
		report(vscode.l10n.t('Asking COR who you are…'));
		const connecting = await tryOut(async () => {
			connection = await connect(parts);
		});
		if (connecting.error || reach.error) {
			facts = { ...facts, signIn: connecting };
		} else if (connection) {
			const { user, ...trials } = await trySession(connection, signal);
			facts = { ...facts, ...trials };
			me = user;
		}
	}
	signal.throwIfAborted(); // what was given up was no failure
	const findings = judgeConnection(facts);
	for (const { step, verdict, error } of findings) {
		parts.log.info(`connection: ${step} ${verdict}${error ? ` (${error.kind}: ${error.message})` : ''}`);
	}
	const account = toAccountFacts(connection, me);
	const store = account.from === 'stored' ? ({ status: 'read' } as const) : await trySecretStore(secrets);
	const host = readHostFacts(extension);
	return { at: Date.now(), address: apiUrlText(), proxy, findings, account, store, network, host };
}

async function trySession(
	{ client }: Connection,
	signal: AbortSignal,
): Promise<Pick<ConnectionFacts, 'signIn' | 'rights'> & { readonly user?: User }> {
	let user: User | undefined;
	const signIn = await tryOut(async () => {
		user = await client.readMe(signal);
	});
	if (!user) {
		return { signIn };
	}
	const person = { collaborator: user.id };
	return { user, signIn, rights: await tryOut(() => client.readTasks(person, 1, signal)) };
}

async function tryOut(work: () => Promise<unknown>): Promise<Trial> {
	const startedAt = performance.now();
	try {
		await work();
		return { tookMs: performance.now() - startedAt };
	} catch (error) {
		return { error: toCorError(error), tookMs: performance.now() - startedAt };
	}
}

async function lookUp({ hostname }: URL, signal: AbortSignal): Promise<void> {
	const done = new AbortController();
	const late = async (): Promise<never> => {
		await delay(lookupPatienceMs, undefined, { signal: AbortSignal.any([signal, done.signal]) });
		throw new Error(`no answer within ${lookupPatienceMs} ms`);
	};
	try {
		await Promise.race([lookup(hostname.replace(/^\[|\]$/g, '')), late()]);
	} finally {
		done.abort();
	}
}

function toAccountFacts(connection: Connection | undefined, me: User | undefined): AccountFacts {
	if (!connection) {
		return { from: 'nobody' };
	}
	const { account, label = me?.name } = connection;
	const { tokenEndsAt } = connection.client;
	return {
		from: account ? kindOf(account) : 'environment',
		...(label !== undefined && { label }),
		...(account && { since: account.since }),
		...(tokenEndsAt !== undefined && { tokenEndsAt }),
	};
}

function kindOf({ isStored }: Account): 'stored' | 'window' {
	return isStored ? 'stored' : 'window';
}
