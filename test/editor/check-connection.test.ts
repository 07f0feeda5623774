import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import * as vscode from 'vscode';
import { trySecretStore } from '../../src/editor/connection-check/secret-store-check.js';
import { check, steps } from './checked-connection.js';
import { SharedSecrets } from './shared-secrets.js';
import { corExtension, setApiUrl, signInWithToken, signOut, useCor } from './use-cor.js';

describe('Check Connection', () => {
	const cor = useCor();
	const stranger = createServer((_request, response) => response.end('<h1>Bienvenido</h1>'));
	let strangerUrl = '';
	let deadUrl = '';

	before(async () => {
		strangerUrl = await listen(stranger);
		const gone = createServer();
		deadUrl = await listen(gone);
		await new Promise(resolve => gone.close(resolve));
	});
	after(() => {
		stranger.closeAllConnections();
		stranger.close();
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.commands.executeCommand('notifications.clearAll');
		await setApiUrl(cor.sandbox.apiUrl);
	});

	it('tells that all works, who acts, how long the token lives, and where it runs', async () => {
		const report = await check();

		assert.match(report, /^# The connection to COR\n\n\*\*COR answers and accepts the credential of Lucía/);
		assert.deepEqual(steps(report), [
			'API address: works',
			'Name of the host: not needed: the address is a number',
			'Connection to the host: works',
			'Way through the proxy: not needed: none is used',
			'TLS and certificate: not needed: nothing leaves this machine',
			'Answer of COR: works (N milliseconds)',
			'Sign-in: works (N milliseconds)',
			'Rights: works (N milliseconds). Tasks can be read. Whether files may be attached, COR says of each task.',
		]);
		assert.ok(report.includes(`- API address: \`${cor.sandbox.apiUrl}\``));
		assert.match(report, /- Signed in as: Lucía Fernández/);
		assert.match(report, /- Credential: from the editor's environment/);
		assert.match(report, /- Access token: (5\d|60) minutes left, until /);
		assert.match(report, /- Secret storage: works; kept by the browser in which the editor runs/);
		assert.match(report, /- Way to COR: direct: this machine never takes a proxy to itself/);
		assert.match(report, /- `http\.proxySupport`: `override`/);
		assert.ok(report.includes(`- Version of the editor: ${vscode.env.appName} ${vscode.version}`));
		assert.ok(report.includes(`COR Attachments ${corExtension().packageJSON.version}`));
		assert.match(report, /- Workspace: trusted `file`/);
	});

	it('is a document that can be read and not changed, in Markdown', async () => {
		await check();
		const document = vscode.window.activeTextEditor?.document;

		assert.equal(document?.languageId, 'markdown');
		assert.equal(vscode.workspace.fs.isWritableFileSystem(document?.uri.scheme ?? ''), false);
		assert.equal(document?.isUntitled, false);
	});

	it('holds no credential, no password and no name of a home folder', async () => {
		const token = cor.sandbox.issueToken().access_token;
		signInWithToken(token);
		const own = { SSL_CERT_FILE: process.env.SSL_CERT_FILE, HTTPS_PROXY: process.env.HTTPS_PROXY };
		Object.assign(process.env, {
			SSL_CERT_FILE: `${os.homedir()}/ca.crt:/home/lucia/ca.crt`,
			HTTPS_PROXY: `http://lucia:${token}@proxy.example.test:8080`,
		});
		try {
			const report = await check();

			assert.ok(!report.includes(token));
			assert.match(report, /- `SSL_CERT_FILE`: `~\/ca\.crt:\/home\/•••\/ca\.crt`/);
			assert.match(report, /- `HTTPS_PROXY`: `http:\/\/•••@proxy\.example\.test:8080`/);
			assert.doesNotMatch(report, /lucia:/);
		} finally {
			restore(own);
		}
	});

	for (const [what, prepare, failed] of [
		['nobody is signed in', signOut, 'Sign-in: FAILED (N milliseconds). You are not signed in to COR.'],
		[
			'COR refuses the credential',
			() => signInWithToken('pasted-rubbish'),
			'Sign-in: FAILED (N milliseconds). COR does not accept the credential. Sign in again.',
		],
		[
			'the role may read no tasks',
			() => cor.sandbox.failNext({ path: '/v1/tasks' }, { kind: 'status', status: 403 }),
			'Rights: FAILED (N milliseconds). Your role in COR may not do this.',
		],
		[
			'COR has an error of its own',
			() => cor.sandbox.failNext({ path: '/v1/me' }, { kind: 'status', status: 500 }),
			'Answer of COR: FAILED (N milliseconds). COR had an error of its own (HTTP 500).',
		],
		[
			'the address leads past COR',
			() => setApiUrl(strangerUrl),
			'Answer of COR: FAILED (N milliseconds). COR is not at the API address of the settings.',
		],
		[
			'nobody listens at the address',
			() => setApiUrl(deadUrl),
			'Connection to the host: FAILED (N milliseconds). COR cannot be reached.',
		],
		[
			'nobody has the name',
			() => setApiUrl('https://cor.invalid/v1'),
			'Name of the host: FAILED (N milliseconds). COR cannot be reached.',
		],
		[
			'the address is none that a credential may go to',
			() => setApiUrl('http://lucia:clave@cor.example/v1'),
			'API address: FAILED (N milliseconds). The API address in the settings is not used',
		],
	] as const) {
		it(`names the step and the way out where ${what}`, async () => {
			await prepare();
			const report = await check();

			const [first, ...others] = steps(report).filter(step => step.includes('FAILED'));
			assert.ok(first?.startsWith(failed), `${first}`);
			assert.deepEqual(others, []);
			assert.doesNotMatch(report, /clave/);
			// What is said there is what is said first.
			const sentence = (first ?? '').replace(/^.*?milliseconds\)\. /, '').replace(/ `.*$/, '');
			assert.ok(report.includes(`**${sentence}**`), report);
		});
	}

	it('tells of a secret storage that fails, and leaves nothing in one that works', async () => {
		const secrets = new SharedSecrets();

		assert.deepEqual(await trySecretStore(secrets), { status: 'tried' });
		assert.deepEqual(await secrets.keys(), []);
		for (const failing of ['get', 'store', 'delete'] as const) {
			secrets.failing.clear();
			secrets.failing.add(failing);
			assert.equal((await trySecretStore(secrets)).status, 'failed', failing);
		}
		secrets.dispose();
	});
});

function restore(variables: Readonly<Record<string, string | undefined>>): void {
	for (const [name, value] of Object.entries(variables)) {
		if (value === undefined) {
			delete process.env[name];
		} else {
			process.env[name] = value;
		}
	}
}

async function listen(server: Server): Promise<string> {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}
