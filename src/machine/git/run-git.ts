import { execFile, type SpawnOptions } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import { CorError } from '../../attach/errors.js';

/** A patch is held in memory: Git is stopped when it gives more than this. */
export const maxPatchBytes = 100 * 1_000 * 1_000;

const timeoutMs = 60_000;

/** Which Git is run, and where. */
export interface GitRun {
	/** The Git that the editor's Git extension found. */
	readonly path: string;
	/** The repository's top folder. */
	readonly root: string;
	readonly signal: AbortSignal;
}

/** A repository whose places are known: Git does not look for them. */
export interface Repository extends GitRun {
	readonly gitDir: string;
}

export interface GitInput {
	/** Further environment variables. */
	readonly env?: Readonly<Record<string, string>>;
	readonly stdin?: Buffer;
	/** Exit codes that are no failure; 0 if left out. */
	readonly okCodes?: readonly number[];
}

// What a repository's configuration can name as a program to be run is taken from it here, as far as Git lets a caller.
const harmless = [
	'--no-pager',
	...[
		'core.fsmonitor=',
		`core.hooksPath=${process.execPath}`, // a file: nobody can put a hook below it
		'core.virtualFilesystem=', // this and the next one: a program, and one that downloads, in Microsoft's Git
		'core.useGVFSHelper=false',
		'core.splitIndex=false',
		'core.quotePath=false',
	].flatMap(setting => ['-c', setting]),
];

/**
 * Runs Git without a shell and resolves with the bytes of its output. Nothing that a repository configures is run but its
 * filters (`refuseFilters` finds these); nothing is fetched, and nobody is asked.
 * @throws CorError `git-missing`, `git-failed`, `patch-over-limit`; whatever, once `signal` is aborted
 */
export function runGit(git: GitRun | Repository, args: readonly string[], input: GitInput = {}): Promise<Buffer> {
	const gitDir = 'gitDir' in git ? [`--git-dir=${git.gitDir}`] : [];
	const command = harmlessCommand(git, ['--literal-pathspecs', ...gitDir, ...args], input.env);
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
		child.stdin?.on('error', () => undefined); // it ended before it had read all: its exit code tells why
		child.stdin?.end(input.stdin ?? '');
	});
}

/**
 * The arguments and options with which Git runs at a top folder, so that nothing that its repository configures is run but
 * filters, and nothing is fetched.
 * @throws CorError `git-missing` where the path of Git would be looked for in the repository
 */
export function harmlessCommand(
	git: Pick<GitRun, 'path' | 'root'>,
	args: readonly string[],
	env: GitInput['env'] = {},
): { readonly args: readonly string[]; readonly options: HarmlessOptions } {
	// Windows would look for a bare name in the repository first.
	if (process.platform === 'win32' && !isAbsolute(git.path)) {
		throw new CorError('git-missing', 'the path of Git is not absolute');
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

// The person's own configuration, which is in files or in the environment.
const kept = /^GIT_(?:EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/;

/** The environment without what sends Git elsewhere or makes it run something, and without a way to the network. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const clean = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || kept.test(name));
	return {
		...Object.fromEntries(clean),
		// A relative entry would be looked up in the repository.
		PATH: (env.PATH ?? '').split(delimiter).filter(isAbsolute).join(delimiter),
		GIT_ALLOW_PROTOCOL: 'none',
		GIT_NO_LAZY_FETCH: '1',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_SSH_COMMAND: 'false', // old versions of Git LFS connect before they are asked for anything
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
