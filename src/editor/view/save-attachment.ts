import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { savableName } from '../../attach/names/file-names.js';
import { plainText } from '../../attach/text/plain-text.js';
import { DownloadError } from '../../cor/download/download-error.js';
import { WholeFile } from '../../machine/writing/whole-file.js';
import { maxProviderBytesSetting } from '../settings/settings.js';
import { type BytesParts, bytesAtOnce, getBytes, getWhole, type Wanted } from './attachment-bytes.js';
import { askAboutLarge } from './tell-download.js';

/** If the size is unknown, the limit grows by this factor after each question. */
const growth = 10;

/**
 * Saves an attachment where the person chooses. An existing file stays until the download is complete. Asks if the file
 * is larger than expected.
 * @throws as `getBytes` does, and the file system's error
 */
export async function saveAttachment(parts: BytesParts, wanted: Wanted): Promise<void> {
	const { name, size = 0 } = wanted.stored;
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	const target = await vscode.window.showSaveDialog({
		defaultUri: vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file(homedir()), savableName(name)),
	});
	if (!target) {
		return;
	}
	for (let most = Math.max(bytesAtOnce, size); ; ) {
		try {
			const isSaved = await (target.scheme === 'file'
				? saveToDisk(parts, wanted, target.fsPath, most)
				: saveToProvider(parts, wanted, target));
			if (isSaved) {
				const file = plainText(vscode.workspace.asRelativePath(target), 200);
				void vscode.window.showInformationMessage(vscode.l10n.t('Saved as {0}.', file));
			}
			return;
		} catch (error) {
			if (!(error instanceof DownloadError) || error.problem !== 'too-large' || target.scheme !== 'file') {
				throw error;
			}
			const told = { bytes: error.size ?? most, isMore: error.size === undefined };
			if (!(await askAboutLarge(wanted, told, 'save'))) {
				return;
			}
			most = error.size ?? most * growth;
		}
	}
}

async function saveToDisk(parts: BytesParts, wanted: Wanted, target: string, most: number): Promise<boolean> {
	const file = new WholeFile(target);
	try {
		const take = (chunk: Uint8Array) => file.write(chunk);
		if (await getBytes(parts, wanted, most, { begin: () => undefined, take })) {
			await file.commit();
			return true;
		}
		return false;
	} finally {
		await file.discard(); // does nothing after `commit`
	}
}

/** VS Code writes files of other file systems only from memory. */
async function saveToProvider(parts: BytesParts, wanted: Wanted, target: vscode.Uri): Promise<boolean> {
	const bytes = await getWhole(parts, wanted, maxProviderBytesSetting());
	if (bytes) {
		await vscode.workspace.fs.writeFile(target, bytes);
	}
	return bytes !== undefined;
}
