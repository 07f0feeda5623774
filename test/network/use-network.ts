import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';
import * as vscode from 'vscode';
import type { ReceiptLine } from '../../src/editor/sending/receipt.js';
import { type Cor, setApiUrl, useCor } from '../editor/kit/use-cor.js';
import type { Certificates, Identity } from './certificates.js';
import { type ForwardProxy, type ForwardProxyOptions, startForwardProxy } from './forward-proxy.js';
import { type SecureFront, startSecureFront } from './secure-front.js';

/** COR behind TLS, at names that only a proxy can resolve, for the suite that calls this. */
export interface Network {
	readonly cor: Cor;
	readonly certificates: Certificates;
	/** `127.0.0.2:<port>`: COR where it can be reached without a proxy; `NO_PROXY` names this host. */
	readonly directHost: string;
	/** A proxy for this test, named in `http.proxy` with `userInfo` (`user:password@`) in its address. */
	proxy(options?: ProxyOptions, userInfo?: string): Promise<ForwardProxy>;
	/** The proxy for this test that the environment of the editor names. */
	proxyOfEnvironment(): Promise<ForwardProxy>;
	/** Sets one of the user's `http.*` for this test. */
	set(key: string, value: unknown): Promise<void>;
	/** Has this done when the upload is about to leave: COR has been asked for the token and the task by then. */
	beforeUpload(action: () => Promise<void>): void;
	/** Attaches a small file to a task of the COR at `https://<host>` and tells what became of it. */
	send(host?: string): Promise<ReceiptLine>;
}

type ProxyOptions = Omit<ForwardProxyOptions, 'target' | 'listenAt'>;

export const corHost = 'cor.example.test';
export const selfSignedHost = 'self-signed.example.test';
export const otherCompanyHost = 'other-company.example.test';
export const expiredHost = 'expired.example.test';
export const otherNameHost = 'other-name.example.test';

const taskId = 4101;
const folder = process.env.TEST_NETWORK_DIR ?? '';

/** Sandbox, TLS and proxies. After each test no proxy has heard a credential, and every setting is as it was. */
export function useNetwork(): Network {
	const cor = useCor();
	const certificates = JSON.parse(readFileSync(path.join(folder, 'certificates.json'), 'utf8')) as Certificates;
	const changed = new Set<string>();
	const proxies: ForwardProxy[] = [];
	let front: SecureFront;
	let ownFetch: typeof fetch;
	let credentials: Set<string>;
	let atUpload = async (): Promise<void> => {};

	before(async () => {
		trustAsSystem(certificates);
		front = await startSecureFront(portOf(cor.sandbox.origin), '127.0.0.2', host => identityOf(host, certificates));
	});
	beforeEach(() => {
		const { apiKey, clientSecret } = cor.sandbox.credentials;
		credentials = new Set([apiKey, clientSecret, Buffer.from(`${apiKey}:${clientSecret}`).toString('base64')]);
		ownFetch = globalThis.fetch;
		atUpload = async () => {};
		globalThis.fetch = async (input, init) => {
			if (String(input).endsWith('/attachments')) {
				await atUpload();
			}
			credentials.add(new Headers(init?.headers).get('authorization')?.split(' ')[1] ?? 'Bearer');
			return ownFetch(input, init);
		};
	});
	afterEach(async () => {
		globalThis.fetch = ownFetch;
		for (const key of changed) {
			await update(key, undefined);
		}
		changed.clear();
		const heard = proxies.map(proxy => proxy.heard()).join('\n');
		await Promise.all(proxies.splice(0).map(proxy => proxy.close()));
		assert.deepEqual(
			[...credentials].filter(secret => heard.includes(secret)),
			[],
			'a proxy heard a credential',
		);
	});
	after(() => front.close());

	const start = async (options: Omit<ForwardProxyOptions, 'target'>): Promise<ForwardProxy> => {
		const opensTls = options.conduct?.kind === 'intercept';
		const target = opensTls
			? { host: '127.0.0.1', port: portOf(cor.sandbox.origin) }
			: { host: '127.0.0.2', port: front.port };
		const proxy = await startForwardProxy({ ...options, target });
		proxies.push(proxy);
		return proxy;
	};
	const set = async (key: string, value: unknown): Promise<void> => {
		changed.add(key);
		await update(key, value);
	};

	return {
		cor,
		certificates,
		get directHost() {
			return `127.0.0.2:${front.port}`;
		},
		proxy: async (options = {}, userInfo = '') => {
			const proxy = await start(options);
			await set('proxy', `${options.identity ? 'https' : 'http'}://${userInfo}${proxy.host}`);
			return proxy;
		},
		proxyOfEnvironment: () => start({ listenAt: path.join(folder, 'proxy') }),
		set,
		beforeUpload: action => {
			atUpload = action;
		},
		send: async (host = corHost) => {
			await setApiUrl(`https://${host}/v1`);
			const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('anuncio.txt', 'hola')] });
			const [outcome] = outcomes;
			assert.ok(outcome);
			return outcome;
		},
	};
}

async function update(key: string, value: unknown): Promise<void> {
	await vscode.workspace.getConfiguration('http').update(key, value, vscode.ConfigurationTarget.Global);
}

function identityOf(host: string, certificates: Certificates): Identity {
	switch (host) {
		case selfSignedHost:
			return certificates.selfSigned;
		case otherCompanyHost:
			return certificates.otherCompany;
		case expiredHost:
			return certificates.expired;
		case otherNameHost:
			return certificates.otherName;
		default:
			return certificates.trusted;
	}
}

/**
 * The company's certificate is in the system's store: Node.js 24 is told so by `SSL_CERT_FILE`. An editor on Node.js 20
 * reads that store from a file of the machine, and takes another only so, in the extension host of a test.
 */
function trustAsSystem({ companyCa }: Certificates): void {
	if (process.env.SSL_CERT_FILE !== undefined && !('getCACertificates' in tls)) {
		Object.assign(https.globalAgent, { testCertificates: [companyCa] });
	}
}

function portOf(origin: string): number {
	return Number(new URL(origin).port);
}
