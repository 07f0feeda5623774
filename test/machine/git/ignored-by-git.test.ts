import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GitCannotTell } from '../../../src/machine/git/git-folder.js';
import { type AskingLimits, IgnoredByGit } from '../../../src/machine/git/ignored-by-git.js';
import { onLinux, onPosix } from '../../host/systems.js';
import { gitPath, Repository } from '../kit/repository.js';

const usual: AskingLimits = { processes: 200, answerMs: 60_000, allMs: 120_000 };

describe('Git, asked what it ignores', () => {
	let repository: Repository;
	let opened: IgnoredByGit[];
	beforeEach(() => {
		opened = [];
		repository = new Repository('elegido');
		repository.write('.gitignore', '*.log\n');
		repository.write('a.log', 'a');
		repository.write('a.txt', 'a');
	});
	afterEach(async () => {
		await Promise.all(opened.map(each => each.dispose()));
		repository.delete();
	});

	function asking(limits: Partial<AskingLimits> = {}, git: string | undefined = gitPath): IgnoredByGit {
		const asked = new IgnoredByGit(async () => git, { ...usual, ...limits });
		opened.push(asked);
		return asked;
	}

	/** Those of these paths that are ignored; `undefined` where the folder is in no repository. */
	async function ignoredOf(paths: readonly string[], top = repository.root, asked = asking()) {
		const found = await asked.around(top);
		const verdicts = await found?.rules.ignored(paths);
		return verdicts && paths.filter((_, index) => verdicts[index]);
	}

	const cannotTell = (about: RegExp) => (error: unknown) => {
		assert.ok(error instanceof GitCannotTell, String(error));
		assert.match(error.message, about);
		return true;
	};

	it('tells in which repository a folder lies, and where in it', async () => {
		repository.write('b/c/d.txt', '');
		const inner = new Repository('dentro', repository.pathOf('b'));

		const asked = asking();
		const places = await Promise.all(
			[repository.root, repository.pathOf('b/c'), inner.root].map(each => asked.around(each)),
		);

		assert.deepEqual(
			places.map(place => [place?.rules.top, place?.path]),
			[
				[repository.root, ''],
				[repository.root, 'b/c'],
				[inner.root, ''],
			],
		);
		assert.equal(await asked.around(path.dirname(repository.root)), undefined);
	});

	it('answers for many paths, one question after the other', async () => {
		const found = await asking().around(repository.root);
		const paths = Array.from({ length: 20_000 }, (_, index) => `muchos/${index}.${index % 3 === 0 ? 'log' : 'txt'}`);

		for (const part of [paths.slice(0, 1), paths]) {
			const verdicts = await found?.rules.ignored(part);
			assert.deepEqual(
				verdicts,
				part.map(each => each.endsWith('.log')),
			);
		}
	});

	it('says of nothing that it tracks that it is ignored, in whatever case it knows it where case does not count', async () => {
		repository.write('b/C.LOG', '');
		repository.git('config', 'core.ignorecase', 'true');
		repository.git('add', '--force', 'a.log', 'b/C.LOG');
		const paths = ['a.log', 'b/c.log', 'd.log'];

		assert.deepEqual(await ignoredOf(paths), ['d.log']);
		repository.git('config', 'core.ignorecase', 'false');
		assert.deepEqual(await ignoredOf(paths), ['b/c.log', 'd.log']);
	});

	it('takes a folder with something tracked in it for none that is ignored, unless rules alone are asked', async () => {
		repository.write('.gitignore', 'salida/\n');
		repository.write('salida/web/a.js', '');
		repository.write('salida/b.js', '');
		repository.git('add', '--force', 'salida/web/a.js');
		const found = await asking().around(repository.root);

		assert.deepEqual(await ignoredOf(['salida', 'salida/web', 'salida/web/a.js', 'salida/b.js']), ['salida/b.js']);
		assert.deepEqual(await found?.rules.match(['salida', 'salida/web']), [true, true]);
	});

	it('is asked where the folder is, whatever core.worktree and the environment say', async () => {
		const other = new Repository('ajeno', path.dirname(repository.root));
		repository.git('config', 'core.worktree', other.root);
		process.env.GIT_DIR = other.pathOf('.git');
		process.env.GIT_WORK_TREE = other.root;
		try {
			assert.deepEqual(await ignoredOf(['a.log', 'a.txt']), ['a.log']);
		} finally {
			delete process.env.GIT_DIR;
			delete process.env.GIT_WORK_TREE;
		}
	});

	it('is asked about folders and names whose bytes are not UTF-8, as they are on the disk', async () => {
		const top = Buffer.from(`${repository.root}${path.sep}`);
		const folder = Buffer.concat([top, Buffer.from('caf\xe9', 'latin1')]);
		mkdirSync(folder);
		writeFileSync(Buffer.concat([folder, Buffer.from('/.gitignore')]), 'clave.txt\n');
		writeFileSync(Buffer.concat([folder, Buffer.from('/clave.txt')]), '');
		assert.deepEqual(await ignoredOf(['caf\ufffd', 'caf\ufffd/clave.txt']), ['caf\ufffd/clave.txt']);
	});

	it('is asked about the repository around a folder whose own .git is nothing that Git knows', async () => {
		const broken: Readonly<Record<string, (dotGit: string) => void>> = {
			'a folder': dotGit => mkdirSync(dotGit),
			'a folder that looks like one': dotGit => {
				mkdirSync(path.join(dotGit, 'objects'), { recursive: true });
				mkdirSync(path.join(dotGit, 'refs'));
				writeFileSync(path.join(dotGit, 'HEAD'), 'nothing');
			},
			'a file that leads nowhere': dotGit => writeFileSync(dotGit, 'gitdir: nada\n'),
			'a file that says nothing': dotGit => writeFileSync(dotGit, 'nada\n'),
			'a long file': dotGit => writeFileSync(dotGit, `gitdir: ${'a/'.repeat(100_000)}\n`),
		};
		for (const [name, make] of Object.entries(broken)) {
			const inner = repository.pathOf(`${name}/dentro`);
			mkdirSync(inner, { recursive: true });
			make(path.join(inner, '.git'));
			const place = await asking().around(inner);
			assert.deepEqual([place?.rules.top, place?.path], [repository.root, `${name}/dentro`]);
			assert.deepEqual(await place?.rules.ignored([`${name}/dentro/b.log`]), [true]);
		}
	});

	it('runs nothing that the repository configures', async () => {
		const ran = path.join(path.dirname(repository.root), 'ran').split(path.sep).join('/');
		repository.write('.git/programa.sh', `#!/bin/sh\necho "$@" >> '${ran}'\n`, 0o755);
		const program = repository.pathOf('.git/programa.sh').split(path.sep).join('/');
		repository.write('.git/hooks/post-index-change', readFileSync(repository.pathOf('.git/programa.sh')), 0o755);
		repository.git('config', 'core.fsmonitor', program);
		repository.git('config', 'filter.suyo.clean', program);
		repository.write('.git/info/attributes', '* filter=suyo\n');
		repository.git('add', '--force', 'a.log');
		assert.ok(existsSync(ran), 'the trap does not work');
		rmSync(ran);

		assert.deepEqual(await ignoredOf(['a.log', 'b.log', 'a.txt']), ['b.log']);

		assert.ok(!existsSync(ran));
	});

	const leading: Readonly<Record<string, () => void>> = {
		'a file that its configuration includes': () => repository.git('config', 'include.path', '../ajeno'),
		'a file that it includes on a condition': () =>
			repository.write('.git/config', '[core]\n\tbare = false\n[IncludeIf "gitdir:/**"] path = ../ajeno\n'),
		'a file that the configuration of the working tree includes': () => {
			repository.git('config', 'extensions.worktreeConfig', 'true');
			repository.git('config', '--worktree', 'include.path', '../ajeno');
		},
		'a server (core.excludesFile)': () => repository.git('config', 'core.excludesFile', '\\\\ajeno.example\\a'),
		'a server on a line of its own': () =>
			repository.write('.git/config', '[core]\n\tbare = false\n\texcludesFile = \\\n"//ajeno.example/a"\n'),
		'a server of which only one slash stands outside of the quotes': () =>
			repository.write('.git/config', '[core]\n\tbare = false\n\texcludesFile = "/"/ajeno.example/a\n'),
		'a server with two kinds of slashes (.git)': () => {
			rmSync(repository.pathOf('.git'), { recursive: true });
			repository.write('.git', 'gitdir: /\\ajeno.example\\a\n');
		},
		'a server (.git)': () => {
			rmSync(repository.pathOf('.git'), { recursive: true });
			repository.write('.git', 'gitdir: //ajeno.example/a\n');
		},
		'a server (commondir)': () => repository.write('.git/commondir', '//ajeno.example/a\n'),
		'a configuration without an end': () => repository.write('.git/config', '#'.repeat(2_000_000)),
	};
	for (const [name, lead] of Object.entries(leading)) {
		it(`is not asked where the repository leads to ${name}`, async () => {
			lead();

			await assert.rejects(ignoredOf(['a.log']), cannotTell(/files elsewhere|network location|not a regular file/));
		});
	}

	it('is not asked any more after so many processes, and what it knows by then it tells', async () => {
		const inner = new Repository('dentro', repository.root);
		const asked = asking({ processes: 2 });
		assert.deepEqual(await ignoredOf(['a.log', 'a.txt'], repository.root, asked), ['a.log']);

		await assert.rejects(ignoredOf(['a.log'], inner.root, asked), cannotTell(/limit of Git processes/));

		assert.deepEqual(await ignoredOf(['b.log'], repository.root, asked), ['b.log']);
	});

	it('is not there', async () => {
		await assert.rejects(ignoredOf(['a.log'], repository.root, asking({}, '')), cannotTell(/./));
		const none = new IgnoredByGit(async () => undefined, usual);
		await assert.rejects(ignoredOf(['a.log'], repository.root, none), cannotTell(/Git was not found/));
		assert.equal(await none.around(path.dirname(repository.root)), undefined);
	});

	onPosix('a script stands for Git, and pipes', () => {
		function standIn(script: string): string {
			const file = path.join(path.dirname(repository.root), 'git.sh');
			writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
			return file;
		}

		it('hangs: it is ended when its time is over, and so is the asking', async () => {
			const pids = path.join(path.dirname(repository.root), 'pids');
			const asked = asking({ answerMs: 3_000, allMs: 5_000 }, standIn(`echo $$ >> '${pids}'\nexec sleep 1000`));

			await assert.rejects(ignoredOf(['a.log'], repository.root, asked), cannotTell(/no answer within 3000 ms/));
			let why: unknown;
			for (let asks = 0; asks < 4 && !String(why).includes('time for Git is used up'); asks++) {
				const { root } = new Repository(`b${asks}`, repository.root);
				why = await ignoredOf(['a.log'], root, asked).catch(error => error);
			}
			cannotTell(/time for Git is used up/)(why);

			const [first = '', ...others] = readFileSync(pids, 'utf8').trim().split('\n');
			assert.ok(others.length > 0, 'what was left of the time was not used');
			assert.throws(() => process.kill(Number(first), 0), { code: 'ESRCH' });
		});

		it('hangs when it is asked what it tracks', async () => {
			const git = standIn(`case "$*" in *ls-files*) exec sleep 1000;; *) exec '${gitPath}' "$@";; esac`);

			await assert.rejects(ignoredOf(['a.log'], repository.root, asking({ answerMs: 2_000 }, git)), cannotTell(/./));
		});

		it('hangs because of a pipe where it looks for rules', async () => {
			execFileSync('mkfifo', [repository.pathOf('.git/tubo')]);
			repository.git('config', 'core.excludesFile', repository.pathOf('.git/tubo'));

			await assert.rejects(
				ignoredOf(['a.log'], repository.root, asking({ answerMs: 300 })),
				cannotTell(/no answer within/),
			);
		});

		it('is too old for an option, refuses a repository of somebody else, or ends in the middle', async () => {
			const scripts: readonly (readonly [string, RegExp])[] = [
				["echo 'error: unknown option `no-index'\"'\" >&2; exit 129", /unknown option/],
				[`GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${gitPath}' "$@"`, /dubious ownership/],
				["printf '\\0\\0\\0.git\\0'; exit 1", /check-ignore/],
			];
			for (const [script, reason] of scripts) {
				await assert.rejects(ignoredOf(['a.log'], repository.root, asking({}, standIn(script))), cannotTell(reason));
			}
		});

		it('gives more than anybody reads', async () => {
			const git = standIn("printf '\\0\\0'; exec yes");

			await assert.rejects(ignoredOf(['a.log'], repository.root, asking({}, git)), cannotTell(/too much/));
		});

		it('is asked about a folder through a link', async () => {
			const link = path.join(path.dirname(repository.root), 'enlace');
			symlinkSync(repository.root, link);

			assert.deepEqual(await ignoredOf(['a.log', 'a.txt'], link), ['a.log']);
		});

		it('is asked about a working tree whose .git names a folder with a line break in its name', async () => {
			const tree = path.join(path.dirname(repository.root), 'árbol');
			repository.git('init', '--quiet', `--separate-git-dir=${path.join(path.dirname(repository.root), 'a\nb')}`, tree);
			writeFileSync(path.join(tree, '.gitignore'), '*.txt\n');

			assert.deepEqual(await ignoredOf(['a.log', 'a.txt'], tree), ['a.txt']);
		});

		it('is asked about a repository whose path has what separates paths in it', async () => {
			const top = path.join(path.dirname(repository.root), 'a:b');
			mkdirSync(path.join(top, 'dentro'), { recursive: true });
			repository.git('init', '--quiet', top);
			writeFileSync(path.join(top, '.gitignore'), '*.txt\n');

			assert.deepEqual(await ignoredOf(['a.log', 'a.txt'], top), ['a.txt']);
		});
	});

	onLinux('other systems keep no such name', () => {
		it('is asked about a name that is no text, as far as there is text of it', async () => {
			const name = Buffer.concat([Buffer.from(repository.pathOf('a')), Buffer.from([0xe9]), Buffer.from('.log')]);
			writeFileSync(name, '');

			assert.deepEqual(await ignoredOf(['a\ufffd.log', 'a\ufffd.txt']), ['a\ufffd.log']);
		});
	});
});
