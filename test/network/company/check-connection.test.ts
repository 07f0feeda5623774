import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { check, stepLine, steps } from '../../editor/kit/checked-connection.js';
import { text } from '../../editor/kit/text.js';
import { setApiUrl } from '../../editor/kit/use-cor.js';
import type { ProxyConduct } from '../forward-proxy.js';
import { corHost, expiredHost, otherCompanyHost, otherNameHost, selfSignedHost, useNetwork } from '../use-network.js';

const basic: ProxyConduct = { kind: 'password', userInfo: 'lucia:clave', challenge: 'Basic realm="Agencia"' };
const connected = `**${text('Connected to COR as {0}.', 'Lucía Fernández')}**`;
const notTrusted = text(
	"The server's certificate isn't trusted. Install your company's certificate where the extension runs, then restart the editor.",
);
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
			`${stepLine('API address', 'works')} \`https://${corHost}/v1\``,
			stepLine('Host', 'the proxy connects to it'),
			stepLine('Proxy', 'works'),
			stepLine('TLS and certificate', 'works'),
			stepLine('Response', 'works'),
		]);
		assert.ok(report.includes(`${text('through the proxy in {0}', 'http.proxy')} \`http://•••@${proxy.host}\``));
		assert.doesNotMatch(report, /clave/);
	});

	it('tells of the proxy that the environment names', async () => {
		await network.proxyOfEnvironment();

		const report = await checkAt(corHost);

		assert.ok(report.includes(connected), report);
		assert.ok(report.includes(text('through the proxy in {0}', 'HTTPS_PROXY')), report);
		assert.match(report, /- `SSL_CERT_FILE`: /);
	});

	it('tells that the host is reached directly, and by what', async () => {
		const report = await checkAt(network.directHost);

		assert.ok(report.includes(connected), report);
		assert.ok(report.includes(`- ${stepLine('Route to COR', 'direct: NO_PROXY includes the host')}`), report);
	});

	for (const [what, conduct, said] of [
		[
			'wants a password',
			basic,
			text(
				'The proxy requires a user name and password. Add them before the host in the http.proxy setting: user:password@host.',
			),
		],
		[
			'forbids it',
			page(403),
			text("The proxy refused the connection to COR (HTTP {0}). Ask your network admin to allow COR's address.", 403),
		],
		['hangs up', { kind: 'reset' }, text('Lost the connection to COR. Check your network or proxy.')],
	] as const satisfies readonly [string, ProxyConduct, string][]) {
		it(`finds the proxy at fault that ${what}`, async () => {
			await network.proxy({ conduct });

			assert.deepEqual(failures(await checkAt(corHost), said), [text('Proxy')]);
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

			assert.deepEqual(
				failures(
					report,
					text("Can't reach the proxy. Check the http.proxy setting or HTTPS_PROXY in the editor's environment."),
				),
				[text('Proxy')],
			);
			assert.doesNotMatch(report, /clave/);
		});
	}

	for (const [what, host, said] of [
		['that vouches for itself', selfSignedHost, notTrusted],
		['of a company that nobody knows', otherCompanyHost, notTrusted],
		[
			'that has ended',
			expiredHost,
			text(
				"The server's certificate has expired or isn't valid yet. Check this machine's date, then contact the server's admin.",
			),
		],
		[
			'that is for another address',
			otherNameHost,
			text("The server's certificate is for another address. Check the API address and your network."),
		],
	] as const) {
		it(`finds the certificate at fault ${what}`, async () => {
			await network.proxy();

			const report = await checkAt(host);

			assert.deepEqual(failures(report, said), [text('TLS and certificate')]);
			assert.ok(steps(report).includes(stepLine('Proxy', 'works')));
		});
	}

	it('finds the certificate at fault of a server that is reached directly', async () => {
		await network.set('systemCertificates', false);

		const report = await checkAt(network.directHost);

		const said = text(
			"The server's certificate isn't trusted. Turn on http.systemCertificates to use the system's certificates.",
		);
		assert.deepEqual(failures(report, said), [text('TLS and certificate')]);
		assert.match(report, /- `http\.systemCertificates`: `false`/);
	});
});

/** The steps that failed, the first of them with what is said. */
function failures(report: string, said: string): readonly string[] {
	const failed = steps(report).filter(line => line.includes(`: ${text('FAILED')}`));
	assert.ok(failed[0]?.includes(said), `${failed[0]}`);
	return failed.map(line => line.split(':')[0] ?? '');
}
