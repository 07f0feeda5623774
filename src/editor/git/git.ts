import * as vscode from 'vscode';
import { inTime } from '../../machine/in-time.js';

/** The used part of version 1 of the API of VS Code's Git extension. */
export interface Git {
	/** The Git program that the extension found. */
	readonly git: { readonly path: string };
	readonly state: 'uninitialized' | 'initialized';
	readonly onDidChangeState: vscode.Event<unknown>;
	readonly repositories: readonly GitRepository[];
	readonly onDidOpenRepository: vscode.Event<GitRepository>;
	readonly onDidCloseRepository: vscode.Event<GitRepository>;
	getRepository(uri: vscode.Uri): GitRepository | null;
}

export interface GitRepository {
	readonly rootUri: vscode.Uri;
	readonly state: GitRepositoryState;
}

interface GitRepositoryState {
	/** `undefined` until Git has been asked once. Without `name` in a detached HEAD. */
	readonly HEAD: { readonly name?: string } | undefined;
	readonly onDidChange: vscode.Event<void>;
}

interface GitExtension {
	readonly enabled: boolean;
	getAPI(version: 1): Git;
}

/**
 * VS Code's Git extension, after it has found the workspace's repositories. `undefined` if it is missing (as in an
 * untrusted workspace), disabled or without Git, or if `signal` aborts. Never rejects.
 */
export async function findGit(signal: AbortSignal): Promise<Git | undefined> {
	const git = await startedGit();
	return git && (await holds(() => git.state === 'initialized', git.onDidChangeState, signal)) ? git : undefined;
}

const programMs = 5_000;

/** Path of the Git program of VS Code's Git extension. `undefined` as for `findGit`, and after 5 s. Never rejects. */
export async function findGitProgram(): Promise<string | undefined> {
	return vscode.workspace.isTrusted ? (await inTime(startedGit(), programMs))?.git.path : undefined;
}

/** VS Code's Git extension if it is already running, in any state. */
export function runningGit(): Git | undefined {
	const extension = gitExtension();
	try {
		return extension?.isActive ? apiOf(extension.exports) : undefined;
	} catch {
		return undefined; // no version 1 of its API
	}
}

async function startedGit(): Promise<Git | undefined> {
	const extension = gitExtension();
	try {
		return apiOf(extension?.isActive ? extension.exports : await extension?.activate());
	} catch {
		return undefined; // it did not start, or has no version 1 of its API
	}
}

function gitExtension(): vscode.Extension<GitExtension> | undefined {
	return vscode.extensions.getExtension<GitExtension>('vscode.git');
}

function apiOf(exports: GitExtension | undefined): Git | undefined {
	return exports?.enabled ? exports.getAPI(1) : undefined;
}

/** The repository that contains a local file. */
export function repositoryOf(git: Git, uri: vscode.Uri): GitRepository | undefined {
	return (uri.scheme === 'file' && git.getRepository(uri)) || undefined;
}

/** Name of the branch; `undefined` in a detached HEAD, or if `signal` aborts. Never rejects. */
export async function readBranch({ state }: GitRepository, signal: AbortSignal): Promise<string | undefined> {
	await holds(() => state.HEAD !== undefined, state.onDidChange, signal);
	return state.HEAD?.name;
}

/** Calls `changed` whenever the branches change, until it is disposed. */
export function followBranches(git: Git, changed: () => void): vscode.Disposable {
	const branches = (): string =>
		git.repositories.map(({ rootUri, state }) => `${rootUri.toString()} ${state.HEAD?.name}`).join('\n');
	const states = new Map<string, vscode.Disposable>(); // by root: each event has an object of its own for a repository
	let last = branches();
	const look = (): void => {
		const now = branches();
		if (now !== last) {
			last = now;
			changed();
		}
	};
	const follow = ({ rootUri, state }: GitRepository): void => {
		states.set(rootUri.toString(), state.onDidChange(look));
		look();
	};
	git.repositories.forEach(follow);
	const events = [
		git.onDidOpenRepository(follow),
		git.onDidCloseRepository(({ rootUri }) => {
			states.get(rootUri.toString())?.dispose();
			states.delete(rootUri.toString());
			look();
		}),
	];
	return new vscode.Disposable(() => vscode.Disposable.from(...events, ...states.values()).dispose());
}

/**
 * Waits until `isSo` is true, checking at each `event`. Resolves with whether it became true before `signal` aborted.
 */
async function holds(isSo: () => boolean, event: vscode.Event<unknown>, signal: AbortSignal): Promise<boolean> {
	if (isSo() || signal.aborted) {
		return isSo();
	}
	const subscriptions: vscode.Disposable[] = [];
	await new Promise<void>(resolve => {
		subscriptions.push(event(() => isSo() && resolve()));
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
	vscode.Disposable.from(...subscriptions).dispose();
	return isSo();
}
