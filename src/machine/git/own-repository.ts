import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { CorError } from '../../attach/errors.js';
import { isInside } from '../real-places.js';
import { readPath } from './git-folder.js';
import { type GitRun, type Repository, runGit } from './run-git.js';

/**
 * The repository at a top folder, with both of its folders verified, so that nothing in it (`core.worktree`, a `.git`
 * file, `commondir`, links) can lead Git to another repository of this person.
 * @throws CorError `no-repository` if Git would read anything outside this repository; and what `runGit` throws
 */
export async function ownRepository(git: GitRun): Promise<Repository> {
	const root = await realPath(git.root);
	const dotGit = path.join(root, '.git');
	await realPath(dotGit);
	// Let Git find the repository once: only then does it refuse one that belongs to another user.
	const output = await runGit(git, ['rev-parse', '--absolute-git-dir', '--git-common-dir']);
	const [found = '', common = ''] = output.toString().split('\n');
	const gitDir = await realPath(found);
	const commonDir = await realPath(path.resolve(root, common));
	const own: Repository = { ...git, root, gitDir };
	if (!((await isOwn(own, commonDir)) && (await leadsNowhere(own, commonDir)))) {
		throw new CorError(
			'no-repository',
			`the Git folder of ${root} belongs to another repository or contains links: ${gitDir}, ${commonDir}`,
		);
	}
	return own;
}

async function isOwn(git: Repository, commonDir: string): Promise<boolean> {
	const { root, gitDir } = git;
	if (gitDir !== commonDir) {
		// A linked worktree: the main repository records where it is.
		const isWorktree = path.dirname(gitDir) === path.join(commonDir, 'worktrees');
		const named = isWorktree ? await readPath(path.join(gitDir, 'gitdir')).catch(() => undefined) : undefined;
		return named !== undefined && isPlace(path.join(root, '.git'), gitDir, named);
	}
	if ((await lstat(path.join(root, '.git'))).isDirectory()) {
		return gitDir === path.join(root, '.git');
	}
	// A submodule: its Git folder is inside the outer repository's, and its config names the working tree.
	const worktree = await runGit(git, ['config', '--get', 'core.worktree'], { okCodes: [1] });
	return isInside(gitDir, [root]) || isPlace(root, gitDir, worktree.toString().replace(/\n$/, ''));
}

// What Git reads first. It would follow a link here.
const insides = ['HEAD', 'config', 'config.worktree', 'index', 'objects', 'packed-refs', 'refs'];

async function leadsNowhere(git: Repository, commonDir: string): Promise<boolean> {
	const folders = [git.gitDir, commonDir];
	const branch = await runGit(git, ['rev-parse', '--verify', '--quiet', '--symbolic-full-name', 'HEAD'], {
		okCodes: [1, 128], // no commit yet
	});
	for (const folder of folders) {
		for (const name of [...insides, branch.toString().trim()]) {
			const place = await realpath(path.join(folder, name)).catch(() => folder);
			if (!isInside(place, folders)) {
				return false;
			}
		}
	}
	return true;
}

async function isPlace(wanted: string, from: string, written: string): Promise<boolean> {
	const place = path.resolve(from, written);
	const folder = await realpath(path.dirname(place)).catch(() => '');
	return written !== '' && path.join(folder, path.basename(place)) === wanted;
}

async function realPath(file: string): Promise<string> {
	try {
		return await realpath(file);
	} catch (cause) {
		throw new CorError('no-repository', `${file} does not exist or cannot be read`, { cause });
	}
}
