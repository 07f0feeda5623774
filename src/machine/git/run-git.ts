import { execFile, type SpawnOptions } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import { CorError } from '../../attach/errors.js';

/** In bytes. A patch is kept in memory, so Git is stopped when its output is larger. */
export const maxPatchBytes = 100 * 1_000 * 1_000;

const timeoutMs = 60_000;

/** Which Git to run, and where. */
export interface GitRun {
	/** Path of the Git that VS Code's Git extension found. */
	readonly path: string;
	/** The repository's top folder. */
	readonly root: string;
	readonly signal: AbortSignal;
}

/** A repository whose folders are verified, so Git needn't search for them. */
export interface Repository extends GitRun {
	readonly gitDir: string;
	/** Hooks that its configuration names. Each run switches them off: Git 2.54 can't by the event. */
	readonly hooks?: readonly string[];
}

export interface GitInput {
	/** Additional environment variables. */
	readonly env?: Readonly<Record<string, string>>;
	readonly stdin?: Buffer;
	/** Exit codes that mean success. Default: 0. */
	readonly okCodes?: readonly number[];
}

// Switches off the programs that a repository's configuration can name, as far as Git allows.
const harmless = [
	'--no-pager',
	...[
		'core.fsmonitor=',
		`core.hooksPath=${process.execPath}`, // a file, so nobody can put a hook into it
		'core.virtualFilesystem=', // this and the next one are for Microsoft's Git: a program, and a downloader
		'core.useGVFSHelper=false',
		'core.splitIndex=false',
		'core.quotePath=false',
		'hook.post-index-change.enabled=false', // from Git 2.55; the only event of the commands we run
	].flatMap(setting => ['-c', setting]),
];

/**
 * Runs Git without a shell and resolves with its output. Git doesn't run anything that the repository configures except
 * filters (`refuseFilters` rejects those), downloads nothing, and asks nobody.
 * @throws CorError `git-missing`, `git-failed`, `patch-over-limit`; an `AbortError` after `signal` has aborted
 */
export function runGit(git: GitRun | Repository, args: readonly string[], input: GitInput = {}): Promise<Buffer> {
	const { gitDir, hooks = [] }: Partial<Repository> = git;
	const own = [
		...hooks.flatMap(name => ['-c', `hook.${name}.enabled=false`]),
		...(gitDir === undefined ? [] : [`--git-dir=${gitDir}`]),
	];
	const command = harmlessCommand(git, ['--literal-pathspecs', ...own, ...args], input.env);
	return new Promise((resolve, reject) => {
		const child = execFile(
			git.path,
			command.args,
			{
				...command.options,
				encoding: 'buffer',
				maxBuffer: maxPatchBytes,
				timeout: timeoutMs,
				signal: git.signal,
			},
			(error, stdout, stderr) => {
				if (!error || (typeof error.code === 'number' && input.okCodes?.includes(error.code))) {
					resolve(stdout);
				} else {
					reject(toGitError(error, args[0] ?? '', stderr));
				}
			},
		);
		child.stdin?.on('error', () => undefined); // Git ended before reading all input; its exit code says why
		child.stdin?.end(input.stdin ?? '');
	});
}

/**
 * Arguments and options for running Git at a top folder, so that it runs nothing that the repository configures except
 * filters, and downloads nothing.
 * @throws CorError `git-missing` if Git's path isn't absolute on Windows
 */
export function harmlessCommand(
	git: Pick<GitRun, 'path' | 'root'>,
	args: readonly string[],
	env: GitInput['env'] = {},
): { readonly args: readonly string[]; readonly options: HarmlessOptions } {
	// Windows would search the repository for a bare name first.
	if (process.platform === 'win32' && !isAbsolute(git.path)) {
		throw new CorError('git-missing', 'the path to Git is not absolute');
	}
	return {
		args: [...harmless, `--work-tree=${git.root}`, ...args],
		options: {
			cwd: git.root,
			env: { ...cleanEnvironment(process.env), ...env },
			killSignal: 'SIGKILL',
			windowsHide: true,
		},
	};
}

type HarmlessOptions = Required<Pick<SpawnOptions, 'env' | 'killSignal' | 'windowsHide'>> & { readonly cwd: string };

// Variables with the person's own configuration.
const kept = /^GIT_(?:EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/;

/** The environment without variables that redirect Git or make it run programs, and without network access. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const clean = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || kept.test(name));
	return {
		...Object.fromEntries(clean),
		// A relative entry would be searched in the repository.
		PATH: (env.PATH ?? '').split(delimiter).filter(isAbsolute).join(delimiter),
		GIT_ALLOW_PROTOCOL: 'none',
		GIT_NO_LAZY_FETCH: '1',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_SSH_COMMAND: 'false', // old versions of Git LFS connect even if nothing is needed
		GIT_TERMINAL_PROMPT: '0',
		LC_ALL: 'C',
	};
}

function toGitError(error: Error & { code?: unknown; killed?: boolean }, command: string, stderr: Buffer): Error {
	const name = `git ${command}`;
	if (error.name === 'AbortError') {
		return error;
	}
	if (error.code === 'ENOENT') {
		return new CorError('git-missing', `${name}: no such program or folder`, { cause: error });
	}
	if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
		const message = `${name} gives more than ${maxPatchBytes} bytes`;
		return new CorError('patch-over-limit', message, { limit: maxPatchBytes, cause: error });
	}
	const why = error.killed ? `stopped after ${timeoutMs} ms` : stderr.toString().trim().slice(0, 1_000);
	return new CorError('git-failed', `${name}: ${why}`, { cause: error });
}
