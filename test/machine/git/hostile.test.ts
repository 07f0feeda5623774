import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePatch, type PatchRequest } from '../../../src/machine/git/patch.js';
import { onPosix } from '../../host/systems.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { gitPath, Repository, usePersonalGit } from '../kit/repository.js';

const all: PatchRequest = { changes: 'all', hasUntracked: true };
const staged: PatchRequest = { changes: 'staged', hasUntracked: true };

// Git runs a program through a shell, which takes a backslash for something else.
const forShell = (file: string) => file.split(path.sep).join('/');

describe('a repository that wants Git to run its programs', () => {
	let repository: Repository;
	let outside: string;
	let program: string;
	beforeEach(() => {
		repository = new Repository('ajeno');
		outside = forShell(temporaryFolder());
		repository.write('.gitattributes', '*.txt diff=theirs\n');
		repository.write('a.txt', 'a\n');
		repository.commit();
		repository.write('a.txt', 'b\n');
		repository.write('nuevo.txt', 'c\n');
		repository.git('add', 'a.txt');
		repository.write('a.txt', 'd\n');
		repository.write('.git/programa.sh', `#!/bin/sh\necho "$@" >> '${outside}/ran'\n`, 0o755);
		program = forShell(repository.pathOf('.git/programa.sh'));
	});
	afterEach(() => repository.delete());

	const make = (request: PatchRequest) =>
		makePatch({ path: gitPath, root: repository.root, signal: new AbortController().signal }, request);
	const hasRun = () => existsSync(path.join(outside, 'ran'));

	// A file that is as committed, but written since: Git refreshes its index.
	function touch(seconds: number): void {
		utimesSync(repository.pathOf('.gitattributes'), seconds, seconds);
	}

	async function bothAreMade(): Promise<void> {
		const [first, second] = [await make(all), await make(staged)];
		assert.match(first?.bytes.toString() ?? '', /^-a\n\+d$/m);
		assert.match(second?.bytes.toString() ?? '', /^-a\n\+b$/m);
	}

	const traps: Readonly<Record<string, () => void>> = {
		'diff.external': () => repository.git('config', 'diff.external', program),
		'a diff driver': () => repository.git('config', 'diff.theirs.command', program),
		textconv: () => repository.git('config', 'diff.theirs.textconv', program),
		'core.fsmonitor': () => repository.git('config', 'core.fsmonitor', program),
		'a hook': () => repository.write('.git/hooks/post-index-change', readFileSync(program), 0o755),
		'core.hooksPath': () => {
			repository.write('.git/theirs/post-index-change', readFileSync(program), 0o755);
			repository.git('config', 'core.hooksPath', repository.pathOf('.git/theirs'));
		},
		'core.fsmonitor with a hook of version 2': () => {
			repository.git('config', 'core.fsmonitorHookVersion', '2');
			repository.git('config', 'core.fsmonitor', program);
		},
		'a file that include.path names': () => {
			repository.write('.git/theirs', `[core]\n\tfsmonitor = ${program}\n`);
			repository.git('config', 'include.path', 'theirs');
		},
		'a file that includeIf names': () => {
			repository.write('.git/theirs', `[diff]\n\texternal = ${program}\n`);
			repository.git('config', 'includeIf.gitdir:/**.path', 'theirs');
		},
		'config.worktree': () => {
			repository.git('config', 'extensions.worktreeConfig', 'true');
			repository.git('config', '--worktree', 'core.fsmonitor', program);
		},
		'a filter of a submodule': () => {
			const inside = new Repository('dentro', path.dirname(repository.root));
			inside.write('a.txt', 'a\n');
			inside.commit();
			repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inside.root, 'sub');
			repository.git('-C', 'sub', 'config', 'filter.theirs.clean', program);
			repository.write('.git/modules/sub/info/attributes', '*.txt filter=theirs\n');
			repository.write('sub/a.txt', 'b\n');
		},
	};
	for (const [name, set] of Object.entries(traps)) {
		it(`runs nothing by ${name}, and the patches are made`, async () => {
			set();
			touch(1_600_000_000);
			repository.git('diff', 'HEAD');
			repository.git('status');
			assert.ok(hasRun(), 'the trap does not work');
			rmSync(path.join(outside, 'ran'));
			touch(1_700_000_000);

			await bothAreMade();

			assert.ok(!hasRun());
		});
	}

	/** What each Git that makes this patch is told. */
	async function commandsFor(request: PatchRequest): Promise<readonly string[]> {
		const [git, said] = [path.join(outside, 'git'), path.join(outside, 'said')];
		writeFileSync(git, `#!/bin/sh\necho "$*" >> '${said}'\nexec '${gitPath}' "$@"\n`, { mode: 0o755 });
		await makePatch({ path: git, root: repository.root, signal: new AbortController().signal }, request);
		return readFileSync(said, 'utf8').trim().split('\n');
	}

	describe('by hooks in its configuration, which Git runs from 2.54 on', () => {
		const setHook = (name: string) => {
			repository.git('config', `hook.${name}.event`, 'post-index-change');
			repository.git('config', `hook.${name}.command`, program);
		};

		it('runs none, and the patches are made', async () => {
			setHook('theirs');
			setHook('con espacios. Y puntos');
			touch(1_700_000_000);

			await bothAreMade();

			assert.ok(!hasRun());
		});

		it('switches off the event in each run, and by its name each hook where Git writes an index', async () => {
			setHook('theirs');
			setHook('other.One');

			const commands = await commandsFor(all);

			for (const command of commands) {
				assert.match(command, / -c hook\.post-index-change\.enabled=false /);
			}
			const writing = commands.filter(command => / (?:update-index|diff) /.test(command));
			assert.ok(writing.length >= 3);
			for (const command of writing) {
				assert.match(command, / -c hook\.theirs\.enabled=false -c hook\.other\.One\.enabled=false /);
			}
		});

		it('makes no patch of all changes where the name of one does not fit into the option', async () => {
			setHook('a=b');
			await assert.rejects(make(all), { kind: 'git-programs', message: /: hook\.a=b$/ });
		});
	});

	for (const kind of ['clean', 'process']) {
		it(`runs no filter (${kind}): all changes are refused, what is staged needs none`, async () => {
			repository.git('config', `filter.suyo = raro.${kind}`, program);
			repository.write('.git/info/attributes', '*.txt "filter=suyo = raro"\n');

			await assert.rejects(make(all), { kind: 'git-programs', message: /: suyo = raro$/ });
			assert.ok(await make(staged));
			assert.ok(!hasRun());
		});
	}

	describe('and a person who has set up filters', () => {
		const personal = usePersonalGit();
		beforeEach(() => {
			personal.be(path.join(outside, 'config'));
			repository.write('.git/info/attributes', '*.txt filter=lfs\n');
			repository.git('config', '--global', 'filter.lfs.clean', standIn());
		});

		// As Git LFS does: it runs what the configuration names.
		function standIn(): string {
			const theirs = '$(git config lfs.extension.theirs.clean || git config -f .lfsconfig lfs.extension.theirs.clean)';
			repository.write(
				'.git/lfs.sh',
				`#!/bin/sh\necho lfs >> '${outside}/lfs'\neval "${theirs}" > /dev/null\nexec cat\n`,
				0o755,
			);
			return repository.pathOf('.git/lfs.sh');
		}

		it('runs a filter of the person, also where the repository names the same', async () => {
			repository.git('config', 'filter.lfs.clean', repository.pathOf('.git/lfs.sh'));

			await bothAreMade();

			assert.ok(existsSync(path.join(outside, 'lfs')));
		});

		it('runs Git LFS in a repository that says of it what is ordinary', async () => {
			repository.git('config', 'lfs.repositoryFormatVersion', '0');
			repository.git('config', 'lfs.https://git.example.org/a.git/info/lfs.access', 'basic');
			repository.git('config', 'lfs.https://git.example.org/a.git/info/lfs.locksVerify', 'true');
			repository.write('.lfsconfig', '[lfs]\n\turl = https://git.example.org/a.git/info/lfs\n');

			await bothAreMade();

			assert.ok(existsSync(path.join(outside, 'lfs')));
		});

		const extension = () => `[lfs "extension.theirs"]\n\tclean = ${program}\n\tpriority = 0\n`;
		const told: Readonly<Record<string, () => void>> = {
			'the configuration': () => repository.git('config', 'lfs.extension.theirs.clean', program),
			'the configuration, in capital letters': () => repository.git('config', 'LFS.extension.theirs.CLEAN', program),
			'a file that include.path names': () => {
				repository.write('.git/theirs', extension());
				repository.git('config', 'include.path', 'theirs');
			},
			'config.worktree': () => {
				repository.git('config', 'extensions.worktreeConfig', 'true');
				repository.git('config', '--worktree', 'lfs.extension.theirs.clean', program);
			},
			'.lfsconfig': () => repository.write('.lfsconfig', extension()),
		};
		for (const [place, set] of Object.entries(told)) {
			it(`runs no filter that reads programs from ${place}`, async () => {
				set();
				repository.git('diff', 'HEAD');
				assert.ok(hasRun(), 'the trap does not work');
				rmSync(path.join(outside, 'ran'));

				await assert.rejects(make(all), { kind: 'git-programs', message: /lfs\.extension\.theirs\.clean/ });

				assert.ok(await make(staged));
				assert.ok(!hasRun());
			});
		}

		it('refuses a .lfsconfig of the index or of the last commit', async () => {
			repository.write('.lfsconfig', extension());
			repository.git('add', '.lfsconfig');
			repository.remove('.lfsconfig');
			await assert.rejects(make(all), { kind: 'git-programs' });

			repository.git('commit', '--quiet', '--message', 'Set');
			repository.git('rm', '--quiet', '--cached', '.lfsconfig');
			await assert.rejects(make(all), { kind: 'git-programs' });
		});

		for (const key of ['lfs.customTransfer.theirs.path', 'lfs.standaloneTransferAgent', 'lfs.storage', 'lfs.unknown']) {
			it(`runs no filter where the repository sets ${key}`, async () => {
				repository.git('config', key, program);

				await assert.rejects(make(all), { kind: 'git-programs' });
			});
		}

		it('runs no filter, of whatever name, whose section the repository sets', async () => {
			repository.git('config', '--global', 'filter.Mine.process', 'mine');
			repository.git('config', 'mine.program', program);

			await assert.rejects(make(all), { kind: 'git-programs', message: /mine\.program/ });
		});
	});

	const remotes: Readonly<Record<string, () => void>> = {
		'ext::': () => repository.git('config', 'remote.theirs.url', `ext::${program}`),
		SSH: () => {
			repository.git('config', 'remote.theirs.url', 'ssh://git@example.org/a.git');
			repository.git('config', 'core.sshCommand', program);
		},
		'a folder, with a program of theirs': () => {
			repository.git('config', 'remote.theirs.url', repository.root);
			repository.git('config', 'remote.theirs.uploadPack', program);
		},
		'a proxy of theirs': () => {
			repository.git('config', 'remote.theirs.url', 'git://example.org/a.git');
			repository.git('config', 'core.gitProxy', program);
		},
	};
	for (const [name, set] of Object.entries(remotes)) {
		it(`fetches nothing for what it lacks by ${name}`, async () => {
			const blob = repository.git('rev-parse', 'HEAD:a.txt').trim();
			repository.git('config', 'core.repositoryFormatVersion', '1');
			repository.git('config', 'extensions.partialClone', 'theirs');
			repository.git('config', 'remote.theirs.promisor', 'true');
			repository.git('config', 'protocol.ext.allow', 'always');
			repository.git('config', 'protocol.allow', 'always');
			set();
			repository.remove(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`);
			assert.throws(() => repository.git('diff', 'HEAD'));
			assert.ok(hasRun(), 'the trap does not work');
			rmSync(path.join(outside, 'ran'));

			await assert.rejects(make(all), { kind: 'git-failed' });

			assert.ok(!hasRun());
		});
	}

	it("tells any Git to run nothing, also what only Microsoft's would run", async () => {
		for (const line of await commandsFor(all)) {
			assert.match(line, / -c core\.fsmonitor= .*-c core\.virtualFilesystem= -c core\.useGVFSHelper=false /);
		}
	});

	it('does not see what the environment says to Git', async () => {
		const set = {
			GIT_EXTERNAL_DIFF: program,
			GIT_DIR: outside,
			GIT_INDEX_FILE: program,
			GIT_DIFF_OPTS: '-u0',
			GIT_WORK_TREE: outside,
			GIT_COMMON_DIR: outside,
		};
		Object.assign(process.env, set);
		try {
			await bothAreMade();
		} finally {
			for (const name of Object.keys(set)) {
				delete process.env[name];
			}
		}
		assert.ok(!hasRun());
	});

	onPosix('runGit takes no bare name on Windows', () => {
		it('is not the place where Git is looked for', async () => {
			repository.write('git', readFileSync(program), 0o755);
			const before = process.env.PATH;
			process.env.PATH = `.${path.delimiter}${path.delimiter}${before}`;
			try {
				const git = { path: 'git', root: repository.root, signal: new AbortController().signal };
				assert.ok(await makePatch(git, staged));
			} finally {
				process.env.PATH = before;
			}
			assert.ok(!hasRun());
		});
	});
});
