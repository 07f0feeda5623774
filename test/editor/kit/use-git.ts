import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findGit, type Git } from '../../../src/editor/git/git.js';

export async function setGit(enabled: boolean | undefined): Promise<void> {
	const settings = vscode.workspace.getConfiguration('git');
	await settings.update('enabled', enabled ?? false, vscode.ConfigurationTarget.Global);
}

/** The extension starts when its setting changes; it tells of it by an event of its own. */
export async function gitOnceEnabled(): Promise<Git> {
	const { exports } = vscode.extensions.getExtension('vscode.git') ?? {};
	if (!exports.enabled) {
		await new Promise<void>(resolve => exports.onDidChangeEnablement((isOn: boolean) => isOn && resolve()));
	}
	const git = await findGit(new AbortController().signal);
	assert.ok(git);
	return git;
}

export async function openRepository(git: Git, root: string): Promise<void> {
	const opener = git as unknown as { openRepository(uri: vscode.Uri): Promise<unknown> };
	assert.ok(await opener.openRepository(vscode.Uri.file(root)));
}
