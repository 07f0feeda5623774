import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { findGit, type GitRepository, readBranch, repositoryOf } from '../../../src/editor/git/git.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { gitOnceEnabled, openRepository, setGit } from '../kit/use-git.js';
import { workspaceFolder } from '../kit/workspace.js';

const run = promisify(execFile);
const never = new AbortController().signal;

describe("VS Code's own Git extension", () => {
	let dir = '';
	before(async () => {
		// Below the workspace: the extension leaves repositories elsewhere closed.
		dir = temporaryFolder(workspaceFolder().fsPath);
	});
	after(async () => {
		await setGit(undefined);
		removeTemporaryFolder(dir);
	});

	it('is as good as missing where it is switched off', async () => {
		assert.equal(await findGit(never), undefined);
	});

	it('tells the repository of a file, its branch and where Git is', async () => {
		await setGit(true);
		const git = await gitOnceEnabled();
		const root = path.join(dir, 'ours');
		await makeRepository(root, 'feature/4101-diseño');
		await openRepository(git, root);

		const file = vscode.Uri.file(path.join(root, 'src', 'a.txt'));
		const repository = repositoryOf(git, file);
		assert.ok(repository);
		assert.equal(repository.rootUri.fsPath, root);
		assert.equal(await readBranch(repository, never), 'feature/4101-diseño');
		assert.match((await run(git.git.path, ['--version'])).stdout, /^git version/);
	});

	it('knows no branch where none is checked out, and no repository of a file elsewhere', async () => {
		const git = await gitOnceEnabled();
		const root = path.join(dir, 'detached');
		await makeRepository(root, 'main');
		await inRepository(root, 'checkout', '--detach', '-q');
		await openRepository(git, root);

		const repository = repositoryOf(git, vscode.Uri.file(path.join(root, 'src', 'a.txt')));
		assert.ok(repository);
		assert.equal(await readBranch(repository, never), undefined);
		assert.equal(repositoryOf(git, vscode.Uri.file(path.join(dir, 'elsewhere.txt'))), undefined);
		assert.equal(repositoryOf(git, vscode.Uri.file(path.join(root, 'a')).with({ scheme: 'memory' })), undefined);
	});

	it('is not waited for by somebody who has given up', async () => {
		const state = { HEAD: undefined, onDidChange: new vscode.EventEmitter<void>().event };
		const waiting = new AbortController();
		const branch = readBranch({ state } as unknown as GitRepository, waiting.signal);
		waiting.abort();
		assert.equal(await branch, undefined);
	});
});

async function makeRepository(root: string, branch: string): Promise<void> {
	await mkdir(path.join(root, 'src'), { recursive: true });
	await writeFile(path.join(root, 'src', 'a.txt'), 'one\n');
	await inRepository(root, 'init', '-q', '-b', branch);
	await inRepository(root, 'add', '.');
	await inRepository(root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '-m', 'one');
	await writeFile(path.join(root, 'src', 'a.txt'), 'two\n');
}

async function inRepository(root: string, ...args: readonly string[]): Promise<void> {
	await run('git', ['-C', root, ...args]);
}
