import path from 'node:path';
import * as vscode from 'vscode';
import type { ListedAttachment, StoredAttachment } from '../../attach/attachment.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import type { Wanted } from './attachment-bytes.js';
import type { OpenedAttachments } from './opened-attachments.js';

/**
 * Opens an attachment in the editor for its extension. Notebooks open as text, because opening one as a notebook may
 * run code.
 */
export async function openAttachment(opened: OpenedAttachments, wanted: Wanted, isOneOfMany = false): Promise<void> {
	const uri = await opened.load(wanted);
	if (uri) {
		const how = { preview: !isOneOfMany };
		await (/\.ipynb$/i.test(uri.path)
			? vscode.commands.executeCommand('vscode.openWith', uri, 'default', how)
			: vscode.commands.executeCommand('vscode.open', uri, how));
	}
}

/**
 * Opens several attachments one after another, each in a permanent tab. Never rejects: calls `tell` for those that
 * fail, without waiting for it.
 */
export async function openAttachments(
	opened: OpenedAttachments,
	all: readonly Wanted[],
	tell: (wanted: Wanted, error: unknown) => Promise<void>,
): Promise<void> {
	for (const wanted of all) {
		try {
			await openAttachment(opened, wanted, all.length > 1);
		} catch (error) {
			void tell(wanted, error);
		}
	}
}

/** Compares an attachment with a local file. Asks for the file if it is unknown. */
export async function compareWithLocal(
	opened: OpenedAttachments,
	wanted: Wanted,
	known: vscode.Uri | undefined,
): Promise<void> {
	const local = known ?? (await askLocalFile());
	const uri = local && (await opened.load(wanted));
	if (uri) {
		const title = `${labelOf(wanted.stored)} ↔ ${plainText(path.posix.basename(local.path), 60)}`;
		await vscode.commands.executeCommand('vscode.diff', uri, local, title);
	}
}

/** Compares the first version with the newest. */
export async function compareVersions(
	opened: OpenedAttachments,
	task: KnownTask,
	listed: ListedAttachment,
): Promise<void> {
	const { currentVersion } = listed;
	const older = currentVersion && (await opened.load({ task, stored: listed }));
	const newer = older && (await opened.load({ task, stored: currentVersion }));
	if (newer) {
		const title = `${labelOf(listed)} ↔ ${labelOf(currentVersion)}`;
		await vscode.commands.executeCommand('vscode.diff', older, newer, title);
	}
}

function labelOf({ name, version }: StoredAttachment): string {
	return `COR: ${plainText(name, 60)}${version === undefined ? '' : ` (v${version})`}`;
}

async function askLocalFile(): Promise<vscode.Uri | undefined> {
	const chosen = await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Choose the File to Compare With'),
		openLabel: vscode.l10n.t('Compare'),
	});
	return chosen?.[0];
}
