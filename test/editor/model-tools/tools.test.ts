import assert from 'node:assert/strict';
import { mkdir, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { keepText } from '../../leaks/kept.js';
import { missingTaskId } from '../../sandbox/seed.js';
import { text } from '../kit/text.js';
import { arrived, isUpload, sha256, signOut, useCor } from '../kit/use-cor.js';
import { workspaceFolder } from '../kit/workspace.js';

const task = 4101;

interface Answer {
	readonly task: { readonly id: number; readonly title: string; readonly address?: string };
	readonly files: readonly Readonly<Record<string, unknown>>[];
	readonly attachments: readonly Readonly<Record<string, unknown>>[];
	readonly advice?: string;
	readonly message?: Readonly<Record<string, unknown>>;
}

describe('the tools for language models', () => {
	const cor = useCor();
	let folder = '';
	let outside = '';
	const ownFetch = globalThis.fetch;

	beforeEach(async () => {
		folder = temporaryFolder(workspaceFolder().fsPath);
		outside = temporaryFolder();
		await writeFile(path.join(outside, 'private.txt'), 'private');
		await setWebUrl(cor.sandbox.webUrl);
	});
	afterEach(async () => {
		globalThis.fetch = ownFetch;
		await setWebUrl(undefined);
		removeTemporaryFolder(folder);
		removeTemporaryFolder(outside);
	});

	async function write(name: string, contents = name): Promise<string> {
		const file = path.join(folder, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, contents);
		return file;
	}

	it('are among those of the editor, with what they take', () => {
		for (const name of ['cor_attach_files', 'cor_list_attachments']) {
			const tool = vscode.lm.tools.find(each => each.name === name);
			assert.ok(tool, name);
			assert.match(tool.description, /projectcor\.com/);
			assert.deepEqual((tool.inputSchema as { required: string[] }).required.includes('task'), true);
		}
	});

	it('send a message with the files, and leave one behind that may contain a secret', async () => {
		const paths = [await write('a.txt')];
		const { message } = await call('cor_attach_files', {
			paths,
			task,
			options: { message: ' Va la v2.\nSin cambios. ' },
		});
		assert.deepEqual(
			[message, cor.sandbox.messages(task).map(sent => sent.text)],
			[{ status: 'sent' }, ['Va la v2.\nSin cambios.']],
		);

		const secret = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
		const left = await call('cor_attach_files', { paths, task, options: { message: secret } });
		assert.equal(left.message?.status, 'waits');
		assert.equal(cor.sandbox.messages(task).length, 1);
	});

	it('attach files by absolute and by relative path, and tell ids and the address of the task', async () => {
		const absolute = await write('informe ñ.txt', 'uno');
		const relative = path.relative(workspaceFolder().fsPath, await write('sub/plano.txt', 'dos'));

		const answer = await call('cor_attach_files', { paths: [absolute, relative, absolute], task: '#4101' });

		assert.deepEqual(arrived(cor.sandbox, task), { 'informe ñ.txt': sha256('uno'), 'plano.txt': sha256('dos') });
		const ids = cor.sandbox.attachments(task).map(({ id }) => id);
		assert.deepEqual(
			answer.files.map(({ path, status, attachmentId }) => [path, status, ids.includes(Number(attachmentId))]),
			[
				[path.relative(workspaceFolder().fsPath, absolute), 'attached', true],
				[relative, 'attached', true],
			],
		);
		assert.equal(answer.task.title, 'Diseño de la campaña de invierno');
		assert.match(answer.task.address ?? '', /\/tasks\/4101$/);
		assert.doesNotMatch(JSON.stringify(answer), /"url"/);
	});

	it('attach with the options of the call, and as a new version', async () => {
		const file = await write('logo.txt', 'v1');
		const first = await call('cor_attach_files', {
			paths: [file],
			task,
			options: { status: 'pending', available: false },
		});
		assert.deepEqual(
			cor.sandbox.attachments(task).map(({ status, available }) => [status, available]),
			[['pending', false]],
		);
		await writeFile(file, 'v2, which is longer');
		const parentId = first.files[0]?.attachmentId;

		const second = await call('cor_attach_files', { paths: [file], task, options: { parentId } });

		assert.deepEqual([second.files[0]?.status, second.files[0]?.version], ['attached', 2]);
	});

	it('list what is on a task, without the addresses of files', async () => {
		await call('cor_attach_files', { paths: [await write('a.txt', 'abc')], task });

		const { task: told, attachments } = await call('cor_list_attachments', { task });

		assert.equal(told.title, 'Diseño de la campaña de invierno');
		assert.deepEqual(
			attachments.map(({ attachmentId, name, sizeBytes }) => [attachmentId, name, sizeBytes]),
			[[cor.sandbox.attachments(task)[0]?.id, 'a.txt', 3]],
		);
		assert.doesNotMatch(JSON.stringify(attachments), /http/);
	});

	it('leave out what looks like a secret, and say so', async () => {
		const { files } = await call('cor_attach_files', {
			paths: [await write('a.txt'), await write('.env', 'A=1')],
			task,
		});

		assert.deepEqual(Object.keys(arrived(cor.sandbox, task)), ['a.txt']);
		assert.deepEqual(
			files.map(({ name, status }) => [name, status]),
			[
				['a.txt', 'attached'],
				['.env', 'skipped'],
			],
		);
		assert.equal(files[1]?.reason, text('The name suggests secrets: {0}.', '.env*'));
	});

	it('send nothing where only secrets are named', async () => {
		await refused({ paths: [await write('.env', 'A=1')], task }, /every file was skipped, and only the user/);
	});

	const paths = ['x.txt'];
	for (const [what, input, complaint] of [
		['no input', null, /must be an object/],
		['a list', [], /must be an object/],
		['no paths', { task }, /"paths" must be a list/],
		['one path that is no list', { paths: 'x.txt', task }, /"paths" must be a list/],
		['an empty list', { paths: [], task }, /"paths" must be a list/],
		['a path that is a number', { paths: [1], task }, /"paths" must be a list/],
		['a path with a zero byte', { paths: ['a\0b'], task }, /"paths" must be a list/],
		[
			'1,000 paths',
			{ paths: Array.from({ length: 1_000 }, (_, index) => `${index}.txt`), task },
			/1000 paths .* at most 20/,
		],
		['no task', { paths }, /task must be/],
		['a task that is a sentence', { paths, task: 'the winter one; rm -rf /' }, /task must be/],
		['the address of a task elsewhere', { paths, task: 'https://cor.works.example/tasks/4101' }, /task must be/],
		['what does not exist', { paths, task, force: true }, /"force" is unknown/],
		['an option that does not exist', { paths, task, options: { sendSecrets: true } }, /unknown option "sendSecrets"/],
		['a parent for two files', { paths: ['a', 'b'], task, options: { parentId: 1 } }, /exactly one path/],
	] as const) {
		it(`take no wrong input: ${what}`, async () => {
			await refused(input, complaint);
			assert.equal(cor.sandbox.requests.length, 0);
		});
	}

	it('take no page that is none', async () => {
		await assert.rejects(call('cor_list_attachments', { task, page: 0 }), /"page" must be a whole number/);
		await assert.rejects(call('cor_list_attachments', { task, path: 'x' }), /"path" is unknown/);
	});

	it('take no file from outside the workspace, whichever way leads there', async () => {
		const secret = path.join(outside, 'private.txt');
		await symlink(secret, path.join(folder, 'harmless.txt'));
		await symlink(outside, path.join(folder, 'linked'));

		for (const way of [
			secret,
			`${workspaceFolder().fsPath}/${path.relative(workspaceFolder().fsPath, secret)}`,
			path.relative(workspaceFolder().fsPath, secret),
			`${folder}/../../../../../../etc/passwd`,
			'/etc/passwd',
			'~/.ssh/config/../../../etc/passwd/../../..',
			path.join(folder, 'harmless.txt'),
			path.join(folder, 'linked', 'private.txt'),
		]) {
			await refused(
				{ paths: [await write('a.txt'), way], task },
				/is outside the workspace, or links to a place outside it/,
			);
		}
	});

	it('take no directory and no file that is not there', async () => {
		await write('docs/a.txt');

		await refused({ paths: [path.join(folder, 'docs')], task }, /docs" is a folder\. Name each file in it/);
		await refused({ paths: ['.'], task }, /is a folder/);
		await refused({ paths: [path.join(folder, 'gone.txt')], task }, /gone\.txt" does not exist/);
	});

	it('take no more bytes than can be read before the user is asked', async () => {
		const file = await write('video.mov');
		await truncate(file, 3_000_000_000);

		await refused(
			{ paths: [file], task },
			/the files have 3000000000 bytes together, and a call may send at most 2000000000/,
		);
	});

	const isTask = (path: string) => path.endsWith(`/tasks/${task}`);
	const isList = (path: string) => path.endsWith(`/tasks/${task}/attachments`);

	/** Has `change` done right before COR is asked for the nth time for what `isIt` says. */
	function meanwhile(nth: number, isIt: (path: string) => boolean, change: () => Promise<void>): void {
		let times = 0;
		globalThis.fetch = async (input, init) => {
			const { pathname } = new URL(String(input));
			if ((init?.method ?? 'GET') === 'GET' && isIt(pathname) && ++times === nth) {
				await change();
			}
			return ownFetch(input, init);
		};
	}

	/** Other contents of the same size, with the time of before. */
	async function rewriteUnnoticed(file: string): Promise<void> {
		const { atime, mtime } = await stat(file);
		await writeFile(file, 'zwei');
		await utimes(file, atime, mtime);
	}

	async function swapForLink(file: string): Promise<void> {
		const other = await write('other.txt', 'drei');
		const { atime, mtime } = await stat(file);
		await utimes(other, atime, mtime);
		await rm(file);
		await symlink(other, file);
	}

	const changes: readonly (readonly [string, (file: string) => Promise<void>])[] = [
		['is larger', file => writeFile(file, 'x'.repeat(280_000))],
		['was written to again', file => utimes(file, 1_000, 2_000)],
		['has other contents of the same size and time', rewriteUnnoticed],
		['is a link to another file of the same size and time', swapForLink],
		['is another file that was moved there', async file => rename(await write('other.txt', 'drei'), file)],
		['looks like a secret', file => writeFile(file, ['-----BEGIN RSA', 'PRIVATE KEY-----\n'].join(' '))],
	];
	// The first question is asked before a person confirms, the second when the call is made, the third right before sending.
	for (const nth of [2, 3]) {
		for (const [what, change] of changes) {
			it(`send nothing at all where one file ${what} since it was confirmed (${nth})`, async () => {
				const [same, changed] = [await write('igual.txt', 'igual'), await write('otro.txt', 'eins')];
				await utimes(changed, 1_000, 1_000.5);
				meanwhile(nth, isTask, () => change(changed));

				await refused(
					{ paths: [same, changed], task },
					/^Nothing was sent: these files changed after the user confirmed them: "cor-\w+\/otro\.txt"\. Call again/,
				);
			});
		}
	}

	it('send nothing at all where a directory is in the place of a file that was confirmed', async () => {
		const [same, changed] = [await write('igual.txt', 'igual'), await write('otro.txt', 'eins')];
		meanwhile(3, isTask, async () => {
			await rm(changed);
			await write('otro.txt/dentro.txt', 'eins');
		});

		await refused(
			{ paths: [same, changed], task },
			/these files changed after the user confirmed them: "cor-\w+\/otro\.txt/,
		);
	});

	it('send what was confirmed, and nothing of a file that changes right before its turn', async () => {
		const [same, changed] = [await write('igual.txt', 'igual'), await write('otro.txt', 'eins')];
		const large = await write('grande.txt', '1'.repeat(2_000_000));
		meanwhile(1, isList, async () => {
			await rewriteUnnoticed(changed);
			await writeFile(large, '2'.repeat(2_000_000));
		});

		const { files } = await call('cor_attach_files', { paths: [same, changed, large], task });

		assert.deepEqual(
			files.map(({ name, status }) => [name, status]),
			[
				['igual.txt', 'attached'],
				['otro.txt', 'failed'],
				['grande.txt', 'failed'],
			],
		);
		assert.deepEqual(arrived(cor.sandbox, task), { 'igual.txt': sha256('igual') });
	});

	it('are called twice in turn with the same, each time confirmed', async () => {
		const input = { paths: [await write('a.txt', 'uno')], task };
		await call('cor_attach_files', input);
		await writeFile(input.paths[0] ?? '', 'dos y más');

		await call('cor_attach_files', input);

		const sizes = cor.sandbox.attachments(task).map(({ size }) => size);
		assert.deepEqual(new Set(sizes), new Set([3, 10]));
	});

	it('take no confirmation from the arguments of a command', async () => {
		const uris = [vscode.Uri.file(await write('a.txt'))];
		const request = cor.attach({ taskId: task, uris, confirmed: new Map() });

		await assert.rejects(request, /unknown argument "confirmed"/);
	});

	it('say what to do where nobody is signed in, and where COR knows no such task', async () => {
		await refused(
			{ paths: [await write('a.txt')], task: missingTaskId },
			/the task does not exist, or the user has no access/,
		);
		signOut();
		await refused(
			{ paths: [await write('a.txt')], task },
			/the user is not signed in to COR\. Ask the user to run .*COR: Sign In/,
		);
	});

	it('say that a file may have arrived, and must not be sent again', async () => {
		cor.sandbox.failNext({ method: 'POST', path: /attachments$/ }, { kind: 'html' });
		cor.sandbox.failNext({ method: 'GET', path: /attachments$/, times: 20 }, { kind: 'status', status: 403 });

		const { files, advice } = await call('cor_attach_files', { paths: [await write('a.txt')], task });

		assert.equal(files[0]?.status, 'unknown');
		assert.match(advice ?? '', /Do not send/);
	});

	it('stop where the call is cancelled', async () => {
		const source = new vscode.CancellationTokenSource();
		const held = new Promise<void>(resolve => {
			cor.sandbox.failNext({ method: 'POST', path: /attachments$/, times: 2 }, { kind: 'hang', onHeld: resolve });
		});
		const files = await Promise.all(['a', 'b', 'c'].map(name => write(`${name}.txt`, name.repeat(2_000_000))));
		const calling = call('cor_attach_files', { paths: files, task }, source.token);
		const ended = assert.rejects(calling, /[Cc]ancel/);
		await held;

		source.cancel();

		await ended;
		await cor.sandbox.settled();
		assert.deepEqual(arrived(cor.sandbox, task), {});
		assert.ok(cor.sandbox.requests.filter(isUpload).length <= 2);
	});

	async function refused(input: unknown, complaint: RegExp): Promise<void> {
		await assert.rejects(call('cor_attach_files', input), (error: Error) => {
			assert.match(error.message, /Nothing was sent: /);
			assert.match(error.message, complaint);
			return true;
		});
		assert.equal(cor.uploads(), 0);
	}
});

/** Calls a tool as an extension does for a model, and reads its answer. */
async function call(name: string, input: unknown, token?: vscode.CancellationToken): Promise<Answer> {
	const options = { input: input as object, toolInvocationToken: undefined };
	const { content } = await vscode.lm.invokeTool(name, options, token);
	const [part] = content;
	assert.ok(part instanceof vscode.LanguageModelTextPart);
	keepText('receipts', part.value);
	return JSON.parse(part.value) as Answer;
}

async function setWebUrl(webUrl: string | undefined): Promise<void> {
	const settings = vscode.workspace.getConfiguration('corAttachments');
	await settings.update('webUrl', webUrl, vscode.ConfigurationTarget.Global);
}
