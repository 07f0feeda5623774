import type * as vscode from 'vscode';
import { type RefusedPattern, readBranchTask } from '../../attach/task/branch-task.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { timedMatch } from '../../machine/worker/timed-match.js';
import { findGit, followBranches, type Git, type GitRepository, readBranch, repositoryOf } from '../git/git.js';
import { branchPatternSetting } from '../settings/settings.js';

/** What the branch name says about the task. */
export interface BranchHint {
	readonly branch: string;
	readonly taskId?: number;
	readonly refusedPattern?: RefusedPattern;
}

/** Reads the branch that is checked out at these files; `undefined` if there is none. Never rejects. */
export async function readBranchHint(
	worker: BoundedWorker,
	files: readonly vscode.Uri[],
	signal: AbortSignal,
): Promise<BranchHint | undefined> {
	const git = await findGit(signal);
	return git && readHintOf(git, worker, files, signal);
}

/** Like `readBranchHint`, with a running Git extension. */
export async function readHintOf(
	git: Git,
	worker: BoundedWorker,
	files: readonly vscode.Uri[],
	signal: AbortSignal,
): Promise<BranchHint | undefined> {
	const repository = commonRepository(git, files);
	const branch = repository && (await readBranch(repository, signal));
	if (branch === undefined) {
		return undefined;
	}
	const match = (pattern: string, text: string) => timedMatch(worker, pattern, text, signal);
	return { branch, ...(await readBranchTask(branch, branchPatternSetting(), match)) };
}

/**
 * Reports what the branch of the open folders says, now and after each change, until `signal` aborts. Never rejects.
 */
export async function followBranchHint(
	worker: BoundedWorker,
	tell: (hint: BranchHint | undefined) => void,
	signal: AbortSignal,
): Promise<void> {
	const git = await findGit(signal);
	if (!git || signal.aborted) {
		return;
	}
	let looks = 0;
	const look = async (): Promise<void> => {
		looks += 1;
		const ours = looks;
		const hint = await readBranchHint(worker, [], signal);
		if (ours === looks && !signal.aborted) {
			tell(hint);
		}
	};
	const following = followBranches(git, () => void look());
	signal.addEventListener('abort', () => following.dispose(), { once: true });
	await look();
}

// Files of two repositories may belong to two tasks, so then no branch decides. For files outside all repositories,
// such as a download, the open workspace decides.
function commonRepository(git: Git, files: readonly vscode.Uri[]): GitRepository | undefined {
	const found = onePerPlace(git, files)
		.map(uri => repositoryOf(git, uri))
		.filter(repository => repository !== undefined);
	const all = found.length > 0 ? found : git.repositories;
	const roots = new Map(all.map(repository => [repository.rootUri.toString(), repository]));
	return roots.size === 1 ? [...roots.values()][0] : undefined;
}

// All files of a folder share a branch, and there may be thousands. A chosen folder may itself be a repository.
function onePerPlace(git: Git, files: readonly vscode.Uri[]): readonly vscode.Uri[] {
	const tops = new Set(git.repositories.map(({ rootUri }) => rootUri.toString()));
	const placeOf = (uri: vscode.Uri): string => {
		const address = uri.toString();
		return tops.has(address) ? address : address.slice(0, address.lastIndexOf('/'));
	};
	return [...new Map(files.map(uri => [placeOf(uri), uri])).values()];
}
