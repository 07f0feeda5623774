import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makePatch, type PatchRequest } from '../../src/machine/git/patch.js';
import { onPosix } from '../host/systems.js';
import { gitPath, Repository } from './repository.js';

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
		outside = forShell(mkdtempSync(path.join(os.tmpdir(), 'ran-')));
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
	afterEach(() => {
		repository.delete();
		rmSync(outside, { recursive: true, force: true });
	});

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

	for (const kind of ['clean', 'process']) {
		it(`runs no filter (${kind}): all changes are refused, what is staged needs none`, async () => {
			repository.git('config', `filter.suyo = raro.${kind}`, program);
			repository.write('.git/info/attributes', '*.txt "filter=suyo = raro"\n');

			await assert.rejects(make(all), { kind: 'git-programs', message: /: suyo = raro$/ });
			assert.ok(await make(staged));
			assert.ok(!hasRun());
		});
	}

	it('may name a filter that the person has set up, which runs', async () => {
		const config = path.join(outside, 'config');
		const before = process.env.GIT_CONFIG_GLOBAL;
		process.env.GIT_CONFIG_GLOBAL = config;
		try {
			repository.git('config', '--global', 'filter.mine.clean', program);
			repository.git('config', 'filter.mine.clean', program);
			repository.write('.gitattributes', '*.txt filter=mine\n');

			assert.ok(await make(all));

			assert.ok(hasRun());
		} finally {
			if (before === undefined) {
				delete process.env.GIT_CONFIG_GLOBAL;
			} else {
				process.env.GIT_CONFIG_GLOBAL = before;
			}
		}
	});

	it('fetches nothing for what it lacks', async () => {
		const blob = repository.git('rev-parse', 'HEAD:a.txt').trim();
		repository.git('config', 'core.repositoryFormatVersion', '1');
		repository.git('config', 'extensions.partialClone', 'theirs');
		repository.git('config', 'remote.theirs.promisor', 'true');
		repository.git('config', 'remote.theirs.url', `ext::${program}`);
		repository.git('config', 'protocol.ext.allow', 'always');
		repository.git('config', 'protocol.allow', 'always');
		repository.remove(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`);
		assert.throws(() => repository.git('diff', 'HEAD'));
		assert.ok(hasRun(), 'the trap does not work');
		rmSync(path.join(outside, 'ran'));

		await assert.rejects(make(all), { kind: 'git-failed' });

		assert.ok(!hasRun());
	});

	it('does not see what the environment says to Git', async () => {
		const set = { GIT_EXTERNAL_DIFF: program, GIT_DIR: outside, GIT_INDEX_FILE: program, GIT_DIFF_OPTS: '-u0' };
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
