import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../host/programs.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

export const gitPath = findProgram('git') ?? 'git';

/** A real repository in a folder of its own. */
export class Repository {
	readonly root: string;

	constructor(name = 'café del sur', above?: string) {
		this.root = path.join(temporaryFolder(above), name);
		mkdirSync(this.root);
		this.git('init', '--quiet', '--initial-branch=main');
		this.git('config', 'user.name', 'Ana');
		this.git('config', 'user.email', 'ana@example.org');
		this.git('config', 'commit.gpgSign', 'false');
		this.git('config', 'core.autocrlf', 'false'); // Git for Windows is installed with another one
	}

	git(...args: readonly string[]): string {
		return execFileSync(gitPath, args, { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	}

	pathOf(name: string): string {
		return path.join(this.root, name);
	}

	write(name: string, contents: string | Buffer, mode = 0o644): void {
		mkdirSync(path.dirname(this.pathOf(name)), { recursive: true });
		writeFileSync(this.pathOf(name), contents);
		chmodSync(this.pathOf(name), mode);
	}

	remove(name: string): void {
		rmSync(this.pathOf(name));
	}

	/** Leaves nothing but what Git knows. */
	clear(): void {
		for (const name of readdirSync(this.root).filter(entry => entry !== '.git')) {
			rmSync(this.pathOf(name), { recursive: true });
		}
	}

	commit(): void {
		this.git('add', '--all');
		this.git('commit', '--quiet', '--message', 'Work');
	}

	/** Contents and mode of every file of the working tree, by path. */
	tree(): Readonly<Record<string, string>> {
		const names = readdirSync(this.root, { recursive: true, withFileTypes: true })
			.filter(entry => entry.isFile())
			.map(entry => path.relative(this.root, path.join(entry.parentPath, entry.name)))
			.filter(name => !name.startsWith('.git/'))
			.sort();
		return Object.fromEntries(names.map(name => [name, this.#describe(name)]));
	}

	/** The same, of what is staged. */
	stagedTree(): string {
		return this.git('ls-files', '--stage', '-z');
	}

	/** Everything below `.git` with its bytes: what must not change when a patch is made. */
	insides(): Readonly<Record<string, string>> {
		const dir = this.pathOf('.git');
		const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
		const paths = files.map(entry => path.join(entry.parentPath, entry.name)).sort();
		return Object.fromEntries(paths.map(file => [path.relative(dir, file), readFileSync(file).toString('base64')]));
	}

	/** Another working tree as the last commit has it, to apply a patch in. */
	clone(): Repository {
		const copy = new Repository('copy');
		copy.git('pull', '--quiet', this.root, 'main');
		return copy;
	}

	/** Applies a patch to the working tree and the index. */
	apply(patch: Buffer): void {
		execFileSync(gitPath, ['apply', '--index', '-'], {
			cwd: this.root,
			input: patch,
			stdio: ['pipe', 'ignore', 'pipe'],
		});
	}

	delete(): void {
		removeTemporaryFolder(path.dirname(this.root));
	}

	#describe(name: string): string {
		const mode = statSync(this.pathOf(name)).mode & 0o100 ? 'x' : '-';
		return `${mode} ${readFileSync(this.pathOf(name)).toString('base64')}`;
	}
}

/** Gives each test the chance to be somebody with another configuration of Git, and puts the real one back. */
export function usePersonalGit(): { be(config: string): void } {
	let before: string | undefined;
	beforeEach(() => {
		before = process.env.GIT_CONFIG_GLOBAL;
	});
	afterEach(() => {
		if (before === undefined) {
			delete process.env.GIT_CONFIG_GLOBAL;
		} else {
			process.env.GIT_CONFIG_GLOBAL = before;
		}
	});
	return {
		be: config => {
			process.env.GIT_CONFIG_GLOBAL = config;
		},
	};
}
