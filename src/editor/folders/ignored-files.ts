import * as vscode from 'vscode';
import { isInNoFile } from '../../attach/plan/made-file.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { IgnoredByGit } from '../../machine/git/ignored-by-git.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { findGitProgram } from '../git/git.js';
import { baseName } from './folders.js';
import { IgnoredFinder, readRules, rulesAbove } from './ignore-rules.js';
import { askGit, pathIn } from './ignoring.js';

const rulesTimeMs = 1_000;
const gitLimits = { processes: 40, answerMs: 2_000, allMs: 5_000 };

/**
 * Adds a doubt to files that were chosen directly although Git ignores them; folders have skipped such files already.
 * Never rejects: unusable rules raise no doubt. After the signal has aborted, the files stay as they are.
 */
export async function doubtIgnored<File extends CheckedFile>(
	worker: BoundedWorker,
	files: readonly File[],
	signal?: AbortSignal,
): Promise<readonly File[]> {
	const finder = new IgnoredFinder(worker, rulesTimeMs, signal);
	const git = new IgnoredByGit(findGitProgram, gitLimits);
	const ignored = new Set<File>();
	try {
		for (const [folder, inFolder] of byFolder(files.filter(isChosenItself))) {
			const found = signal?.aborted ? [] : await findIgnored(git, finder, vscode.Uri.parse(folder, true), inFolder);
			for (const file of found) {
				ignored.add(file);
			}
		}
	} finally {
		await git.dispose();
	}
	return files.map(file => (ignored.has(file) ? { ...file, doubts: [...file.doubts, { kind: 'ignored' }] } : file));
}

function isChosenItself(file: CheckedFile): boolean {
	return !file.relativePath.includes('/') && !file.problem && !isInNoFile(file);
}

/** The files by the URI of their folder, since they share its rules. */
function byFolder<File extends CheckedFile>(files: readonly File[]): ReadonlyMap<string, readonly File[]> {
	const folders = new Map<string, File[]>();
	for (const file of files) {
		const folder = vscode.Uri.joinPath(vscode.Uri.parse(file.uri, true), '..').toString();
		const others = folders.get(folder);
		if (others) {
			others.push(file);
		} else {
			folders.set(folder, [file]);
		}
	}
	return folders;
}

async function findIgnored<File extends CheckedFile>(
	git: IgnoredByGit,
	finder: IgnoredFinder,
	folder: vscode.Uri,
	files: readonly File[],
): Promise<readonly File[]> {
	try {
		const found = await askGit(folder, () => ignoredByGit(git, folder, files));
		if (found) {
			return found.answer;
		}
		const rules = [...((await rulesAbove(folder)) ?? []), ...(await readRules(folder, '.gitignore'))];
		const entries = files.map(({ uri }) => ({ uri: vscode.Uri.parse(uri, true), isFolder: false }));
		const [isIgnored] = await finder.find(entries, [rules]);
		return files.filter((_, index) => isIgnored?.[index]);
	} catch {
		return []; // the rules are too long or take too long
	}
}

async function ignoredByGit<File extends CheckedFile>(
	git: IgnoredByGit,
	folder: vscode.Uri,
	files: readonly File[],
): Promise<readonly File[]> {
	const around = await git.around(folder.fsPath);
	const paths = around ? files.map(({ uri }) => pathIn(around, baseName(vscode.Uri.parse(uri, true)))) : [];
	const ignored = (await around?.rules.ignored(paths)) ?? [];
	return files.filter((_, index) => ignored[index]);
}
