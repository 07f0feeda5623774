import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import * as vscode from 'vscode';
import { check, checkShown, failedStep, stepLine, steps } from '../kit/checked-connection.js';
import { text } from '../kit/text.js';
import { corExtension, setApiUrl, signInWithToken, signOut, useCor } from '../kit/use-cor.js';

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

	it('tells that everything works, who is signed in, and where it runs', async () => {
		const report = await check();

		assert.ok(
			report.startsWith(
				`# ${text('The connection to COR')}\n\n**${text('Connected to COR as {0}.', 'Lucía Fernández')}**`,
			),
			report,
		);
		assert.deepEqual(steps(report), [
			`${stepLine('API address', 'works')} \`${cor.sandbox.apiUrl}\``,
			stepLine('Host', 'works'),
			stepLine('Proxy', 'none'),
			stepLine('TLS and certificate', 'none: nothing leaves this machine'),
			stepLine('Response', 'works'),
			stepLine('Sign-in', 'works'),
			stepLine('Permissions', 'works: tasks can be read; uploads depend on the task'),
		]);
		assert.ok(report.includes(`- ${stepLine('Route to COR', 'direct: this machine uses no proxy to reach itself')}`));
		assert.match(report, /- `http\.proxySupport`: `override`/);
		assert.ok(report.includes(`- ${text('Editor version')}: ${vscode.env.appName} ${vscode.version}`));
		assert.ok(report.includes(`- ${text('Extension version')}: COR Attachments ${corExtension().packageJSON.version}`));
		assert.match(report, /- Runs: on (?:a remote machine \([\w.-]+\)|the same machine as the window)/);
	});

	it('is a document that can be read and not changed, in Markdown', async () => {
		const document = await checkShown();

		assert.equal(document.languageId, 'markdown');
		assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), false);
		assert.equal(document.isUntitled, false);
		const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
		assert.ok(input instanceof vscode.TabInputWebview && input.viewType.endsWith('markdown.preview'), String(input));
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

	const hostUnreachable = failedStep('Host', text("Can't reach COR. Check your network or proxy."));
	for (const [what, prepare, failed] of [
		['nobody is signed in', signOut, failedStep('Sign-in', text("You're not signed in to COR."))],
		[
			'COR refuses the credential',
			() => signInWithToken('pasted-rubbish'),
			failedStep('Sign-in', text('COR rejected your credentials. Sign in again.')),
		],
		[
			'the role may read no tasks',
			() => cor.sandbox.failNext({ path: '/v1/tasks' }, { kind: 'status', status: 403 }),
			failedStep('Permissions', text("Your COR role doesn't allow this. Ask your COR admin.")),
		],
		[
			'COR has an error of its own',
			() => cor.sandbox.failNext({ path: '/v1/me' }, { kind: 'status', status: 500 }),
			failedStep('Response', text('COR returned an error (HTTP {0}). Try again later.', 500)),
		],
		[
			'the address leads past COR',
			() => setApiUrl(strangerUrl),
			failedStep('Response', text('No COR API at the address in your settings.')),
		],
		['nobody listens at the address', () => setApiUrl(deadUrl), hostUnreachable],
		['nobody has the name', () => setApiUrl('https://cor.invalid/v1'), hostUnreachable],
		[
			'the address is none that a credential may go to',
			() => setApiUrl('http://lucia:clave@cor.example/v1'),
			failedStep(
				'API address',
				text('The API address in your settings is invalid. It must start with https:// and contain no password.'),
			),
		],
	] as const) {
		it(`names the step and the way out where ${what}`, async () => {
			await prepare();
			const report = await check();

			const [first, ...others] = steps(report).filter(step => step.includes(text('FAILED')));
			assert.ok(first?.startsWith(failed), `${first}`);
			assert.deepEqual(others, []);
			assert.doesNotMatch(report, /clave/);
			// What is said there is what is said first.
			const sentence = (first ?? '').slice((first ?? '').indexOf('. ') + 2).replace(/ `.*$/, '');
			assert.ok(report.includes(`**${sentence}**`), report);
		});
	}
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
