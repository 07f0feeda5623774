import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlinkSync, utimesSync } from 'node:fs';
import { type CorError, type FailureKind, toCorError } from '../../../src/attach/errors.js';
import { makePatch, type Patch, type PatchRequest } from '../../../src/machine/git/patch.js';
import { isWindows, onPosix } from '../../host/systems.js';
import { gitPath, Repository } from '../kit/repository.js';

// Quotes and tabs are in no name on Windows, where Git quotes nothing but what isn't ASCII.
const quoted = isWindows ? 'comillas ‘x’.txt' : 'comillas "x" y\ttab.txt';

const all: PatchRequest = { changes: 'all', hasUntracked: true };
const staged: PatchRequest = { changes: 'staged', hasUntracked: true };

function make(repository: Repository, request: PatchRequest, signal = new AbortController().signal) {
	return makePatch({ path: gitPath, root: repository.root, signal }, request);
}

async function made(repository: Repository, request: PatchRequest): Promise<Patch> {
	const patch = await make(repository, request);
	assert.ok(patch, 'nothing has changed');
	return patch;
}

describe('a patch of changes', () => {
	let repository: Repository;
	const copies: Repository[] = [];
	beforeEach(() => {
		repository = new Repository();
	});
	afterEach(() => {
		for (const created of [repository, ...copies.splice(0)]) {
			created.delete();
		}
	});

	function applied(patch: Patch): Repository {
		const copy = repository.clone();
		copies.push(copy);
		copy.apply(patch.bytes);
		return copy;
	}

	const lines = Array.from({ length: 60 }, (_, index) => `línea ${index}\n`).join('');

	function commitMuch(): void {
		repository.write('guion.txt', lines);
		repository.write('crlf.txt', 'uno\r\ndos\r\n');
		repository.write('mezcla.txt', 'uno\r\ndos\ntres');
		repository.write('logo.png', randomBytes(5_000));
		repository.write('año nuevo/plano 1.txt', lines);
		repository.write(quoted, 'a\n');
		repository.write('borrado.txt', lines.toUpperCase());
		repository.write('borrado.bin', randomBytes(700));
		repository.write('hacer.sh', '#!/bin/sh\n');
		repository.write('vacío.txt', '');
		repository.commit();
	}

	function changeMuch(): void {
		repository.write('guion.txt', lines.replace('línea 30', 'línea treinta'));
		repository.write('crlf.txt', 'uno\r\nDOS\r\ntres\r\n');
		repository.write('mezcla.txt', 'uno\ndos\r\ntres\r\ncuatro');
		repository.write('logo.png', randomBytes(4_000));
		repository.remove('año nuevo/plano 1.txt');
		repository.write('año viejo/plano ñ.txt', `${lines}fin\n`);
		repository.write(quoted, 'b');
		repository.remove('borrado.txt');
		repository.remove('borrado.bin');
		repository.write('hacer.sh', '#!/bin/sh\n', 0o755);
		repository.write('nuevo.txt', 'nuevo\n');
		repository.write('nuevo.bin', randomBytes(900));
		repository.write('nuevo.sh', '#!/bin/sh\r\n', 0o755);
		repository.write('nuevo vacío.txt', '');
	}

	it('gives the same tree again: binary, renamed, CRLF, new, deleted, empty, odd names, modes', async () => {
		commitMuch();
		changeMuch();

		const patch = await made(repository, all);

		assert.deepEqual(applied(patch).tree(), repository.tree());
		const text = patch.bytes.toString();
		assert.match(text, /^rename to año viejo\/plano ñ\.txt$/m);
		assert.match(text, /^GIT binary patch$/m);
		assert.equal(/^new mode 100755$/m.test(text), !isWindows); // no file is executable there
		assert.ok(patch.paths.includes('nuevo.bin'));
	});

	it('of what is staged gives the same index again, and nothing that is not staged', async () => {
		commitMuch();
		changeMuch();
		repository.git('add', '--all');
		const stagedTree = repository.stagedTree();
		repository.write('guion.txt', 'not staged');
		repository.write('tampoco.txt', 'neither');

		const patch = await made(repository, staged);

		assert.equal(applied(patch).stagedTree(), stagedTree);
	});

	it('leaves the repository as it was, byte for byte, and the real index too', async () => {
		commitMuch();
		changeMuch();
		repository.git('add', 'guion.txt');
		repository.write('crlf.txt', 'uno\r\ndos\r\n'); // as committed, with another time
		const before = repository.insides();

		await made(repository, all);
		await made(repository, staged);

		assert.deepEqual(repository.insides(), before);
	});

	for (const autocrlf of ['true', 'input']) {
		it(`gives the same tree again with core.autocrlf=${autocrlf}`, async () => {
			repository.git('config', 'core.autocrlf', autocrlf);
			repository.write('a.txt', 'uno\r\ndos\r\n');
			repository.commit();
			repository.write('a.txt', 'uno\r\ndos\r\ntres\r\n');
			repository.git('add', 'a.txt');
			const stagedTree = repository.stagedTree();

			assert.equal(applied(await made(repository, all)).stagedTree(), stagedTree);
			assert.equal(applied(await made(repository, staged)).stagedTree(), stagedTree);
		});
	}

	it('is of the chosen files alone, a renamed one with both of its names', async () => {
		commitMuch();
		changeMuch();

		const patch = await made(repository, { ...all, paths: ['año viejo/plano ñ.txt', 'nuevo.bin'] });

		assert.deepEqual([...patch.paths].sort(), ['año nuevo/plano 1.txt', 'año viejo/plano ñ.txt', 'nuevo.bin']);
		const copy = applied(patch);
		const untouched = repository.clone();
		copies.push(untouched);
		const { 'año nuevo/plano 1.txt': gone, ...rest } = untouched.tree();
		const wanted = repository.tree();
		assert.deepEqual(copy.tree(), {
			...rest,
			'año viejo/plano ñ.txt': wanted['año viejo/plano ñ.txt'],
			'nuevo.bin': wanted['nuevo.bin'],
		});
	});

	it('takes a name for a name, not for a pattern', async () => {
		repository.write('a[1].txt', '1\n');
		repository.write('a1.txt', '1\n');
		repository.write(':(top)x.txt', '1\n');
		repository.commit();
		for (const name of ['a[1].txt', 'a1.txt', ':(top)x.txt']) {
			repository.write(name, '2\n');
		}

		const patch = await made(repository, { ...all, paths: ['a[1].txt', ':(top)x.txt'] });

		assert.doesNotMatch(patch.bytes.toString(), /a1\.txt/);
		assert.match(patch.bytes.toString(), /b\/a\[1\]\.txt[\s\S]*|b\/:\(top\)x\.txt/);
		assert.equal(patch.bytes.toString().match(/^diff --git/gm)?.length, 2);
	});

	it('of more files than a command line takes is whole', async () => {
		const names = Array.from({ length: 600 }, (_, index) => `${'carpeta larga/'.repeat(5)}${index}.txt`);
		for (const name of names) {
			repository.write(name, 'a\n');
		}
		repository.commit();
		for (const name of names) {
			repository.write(name, 'b\n');
		}

		const patch = await made(repository, { ...all, paths: names });

		assert.deepEqual(applied(patch).tree(), repository.tree());
	});

	it('is of everything where there is no commit yet', async () => {
		repository.write('a.txt', 'a\n');
		repository.write('b.txt', 'b\n');
		repository.git('add', 'a.txt');

		const [first, second] = [await made(repository, all), await made(repository, staged)];

		assert.deepEqual([first.paths, second.paths], [['a.txt', 'b.txt'], ['a.txt']]);
	});

	it('holds new files in a repository in which nothing was ever added', async () => {
		repository.write('a.txt', 'a\n');

		assert.deepEqual((await made(repository, all)).paths, ['a.txt']);
	});

	it('is of HEAD where no branch is checked out', async () => {
		repository.write('a.txt', 'a\n');
		repository.commit();
		repository.git('checkout', '--quiet', '--detach');
		repository.write('a.txt', 'b\n');

		assert.deepEqual((await made(repository, all)).paths, ['a.txt']);
	});

	it('is none where nothing has changed, whatever the times of the files say', async () => {
		repository.write('a.txt', 'a\n');
		repository.commit();
		repository.write('a.txt', 'a\n');

		assert.equal(await make(repository, all), undefined);
		assert.equal(await make(repository, staged), undefined);
		assert.equal(await make(repository, { ...all, paths: ['a.txt'] }), undefined);
	});

	it('holds what changed in the moment in which the index was written, to the same size', async () => {
		repository.git('config', 'core.trustctime', 'false');
		const then = new Date(1_700_000_000_000);
		repository.write('a.txt', 'a\n');
		utimesSync(repository.pathOf('a.txt'), then, then);
		repository.commit();
		utimesSync(repository.pathOf('.git/index'), then, then);
		repository.write('a.txt', 'b\n');
		utimesSync(repository.pathOf('a.txt'), then, then);

		assert.deepEqual((await made(repository, all)).paths, ['a.txt']);
	});

	it('leaves out what Git ignores, other repositories inside, and new files where these are not wanted', async () => {
		repository.write('.gitignore', '*.log\n');
		repository.commit();
		repository.write('a.log', 'a');
		repository.write('nuevo.txt', 'a');
		repository.write('dentro/b.txt', 'b');
		repository.git('init', '--quiet', 'dentro');

		assert.deepEqual((await made(repository, all)).paths, ['nuevo.txt']);
		assert.equal(await make(repository, { ...all, hasUntracked: false }), undefined);
	});

	onPosix('links that anybody may make', () => {
		it('does not follow a link: the link is what has changed', async () => {
			repository.write('a.txt', 'a\n');
			repository.commit();
			symlinkSync('/etc/hostname', repository.pathOf('enlace'));

			const text = (await made(repository, all)).bytes.toString();

			assert.match(text, /^new file mode 120000$/m);
			assert.match(text, /^\+\/etc\/hostname$/m);
		});
	});

	it('is of the form that git apply wants, whatever the configuration says', async () => {
		const odd = {
			'diff.noprefix': 'true',
			'diff.mnemonicPrefix': 'true',
			'diff.context': '0',
			'diff.relative': 'true',
			'diff.renames': 'false',
			'diff.wsErrorHighlight': 'all',
			'diff.autoRefreshIndex': 'false',
			'color.ui': 'always',
			'color.diff': 'always',
			'core.quotePath': 'true',
		};
		for (const [key, value] of Object.entries(odd)) {
			repository.git('config', key, value);
		}
		commitMuch();
		changeMuch();

		assert.deepEqual(applied(await made(repository, all)).tree(), repository.tree());
	});

	async function refused(request: PatchRequest): Promise<FailureKind> {
		const error: CorError = await make(repository, request).then(
			() => assert.fail('a patch was made'),
			(reason: unknown) => toCorError(reason),
		);
		return error.kind;
	}

	it('is not made of files with conflicts', async () => {
		repository.write('a.txt', 'a\n');
		repository.commit();
		repository.git('checkout', '--quiet', '-b', 'other');
		repository.write('a.txt', 'b\n');
		repository.commit();
		repository.git('checkout', '--quiet', 'main');
		repository.write('a.txt', 'c\n');
		repository.commit();
		assert.throws(() => repository.git('merge', 'other'));

		assert.equal(await refused(all), 'merge-conflicts');
		assert.equal(await refused(staged), 'merge-conflicts');
	});

	it('is not made of a chosen file whose name is not UTF-8, but of the others, and of everything', async () => {
		const index = (contents: string) => {
			const entry = (name: Buffer) =>
				Buffer.concat([Buffer.from(`100644 ${blob(contents)}\t`), name, Buffer.from('\0')]);
			const input = Buffer.concat([entry(Buffer.from('a\xf1o.txt', 'latin1')), entry(Buffer.from('b\ufffd.txt'))]);
			execFileSync(gitPath, ['update-index', '-z', '--add', '--index-info'], { cwd: repository.root, input });
		};
		const blob = (input: string) =>
			execFileSync(gitPath, ['hash-object', '-w', '--stdin'], { cwd: repository.root, input }).toString().trim();
		index('one\n');
		repository.git('commit', '--quiet', '--message', 'Work');
		index('two\n');

		assert.equal(await refused({ ...staged, paths: ['a\ufffdo.txt', 'b\ufffd.txt'] }), 'file-name-unclear');
		assert.deepEqual((await made(repository, { ...staged, paths: ['b\ufffd.txt'] })).paths, ['b\ufffd.txt']);
		assert.equal((await made(repository, staged)).bytes.toString().match(/^diff --git/gm)?.length, 2);
	});

	it('is given up above 100 MB', async () => {
		repository.write('grande.txt', Buffer.alloc(100_000_001, 'línea\n'));

		assert.equal(await refused(all), 'patch-over-limit');
	});

	it('says so where the folder is no repository', async () => {
		repository.write('.git/HEAD', 'broken');

		assert.equal(await refused(staged), 'git-failed');
	});

	it('says so where there is no Git', async () => {
		const made = makePatch({ path: '/no/such/git', root: repository.root, signal: new AbortController().signal }, all);

		await assert.rejects(made, { kind: 'git-missing' });
	});

	it('is given up when it is cancelled', async () => {
		repository.write('a.txt', 'a\n');

		await assert.rejects(make(repository, all, AbortSignal.abort()), { name: 'AbortError' });
	});
});
