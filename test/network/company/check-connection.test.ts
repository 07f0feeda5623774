import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { check, steps } from '../../editor/kit/checked-connection.js';
import { setApiUrl } from '../../editor/kit/use-cor.js';
import type { ProxyConduct } from '../forward-proxy.js';
import { corHost, expiredHost, otherCompanyHost, otherNameHost, selfSignedHost, useNetwork } from '../use-network.js';

const basic: ProxyConduct = { kind: 'password', userInfo: 'lucia:clave', challenge: 'Basic realm="Agencia"' };
const page = (status: number): ProxyConduct => ({ kind: 'answer', status, html: '<h1>Acceso denegado</h1>' });

describe('Check Connection behind the proxy of a company', () => {
	const network = useNetwork();
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.commands.executeCommand('notifications.clearAll');
	});

	async function checkAt(host: string): Promise<string> {
		await setApiUrl(`https://${host}/v1`);
		return check();
	}

	it('tells that all works, by which proxy, without its password', async () => {
		const proxy = await network.proxy({ conduct: basic }, 'lucia:clave@');

		const report = await checkAt(corHost);

		assert.deepEqual(steps(report).slice(0, 5), [
			`API address: works \`https://${corHost}/v1\``,
			'Host: the proxy connects to it',
			'Proxy: works',
			'TLS and certificate: works',
			'Response: works',
		]);
		assert.ok(report.includes(`through the proxy in http.proxy \`http://•••@${proxy.host}\``));
		assert.doesNotMatch(report, /clave/);
	});

	it('tells of the proxy that the environment names', async () => {
		await network.proxyOfEnvironment();

		const report = await checkAt(corHost);

		assert.match(report, /\*\*Connected to COR as /);
		assert.match(report, /through the proxy in HTTPS_PROXY/);
		assert.match(report, /- `SSL_CERT_FILE`: /);
	});

	it('tells that the host is reached directly, and by what', async () => {
		const report = await checkAt(network.directHost);

		assert.match(report, /\*\*Connected to COR as /);
		assert.match(report, /- Route to COR: direct: NO_PROXY includes the host/);
	});

	for (const [what, conduct, said] of [
		['wants a password', basic, 'The proxy wants a user name and a password.'],
		['forbids it', page(403), 'The proxy refused the connection to COR (HTTP 403).'],
		['hangs up', { kind: 'reset' }, 'The connection to COR broke.'],
	] as const satisfies readonly [string, ProxyConduct, string][]) {
		it(`finds the proxy at fault that ${what}`, async () => {
			await network.proxy({ conduct });

			assert.deepEqual(failures(await checkAt(corHost), said), ['Proxy']);
		});
	}

	for (const [what, address] of [
		['where nothing listens', 'http://127.0.0.1:1'],
		['of a name that nobody knows', 'http://proxy.example.test:8080'],
		['with a password that is not encoded', 'http://lucia:100%clave@127.0.0.1:8080'],
	] as const) {
		it(`finds the proxy at fault ${what}`, async () => {
			await network.set('proxy', address);

			const report = await checkAt(corHost);

			assert.deepEqual(failures(report, 'The proxy cannot be reached.'), ['Proxy']);
			assert.doesNotMatch(report, /clave/);
		});
	}

	for (const [what, host, said] of [
		['that vouches for itself', selfSignedHost, 'The certificate of the server is not trusted.'],
		['of a company that nobody knows', otherCompanyHost, 'The certificate of the server is not trusted.'],
		['that has ended', expiredHost, 'The certificate of the server has ended'],
		['that is for another address', otherNameHost, 'A server answered whose certificate is for another address.'],
	] as const) {
		it(`finds the certificate at fault ${what}`, async () => {
			await network.proxy();

			const report = await checkAt(host);

			assert.deepEqual(failures(report, said), ['TLS and certificate']);
			assert.ok(steps(report).includes('Proxy: works'));
		});
	}

	it('finds the certificate at fault of a server that is reached directly', async () => {
		await network.set('systemCertificates', false);

		const report = await checkAt(network.directHost);

		const said = "The certificate of the server is not trusted, as the system's are not read.";
		assert.deepEqual(failures(report, said), ['TLS and certificate']);
		assert.match(report, /- `http\.systemCertificates`: `false`/);
	});
});

/** The steps that failed, the first of them with what is said. */
function failures(report: string, said: string): readonly string[] {
	const failed = steps(report).filter(line => line.includes(': FAILED'));
	assert.ok(failed[0]?.includes(said), `${failed[0]}`);
	return failed.map(line => line.split(':')[0] ?? '');
}
