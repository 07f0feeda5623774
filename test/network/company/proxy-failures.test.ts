import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import { wayOut } from '../../../src/editor/messages/way-out.js';
import { text } from '../../editor/kit/text.js';
import type { ProxyConduct } from '../forward-proxy.js';
import { useNetwork } from '../use-network.js';

const broke = text('Lost the connection to COR. Check your network or proxy.');
const wantsPassword = text(
	'The proxy requires a user name and password. Add them before the host in the http.proxy setting: user:password@host.',
);
const proxyUnreachable = text(
	"Can't reach the proxy. Check the http.proxy setting or HTTPS_PROXY in the editor's environment.",
);
const refusedWith = (status: number): string =>
	text("The proxy refused the connection to COR (HTTP {0}). Ask your network admin to allow COR's address.", status);

const password = (challenge?: string): ProxyConduct => ({
	kind: 'password',
	userInfo: 'lucia:clave',
	...(challenge && { challenge }),
});
const answer = (status: number): ProxyConduct => ({ kind: 'answer', status, html: '<h1>Acceso denegado</h1>' });

describe('what is said of a proxy', () => {
	const network = useNetwork();

	for (const [what, conduct, reason, userInfo] of [
		['wants a password (Basic)', password('Basic realm="Agencia"'), wantsPassword, ''],
		['wants a password (Negotiate)', password('Negotiate'), wantsPassword, ''],
		['wants a password and does not say how', password(), wantsPassword, ''],
		['wants another password', password('Basic realm="Agencia"'), wantsPassword, 'lucia:otra@'],
		['forbids it', answer(403), refusedWith(403), ''],
		['sends its own sign-in page', answer(302), refusedWith(302), ''],
		['has a page of its own', answer(502), refusedWith(502), ''],
		['hangs up', { kind: 'reset' }, broke, ''],
		['speaks another language', { kind: 'answer', status: 200, html: 'no TLS' }, broke, ''],
	] as const satisfies readonly [string, ProxyConduct, string, string][]) {
		it(`that ${what}`, async () => {
			const proxy = await network.proxy({ conduct }, userInfo);

			assert.deepEqual(status(await network.send()), ['failed', reason]);
			assert.ok(proxy.asked.length > 0);
		});
	}

	it('that wants a password, where http.proxyAuthorization has it', async () => {
		await network.proxy({ conduct: password('Basic realm="Agencia"') });
		await network.set('proxyAuthorization', `Basic ${Buffer.from('lucia:clave').toString('base64')}`);

		assert.deepEqual(status(await network.send()), ['failed', wantsPassword]);
	});

	for (const [what, conduct, reason] of [
		['wants a password', password('Basic realm="Agencia"'), wantsPassword],
		['wants a password and does not say how', password(), wantsPassword],
		['forbids it', answer(403), refusedWith(403)],
	] as const satisfies readonly [string, ProxyConduct, string][]) {
		it(`that ${what} only when the file is to leave`, async () => {
			const proxy = await network.proxy();
			network.beforeUpload(() => {
				proxy.become(conduct);
				return proxy.left(); // else the file would leave over a connection that is just ending
			});

			assert.deepEqual(status(await network.send()), ['failed', reason]);
		});
	}

	for (const [what, address] of [
		['where nothing listens', 'http://127.0.0.1:1'],
		['of a name that nobody knows', 'http://proxy.example.test:8080'],
		['with a port that cannot be', 'http://127.0.0.1:99999'],
		['with a password that is not encoded', 'http://lucia:100%@127.0.0.1:8080'],
	] as const) {
		it(what, async () => {
			await network.set('proxy', address);

			assert.deepEqual(status(await network.send()), ['failed', proxyUnreachable]);
		});
	}

	it('that is spoken to by TLS and has another name', async () => {
		const proxy = await network.proxy({ identity: network.certificates.otherName });

		assert.deepEqual(status(await network.send()), ['failed', proxyUnreachable]);
		assert.deepEqual(proxy.asked, []);
	});

	it('that does not speak TLS though its address says so', async () => {
		const proxy = await network.proxy();
		await network.set('proxy', `https://${proxy.host}`);

		assert.deepEqual(status(await network.send()), ['failed', broke]);
		assert.deepEqual(proxy.asked, []);
	});

	it('with the setting that names it', () => {
		for (const kind of ['proxy', 'proxy-password', 'proxy-unreachable'] as const) {
			assert.equal(wayOut(new CorError(kind, kind)), 'open-proxy-settings');
		}
	});
});

function status({ status, reason }: { readonly status: string; readonly reason?: string }) {
	return [status, reason];
}
