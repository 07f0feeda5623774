import { isUtf8 } from 'node:buffer';
import { copyFile, lstat, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CorError } from '../../attach/errors.js';
import { isMissing } from '../file-facts.js';
import { refuseFilters } from './git-filters.js';
import { ownRepository } from './own-repository.js';
import { type GitRun, maxPatchBytes, type Repository, runGit } from './run-git.js';

/** `staged`: from the last commit to the index. `all`: from the last commit to the working tree. */
export type Changes = 'staged' | 'all';

export interface PatchRequest {
	readonly changes: Changes;
	/** Paths from the repository's top, with `/` between the parts. All files if missing. */
	readonly paths?: readonly string[];
	/** With `all`: whether to include files that Git neither tracks nor ignores. */
	readonly hasUntracked: boolean;
}

export interface Patch {
	readonly bytes: Buffer;
	/** Paths of the files in the patch, each once. A renamed file has two. */
	readonly paths: readonly string[];
}

/**
 * Creates a patch that `git apply` restores byte for byte, including binary files and renames. Doesn't write to the
 * repository or its index. `undefined` if nothing has changed.
 * @throws CorError `git-programs`, `merge-conflicts`, `patch-over-limit`, `no-repository`, `git-missing`, `git-failed`;
 * `file-name-unclear` if one of the wanted `paths` may be a name that isn't UTF-8
 */
export async function makePatch(where: GitRun, request: PatchRequest): Promise<Patch | undefined> {
	const own = await ownRepository(where);
	if (request.changes === 'staged') {
		return diff(own, ['--cached'], request, {});
	}
	const git = await refuseFilters(own);
	const folder = await mkdtemp(path.join(tmpdir(), 'cor-index-'));
	try {
		const env = { GIT_INDEX_FILE: path.join(folder, 'index') };
		await copyIndex(git, env.GIT_INDEX_FILE);
		if (request.hasUntracked) {
			await addUntracked(git, env);
		}
		return await diff(git, [await lastCommit(git)], request, env);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

// Options that override whatever the configuration says about the form of a diff and about diff programs.
const form = [
	'--no-ext-diff',
	'--no-textconv',
	'--no-color',
	'--binary',
	'--full-index',
	'--find-renames',
	'--submodule=short',
	'--ignore-submodules=dirty', // otherwise Git also runs in submodules, with their configuration
	'--src-prefix=a/',
	'--dst-prefix=b/',
	'-O/dev/null',
];
const settings = [
	'diff.relative=false',
	'diff.autoRefreshIndex=true',
	'diff.wsErrorHighlight=none',
	'diff.suppressBlankEmpty=false',
].flatMap(setting => ['-c', setting]);

type Environment = Readonly<Record<string, string>>;

async function diff(
	git: Repository,
	range: readonly string[],
	{ paths }: PatchRequest,
	env: Environment,
): Promise<Patch | undefined> {
	const run = (...args: readonly string[]) => runGit(git, [...settings, 'diff', ...form, ...range, ...args], { env });
	const chosen = paths && new Set(paths);
	const changed = readChanges(await run('--name-status', '-z')).filter(
		({ from, to }) => !chosen || chosen.has(to) || chosen.has(from),
	);
	if (changed.length === 0) {
		return undefined;
	}
	if (paths && !changed.every(({ isExact }) => isExact)) {
		throw new CorError('file-name-unclear', 'a name that is not UTF-8 cannot be handed to Git'); // only as a text
	}
	const conflicts = readConflicts(await runGit(git, ['ls-files', '--unmerged', '-z'], { env }));
	if (changed.some(({ to }) => conflicts.has(to))) {
		throw new CorError('merge-conflicts', 'files with conflicts are among the changes');
	}
	const parts: Buffer[] = [];
	let size = 0;
	for (const pathspecs of paths ? chunks(changed) : [[]]) {
		const part = await run('--patch', '--unified=3', '--', ...pathspecs);
		size += part.byteLength;
		if (size > maxPatchBytes) {
			throw new CorError('patch-over-limit', `the patch has ${size} bytes or more`, { limit: maxPatchBytes });
		}
		parts.push(part);
	}
	return { bytes: Buffer.concat(parts), paths: [...new Set(changed.flatMap(({ from, to }) => [from, to]))] };
}

interface Change {
	readonly from: string;
	readonly to: string;
	/** Whether both names are UTF-8. Otherwise they have U+FFFD where bytes were lost. */
	readonly isExact: boolean;
}

// `M\0path\0`, but for a rename `R087\0old\0new\0`.
function readChanges(output: Buffer): readonly Change[] {
	// Latin-1 preserves the bytes of names in any encoding.
	const fields = output.toString('latin1').split('\0');
	const changes: Change[] = [];
	for (let index = 0; index + 1 < fields.length; ) {
		const isRename = /^[RC]/.test(fields[index] ?? '');
		const end = index + (isRename ? 3 : 2);
		const names = fields.slice(index + 1, end).map(name => Buffer.from(name, 'latin1'));
		const [from = '', to = from] = names.map(String);
		changes.push({ from, to, isExact: names.every(isUtf8) });
		index = end;
	}
	return changes;
}

// One entry: `mode object stage\tpath\0`.
function readConflicts(output: Buffer): ReadonlySet<string> {
	const entries = output.toString().split('\0');
	return new Set(entries.map(entry => entry.slice(entry.indexOf('\t') + 1)));
}

const maxArgumentCharacters = 16_000; // the limit of a Windows command line is 32,767

/** Both paths of each change, in chunks that fit into a command line. */
function* chunks(changes: readonly Change[]): Generator<readonly string[]> {
	let chunk: string[] = [];
	let length = 0;
	for (const { from, to } of changes) {
		if (length > 0 && length + from.length + to.length > maxArgumentCharacters) {
			yield chunk;
			chunk = [];
			length = 0;
		}
		chunk.push(...new Set([from, to]));
		length += from.length + to.length;
	}
	yield chunk;
}

async function copyIndex(git: Repository, to: string): Promise<void> {
	const index = (await runGit(git, ['rev-parse', '--git-path', 'index'])).toString().replace(/\n$/, '');
	try {
		const from = path.resolve(git.root, index);
		const found = await lstat(from);
		if (!found.isFile()) {
			throw new Error('not a regular file');
		}
		const { mtimeMs } = found;
		await copyFile(from, to);
		// Keep the time: Git compares it with the files' times to find changes in the moment the index was written.
		await utimes(to, new Date(), new Date(Math.floor(mtimeMs)));
	} catch (cause) {
		if (!isMissing(cause)) {
			throw new CorError('git-failed', `the index cannot be copied: ${String(cause)}`, { cause });
		}
		// No index yet: nothing was ever added.
	}
}

// Adds untracked files as empty ones to the index, so that `git diff` compares them with the working tree.
async function addUntracked(git: Repository, env: Environment): Promise<void> {
	const listed = await runGit(git, ['ls-files', '--others', '--exclude-standard', '-z'], { env });
	// Latin-1 preserves the bytes of names in any encoding.
	const files = listed.toString('latin1').split('\0');
	const emptyFile = (await runGit(git, ['hash-object', '-t', 'blob', '--stdin'])).toString().trim();
	const entries = files
		.filter(file => file !== '' && !file.endsWith('/')) // a nested repository
		.map(file => `100644 ${emptyFile}\t${file}\0`);
	if (entries.length > 0) {
		await runGit(git, ['update-index', '-z', '--index-info'], { env, stdin: Buffer.from(entries.join(''), 'latin1') });
	}
}

/** The last commit, or the empty tree if there is no commit yet. */
async function lastCommit(git: Repository): Promise<string> {
	const commit = await runGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { okCodes: [1] });
	const tree = commit.length > 0 ? commit : await runGit(git, ['hash-object', '-t', 'tree', '--stdin']);
	return tree.toString().trim();
}
