import * as vscode from 'vscode';
import { isMade } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { TimeBudget } from '../../machine/timed-code.js';
import { findIgnored, type IgnoreRules, readRules, rulesAbove } from './ignore-rules.js';

const rulesTimeMs = 1_000;

/**
 * The files with a doubt on those that were chosen themselves and that Git ignores; in folders they were left out before.
 * Never rejects: rules that can't be used raise no doubt, and once the signal fires the files stay as they are.
 */
export async function doubtIgnored<File extends CheckedFile>(
	files: readonly File[],
	signal?: AbortSignal,
): Promise<readonly File[]> {
	const time = new TimeBudget(rulesTimeMs);
	const rulesOf = new Map<string, readonly IgnoreRules[]>();
	const doubted: File[] = [];
	for (const file of files) {
		const isChosenItself = !file.relativePath.includes('/') && !file.problem && !isInNoFile(file);
		const isIgnored = isChosenItself && !signal?.aborted && (await isIgnoredByGit(file, rulesOf, time));
		doubted.push(isIgnored ? { ...file, doubts: [...file.doubts, { kind: 'ignored' }] } : file);
	}
	return doubted;
}

function isInNoFile({ uri }: PlannedFile): boolean {
	return uri.startsWith('untitled:') || isMade(uri);
}

async function isIgnoredByGit(
	file: PlannedFile,
	rulesOf: Map<string, readonly IgnoreRules[]>,
	time: TimeBudget,
): Promise<boolean> {
	const uri = vscode.Uri.parse(file.uri, true);
	const folder = vscode.Uri.joinPath(uri, '..');
	try {
		const rules = rulesOf.get(folder.toString()) ?? (await rulesIn(folder));
		rulesOf.set(folder.toString(), rules);
		return findIgnored([{ uri, isFolder: false }], rules, time)[0] === true;
	} catch {
		return false; // the rules are too long, or take too long
	}
}

async function rulesIn(folder: vscode.Uri): Promise<readonly IgnoreRules[]> {
	return [...(await rulesAbove(folder)), ...(await readRules(folder, '.gitignore'))];
}
