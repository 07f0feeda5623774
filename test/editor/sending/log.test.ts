import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { missingTaskId } from '../../sandbox/seed.js';
import { signInAs, signInWithToken, useCor } from '../kit/use-cor.js';
import { workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;

describe('the log', () => {
	const cor = useCor();
	let credentials: Set<string>;
	let ownFetch: typeof fetch;

	before(async () => {
		// Exists in every editor under test; where it is refused, the log stays at its usual level.
		await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace').then(undefined, () => {});
	});
	beforeEach(() => {
		credentials = new Set();
		ownFetch = globalThis.fetch;
		globalThis.fetch = (input, init) => {
			const [, credential = ''] = (new Headers(init?.headers).get('authorization') ?? '').split(' ');
			credentials.add(credential);
			return ownFetch(input, init);
		};
	});
	afterEach(() => {
		globalThis.fetch = ownFetch;
	});
	after(async () => {
		await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info').then(undefined, () => {});
	});

	it('has one line for each file, with its size, its time and its attachment', async () => {
		const names = ['registro-a.txt', 'registro "b" ñ.txt', 'registro-vacío.txt'];
		const contents = ['a', 'b'.repeat(2_000), ''];
		const sizes = ['1 byte', '2 kB', '0 bytes'];
		const uris = await Promise.all(names.map((name, index) => cor.write(name, contents[index] ?? '')));

		const { outcomes } = await cor.attach({ taskId, uris });

		const text = await logWith(names.map(name => `· ${name} ·`));
		for (const [index, { name, attachmentId }] of outcomes.entries()) {
			const lines = linesWith(text, `· ${name} · attached`);
			assert.equal(lines.length, 1, lines.join('\n'));
			const end = `attached as ${attachmentId} · ${sizes[index]} in \\d+\\.\\d s$`;
			assert.match(lines[0] ?? '', new RegExp(`^\\S+ \\S+ \\[info\\] task 4101 · .* · ${end}`));
		}
		assert.ok(text.includes(`task 4101 · 2 files in one request · COR named each · ${names.slice(0, 2).join(', ')}`));
	});

	it('has one line for each file that failed, with the reason', async () => {
		const gone = vscode.Uri.file(path.join(cor.folder, 'registro-perdido.txt'));
		await cor.attach({ taskId, uris: [gone] });
		await cor.attach({ taskId: missingTaskId, uris: [await cor.write('registro-sin-tarea.txt', 'x')] });

		// That a file lies outside of the workspace has a line of its own, a little later.
		const failed = ['· registro-perdido.txt · not attached', '· registro-sin-tarea.txt · not attached'];
		const text = await logWith(failed);

		const [missing = [], withoutTask = []] = failed.map(words => linesWith(text, words));
		assert.deepEqual([missing.length, withoutTask.length], [1, 1]);
		assert.match(missing[0] ?? '', /\[error\] task 4101 · .* · not attached · file-missing: /);
		assert.match(withoutTask[0] ?? '', /\[error\] task 9999 · .* · not attached · task-not-found: /);
	});

	it('says where files from outside the workspace lie that nobody was asked about', async () => {
		const outside = await cor.write('registro-de-fuera.txt', 'x');
		const folder = workspaceFolder();
		const inside = vscode.Uri.joinPath(folder, 'registro-de-dentro.txt');
		await vscode.workspace.fs.writeFile(inside, Buffer.from('x'));

		const around = await cor.write('registro-de-rodeo.txt', 'x');
		const wayAround = `${folder.path}/${path.posix.relative(folder.path, around.path)}`;

		await cor.attach({ taskId, uris: [inside, around.with({ path: wayAround }), outside] });

		await vscode.workspace.fs.delete(inside);
		const from = 'sent without a question from outside the workspace · ';
		const text = await logWith([`${from}registro-de-fuera.txt`]);
		const lines = linesWith(text, from).filter(line => line.includes('registro-de-'));
		assert.equal(lines.length, 2, lines.join('\n'));
		assert.ok(lines[0]?.endsWith(` · ${around.fsPath}`), lines[0]); // the way around is taken away
		assert.ok(lines[1]?.endsWith(` · ${outside.fsPath}`), lines[1]);
	});

	it('has one line for each thing that was skipped in a folder, with the reason', async () => {
		const hide = (section: string, value: unknown) =>
			vscode.workspace.getConfiguration(section).update('exclude', value, vscode.ConfigurationTarget.Global);
		await cor.write('registro/.gitignore', '*.log\n');
		for (const name of ['.git/HEAD', 'a.txt', 'a.map', 'a.psd', 'a.log', 'web/Thumbs.db', 'node_modules/x.js']) {
			await cor.write(`registro/${name}`, name);
		}
		const folder = path.join(cor.folder, 'registro');
		await symlink('a.txt', path.join(folder, 'enlace'));
		execFileSync('mkfifo', [path.join(folder, 'tubo')]);
		await hide('files', { '**/*.map': true });
		await hide('corAttachments', ['*.psd']);
		try {
			await cor.attach({ taskId, uris: [vscode.Uri.file(folder)] });
		} finally {
			await hide('files', undefined);
			await hide('corAttachments', undefined);
		}

		const text = await logWith(['· registro/web/Thumbs.db ·']);
		assert.deepEqual(
			linesWith(text, 'skipped in the folder · registro/').map(line => line.replace(/^.* folder · /, '')),
			[
				'registro/.git/ · version-control',
				'registro/a.log · ignored-by-git',
				'registro/a.map · hidden',
				'registro/a.psd · excluded',
				'registro/enlace · link',
				'registro/node_modules/ · packages',
				'registro/tubo · special',
				'registro/web/Thumbs.db · system',
			],
		);
	});

	it('holds no credential and no address of a file, whatever happens', async () => {
		const uris = [await cor.write('registro-final.txt', 'x')];
		const attached = await cor.attach({ taskId, uris });
		const { access_token } = cor.sandbox.issueToken();
		signInWithToken(access_token);
		await cor.attach({ taskId, uris });
		cor.sandbox.expireTokens();
		await cor.attach({ taskId, uris });
		signInAs({ apiKey: 'sandbox-key-lucia', clientSecret: 'a-wrong-secret' });
		await cor.attach({ taskId, uris });
		// A header that `fetch` refuses: its error repeats what it refused.
		signInWithToken('token-with-an-ñ-€');
		await cor.attach({ taskId, uris });
		// An answer that repeats the credential.
		signInWithToken(cor.sandbox.issueToken().access_token);
		cor.sandbox.failNext({ method: 'POST' }, { kind: 'reset-early' });
		await cor.attach({ taskId, uris });
		await cor.attach({ taskId, uris: [await cor.write('registro-después.txt', 'x')] });

		const text = await logWith(['registro-después.txt']);

		const { apiKey, clientSecret } = cor.sandbox.credentials;
		const secrets = [...credentials, access_token, apiKey, clientSecret, 'a-wrong-secret', 'token-with-an'];
		assert.ok(credentials.size >= 4);
		for (const secret of secrets.filter(Boolean)) {
			assert.ok(!text.includes(secret), `the log holds ${secret}`);
		}
		assert.doesNotMatch(text, /bearer|basic /i);
		assert.ok(attached.outcomes[0]?.url);
		assert.ok(!text.includes('/files/'));
	});
});

/** What the Output panel shows of the extension, once it shows all of these. */
async function logWith(wanted: readonly string[]): Promise<string> {
	const looks = new EventEmitter();
	const look = () => wanted.every(word => shownLog().includes(word)) && looks.emit('found');
	const changes = vscode.Disposable.from(
		vscode.workspace.onDidOpenTextDocument(look),
		vscode.workspace.onDidChangeTextDocument(look),
	);
	const found = once(looks, 'found');
	await vscode.commands.executeCommand('corAttachments.showLog');
	look();
	await found;
	changes.dispose();
	return shownLog();
}

function shownLog(): string {
	const documents = vscode.workspace.textDocuments.filter(
		({ uri }) => uri.scheme === 'output' && uri.path.includes('cor-attachments'),
	);
	return documents.map(document => document.getText()).join('\n');
}

function linesWith(text: string, word: string): readonly string[] {
	return text.split(/\r?\n/).filter(line => line.includes(word));
}
