import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { attachPatch } from '../../../src/editor/entry-points/attach-patch.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import { draw } from '../../attach/kit/made-up-secrets.js';
import { Repository } from '../../machine/kit/repository.js';
import { runAccepting } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { gitOnceEnabled, openRepository, setGit } from '../kit/use-git.js';
import { workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;

describe('attaching changes as a patch', () => {
	const cor = useCor();
	let repository: Repository;
	let copy: Repository;

	before(async () => {
		await setGit(true);
		await gitOnceEnabled();
	});
	after(() => setGit(undefined));
	beforeEach(async () => {
		repository = new Repository('café', workspaceFolder().fsPath);
		repository.write('guion ñ.txt', 'uno\r\ndos\r\n');
		repository.write('logo.png', randomBytes(3_000));
		repository.write('viejo.txt', 'a\n'.repeat(40));
		repository.commit();
		await openRepository(await gitOnceEnabled(), repository.root);
		copy = repository.clone();
		// Other suites have opened repositories of their own: this one is that of the active tab.
		await vscode.commands.executeCommand('vscode.open', uriOf('guion ñ.txt'));
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		repository.delete();
		copy.delete();
	});

	const uriOf = (name: string) => vscode.Uri.file(repository.pathOf(name));

	function change(): void {
		repository.write('guion ñ.txt', 'uno\r\nDOS\r\n');
		repository.write('logo.png', randomBytes(2_000));
		repository.git('mv', 'viejo.txt', 'nuevo nombre.txt');
		repository.write('otro.bin', randomBytes(100));
	}

	function attached(to = taskId): { readonly name: string; readonly bytes: Buffer } {
		const [file, ...more] = cor.sandbox.attachments(to);
		assert.ok(file, `nothing on ${to}`);
		assert.deepEqual(more, []);
		return { name: file.originalname, bytes: readFileSync(file.path) };
	}

	it('brings all changes to the task, and git apply gives back the same tree', async () => {
		change();

		const receipt = await runAccepting('corAttachments.attachAllChanges', { taskId });

		assert.equal(receipt?.outcomes[0]?.status, 'attached');
		assert.match(receipt?.outcomes[0]?.uri ?? '', /^cor-made:/);
		const { name, bytes } = attached();
		copy.apply(bytes);
		assert.equal(name, 'main-changes.patch');
		assert.deepEqual(copy.tree(), repository.tree());
	});

	it('brings what is staged and no more, named after the branch', async () => {
		change();
		repository.git('checkout', '--quiet', '-b', 'feature/4101-logo');
		repository.git('add', 'logo.png');
		const staged = repository.stagedTree();
		await (await openedRepository()).status();

		await runAccepting('corAttachments.attachStagedChanges', { taskId });

		const { name, bytes } = attached();
		copy.apply(bytes);
		assert.equal(name, 'feature-4101-logo-staged.patch');
		assert.equal(copy.stagedTree(), staged);
	});

	it('brings the changes of the file in the active tab', async () => {
		change();
		await vscode.commands.executeCommand('vscode.open', uriOf('logo.png'));

		await runAccepting('corAttachments.attachFileChanges', { taskId });

		const { name, bytes } = attached();
		copy.apply(bytes);
		assert.equal(name, 'logo.png.patch');
		assert.equal(copy.tree()['logo.png'], repository.tree()['logo.png']);
		assert.notEqual(copy.tree()['guion ñ.txt'], repository.tree()['guion ñ.txt']);
	});

	it('brings the changes of several rows of source control as one patch', async () => {
		change();
		const rows = ['guion ñ.txt', 'logo.png'].map(name => ({ resourceUri: uriOf(name) }));

		const receipt = await runAccepting('corAttachments.attachFileChanges', ...rows);

		const { name, bytes } = attached(receipt?.taskId);
		copy.apply(bytes);
		assert.equal(name, 'main-changes.patch');
		assert.equal(copy.tree()['logo.png'], repository.tree()['logo.png']);
		assert.equal(copy.tree()['guion ñ.txt'], repository.tree()['guion ñ.txt']);
		assert.ok(!copy.tree()['otro.bin']);
	});

	it('is named after the folder where no branch is checked out', async () => {
		change();
		repository.git('checkout', '--quiet', '--detach');
		await (await openedRepository()).status();

		await runAccepting('corAttachments.attachAllChanges', { taskId });

		assert.equal(attached().name, 'café-changes.patch');
	});

	for (const command of ['attachAllChanges', 'attachStagedChanges'] as const) {
		it(`sends nothing where nothing has changed (${command})`, async () => {
			assert.equal(await vscode.commands.executeCommand(`corAttachments.${command}`, { taskId }), undefined);

			assert.equal(cor.sandbox.requests.length, 0);
		});
	}

	it('is looked at as the files in it: the lines that it takes out, and the old name', async () => {
		const token = ['ghp', draw(36)].join('_');
		repository.write('ajustes.txt', `token ${token}\n`);
		repository.write('.npmrc', 'registry\n'.repeat(20));
		repository.commit();
		repository.write('ajustes.txt', 'token\n');
		repository.git('mv', '.npmrc', 'notas.txt');

		const receipt = await runAccepting('corAttachments.attachAllChanges', { taskId });

		const [file] = receipt?.outcomes ?? [];
		assert.deepEqual([file?.status, cor.sandbox.attachments(taskId)], ['skipped', []]);
		const whys = [
			`.npmrc: ${text('The name suggests secrets: {0}.', '.npmrc')}`,
			`ajustes.txt: ${text('May contain a secret: {0}.', 'GitHub')}`,
		];
		assert.ok(
			whys.some(why => file?.reason?.startsWith(why)),
			file?.reason,
		);
	});

	it('takes no files from a program', async () => {
		const call = vscode.commands.executeCommand('corAttachments.attachAllChanges', {
			taskId,
			uris: [uriOf('logo.png')],
		});

		await assert.rejects(Promise.resolve(call), /it takes no uris/);
	});

	async function openedRepository(): Promise<{ status(): Promise<void> }> {
		const git = await gitOnceEnabled();
		const opened = git.getRepository(vscode.Uri.file(repository.root));
		assert.ok(opened);
		return opened as unknown as { status(): Promise<void> };
	}
});

describe('waiting for Git before a patch', () => {
	const { getExtension } = vscode.extensions;
	const { withProgress } = vscode.window;
	afterEach(() => {
		Object.assign(vscode.extensions, { getExtension });
		Object.assign(vscode.window, { withProgress });
	});

	const findGit = (git: unknown) => {
		const extension = { isActive: true, exports: { enabled: git !== undefined, getAPI: () => git } };
		Object.assign(vscode.extensions, { getExtension: () => extension });
	};

	it('ends silently where the person no longer wants to wait', async () => {
		findGit({ state: 'uninitialized', onDidChangeState: new vscode.EventEmitter().event });
		const cancel = (_: unknown, task: (...args: unknown[]) => Promise<unknown>) =>
			task({ report: () => {} }, { onCancellationRequested: (listener: () => void) => listener() });
		Object.assign(vscode.window, { withProgress: cancel });

		assert.equal(await attachPatch({} as Parts, 'all', []), undefined);
	});

	it('fails where Git is missing', async () => {
		findGit(undefined);
		await assert.rejects(attachPatch({} as Parts, 'all', []), { kind: 'git-missing' });
	});
});
