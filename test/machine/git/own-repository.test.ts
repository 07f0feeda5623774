import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePatch, type PatchRequest } from '../../../src/machine/git/patch.js';
import { gitPath, Repository } from '../kit/repository.js';

const all: PatchRequest = { changes: 'all', hasUntracked: true };
const staged: PatchRequest = { changes: 'staged', hasUntracked: true };

describe('the repository that a patch is made of', () => {
	let repository: Repository;
	/** Another one of this person's, which nobody asked for. */
	let other: Repository;
	/** A folder beside both. */
	let beside: string;
	beforeEach(() => {
		repository = new Repository('elegido');
		repository.write('a.txt', 'a\n');
		repository.commit();
		beside = path.dirname(repository.root);
		other = new Repository('ajeno', beside);
		other.write('a.txt', 'private\n');
		other.write('otro.txt', 'private\n');
		other.commit();
		other.write('a.txt', 'very private\n');
		other.git('add', 'a.txt');
	});
	afterEach(() => {
		other.delete();
		repository.delete();
	});

	const make = (root: string, request: PatchRequest) =>
		makePatch({ path: gitPath, root, signal: new AbortController().signal }, request);

	async function pathsOf(root: string, request: PatchRequest): Promise<readonly string[] | undefined> {
		return (await make(root, request))?.paths;
	}

	async function isRefused(root = repository.root): Promise<void> {
		await assert.rejects(make(root, all), { kind: 'no-repository' });
		await assert.rejects(make(root, staged), { kind: 'no-repository' });
	}

	/** Changes and stages the file of a working tree, of which the patches have to be. */
	async function isMade(root: string, git: (...args: string[]) => string, file = 'a.txt'): Promise<void> {
		writeFileSync(path.join(root, file), 'b\n');
		git('-C', root, 'add', file);
		writeFileSync(path.join(root, file), 'c\n');
		const [changed, inIndex] = [await make(root, all), await make(root, staged)];
		assert.match(changed?.bytes.toString() ?? '', /^-a\n\+c$/m);
		assert.match(inIndex?.bytes.toString() ?? '', /^-a\n\+b$/m);
	}

	const git = (...args: string[]) => repository.git('-c', 'protocol.file.allow=always', ...args);

	it('may be opened through a link', async () => {
		const link = path.join(beside, 'enlace');
		symlinkSync(repository.root, link);

		await isMade(link, git);
	});

	it('may be a linked worktree, wherever it is, and one that was moved', async () => {
		const worktree = path.join(beside, 'otra rama');
		git('worktree', 'add', '--quiet', '-b', 'rama', worktree);
		await isMade(worktree, git);

		git('worktree', 'move', worktree, `${worktree} más`);
		assert.deepEqual(await pathsOf(`${worktree} más`, all), ['a.txt']);
	});

	it('may be a submodule, one inside of that, and one of a linked worktree', async () => {
		const lower = new Repository('abajo', beside);
		lower.write('a.txt', 'a\n');
		lower.commit();
		const middle = new Repository('medio', beside);
		middle.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', lower.root, 'más abajo');
		middle.commit();
		git('submodule', '--quiet', 'add', middle.root, 'sub/dentro');
		git('submodule', '--quiet', 'update', '--init', '--recursive');
		repository.commit();
		const worktree = path.join(beside, 'rama');
		git('worktree', 'add', '--quiet', worktree);
		git('-C', worktree, 'submodule', '--quiet', 'update', '--init', '--recursive');

		for (const root of [repository.root, worktree]) {
			await isMade(path.join(root, 'sub/dentro/más abajo'), git);
			assert.equal(await make(path.join(root, 'sub/dentro'), staged), undefined);
		}
	});

	it('may be a submodule with a configuration of its own for its working tree', async () => {
		const lower = new Repository('abajo', beside);
		lower.write('a.txt', 'a\n');
		lower.commit();
		git('submodule', '--quiet', 'add', lower.root, 'sub');
		git('-C', repository.pathOf('sub'), 'sparse-checkout', 'set', '--no-cone', '/*');

		await isMade(repository.pathOf('sub'), git);
	});

	it('may have its Git folder inside under another name', async () => {
		renameSync(repository.pathOf('.git'), repository.pathOf('.historia'));
		writeFileSync(repository.pathOf('.git'), 'gitdir: .historia\n');

		await isMade(repository.root, git);
	});

	it('is that of its own folder, whatever core.worktree says', async () => {
		repository.git('config', 'core.worktree', other.root);
		writeFileSync(repository.pathOf('a.txt'), 'mine\n');

		const patch = await make(repository.root, all);

		assert.deepEqual(patch?.paths, ['a.txt']);
		assert.match(patch.bytes.toString(), /^\+mine$/m);
		assert.equal(await make(repository.root, staged), undefined);
		repository.git('config', 'core.worktree', '/no/such/folder');
		assert.deepEqual(await pathsOf(repository.root, all), ['a.txt']);
	});

	it('is none where only core.worktree of another repository leads to the folder', () => {
		other.git('config', 'core.worktree', beside);

		return isRefused(beside);
	});

	it('is none for a folder inside of a repository', () => {
		repository.write('dentro/b.txt', 'b\n');

		return isRefused(repository.pathOf('dentro'));
	});

	it('is none for a folder inside of a repository whose own .git is nothing that Git knows', () => {
		mkdirSync(repository.pathOf('dentro/.git'), { recursive: true });

		return isRefused(repository.pathOf('dentro'));
	});

	it('is none where the folder itself looks like what Git keeps in .git', async () => {
		cpSync(other.pathOf('.git'), repository.pathOf('dentro'), { recursive: true });
		repository.git('config', '-f', 'dentro/config', 'core.worktree', '.');

		await isRefused(repository.pathOf('dentro'));
	});

	it('is none where .git is a file that names the Git folder of another repository', async () => {
		rmSync(repository.pathOf('.git'), { recursive: true });
		writeFileSync(repository.pathOf('.git'), `gitdir: ${other.pathOf('.git')}\n`);

		await isRefused();
	});

	it('is none where .git is a file that names the worktree of another repository', async () => {
		other.git('worktree', 'add', '--quiet', path.join(beside, 'rama'));
		rmSync(repository.pathOf('.git'), { recursive: true });
		writeFileSync(repository.pathOf('.git'), `gitdir: ${other.pathOf('.git/worktrees/rama')}\n`);

		await isRefused();
	});

	it('is none where .git is a file that names the submodule of another repository', async () => {
		other.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository.root, 'sub');
		rmSync(repository.pathOf('.git'), { recursive: true });
		writeFileSync(repository.pathOf('.git'), `gitdir: ${other.pathOf('.git/modules/sub')}\n`);

		await isRefused();
	});

	it('is none where .git is a link to the Git folder of another repository', async () => {
		rmSync(repository.pathOf('.git'), { recursive: true });
		symlinkSync(other.pathOf('.git'), repository.pathOf('.git'));

		await isRefused();
	});

	for (const [where, folder] of [
		['its Git folder', '.git'],
		['a made-up worktree', '.git/worktrees/suyo'],
	] as const) {
		it(`is none where commondir in ${where} names the Git folder of another repository`, async () => {
			if (folder !== '.git') {
				renameSync(repository.pathOf('.git'), repository.pathOf('git'));
				cpSync(other.pathOf('.git'), repository.pathOf('git/worktrees/suyo'), { recursive: true });
				writeFileSync(repository.pathOf('git/worktrees/suyo/gitdir'), `${repository.pathOf('.git')}\n`);
				writeFileSync(repository.pathOf('git/worktrees/suyo/commondir'), `${other.pathOf('.git')}\n`);
				writeFileSync(repository.pathOf('.git'), 'gitdir: git/worktrees/suyo\n');
			} else {
				writeFileSync(repository.pathOf('.git/commondir'), `${other.pathOf('.git')}\n`);
			}
			assert.match(repository.git('show', 'HEAD:otro.txt'), /private/, 'the trap does not work');

			await isRefused();
		});
	}

	for (const name of ['HEAD', 'config', 'index', 'objects', 'refs', 'refs/heads', 'refs/heads/main']) {
		it(`is none where ${name} in .git is a link to that of another repository`, async () => {
			const there = other.pathOf(`.git/${name}`);
			rmSync(repository.pathOf(`.git/${name}`), { recursive: true });
			// Git takes a link for HEAD only if it begins like the name of a branch.
			symlinkSync(
				name === 'HEAD' ? `refs/../${path.relative(repository.pathOf('.git'), there)}` : there,
				repository.pathOf(`.git/${name}`),
			);
			repository.write('.git/objects/info/alternates', `${other.pathOf('.git/objects')}\n`);

			await isRefused();
		});
	}

	it('is none where the folder is gone', () => isRefused(path.join(beside, 'nada')));

	it('may be locked by another Git, and may be large', async () => {
		repository.write('.git/index.lock', '');
		mkdirSync(repository.pathOf('muchos'));
		for (let index = 0; index < 5_000; index += 1) {
			writeFileSync(repository.pathOf(`muchos/${index}.txt`), `${index}\n`);
		}

		const paths = await pathsOf(repository.root, all);

		assert.equal(paths?.length, 5_000);
	});

	it('is given up when Git hangs and the person does not want to wait', async () => {
		const hangs = path.join(beside, 'git');
		writeFileSync(hangs, '#!/bin/sh\nexec sleep 1000\n', { mode: 0o755 });
		const cancel = new AbortController();
		const made = makePatch({ path: hangs, root: repository.root, signal: cancel.signal }, all);

		setImmediate(() => cancel.abort());

		await assert.rejects(made, { name: 'AbortError' });
	});
});
