import * as vscode from 'vscode';
import { archiveName } from '../../attach/plan/archive.js';
import type { PlannedFile } from '../../attach/plan/plan.js';

/** What an archive of these files is called. */
export function nameArchive(files: readonly PlannedFile[]): string {
	const folders = new Set(files.map(({ uri }) => uri.slice(0, uri.lastIndexOf('/') + 1)));
	return archiveName([...folders].map(folder => vscode.Uri.parse(folder, true).path));
}

/** A button that says whether the files are sent each by itself or as one archive. */
export interface ArchiveButton extends vscode.QuickInputButton {
	/** What pressing it makes of them. */
	readonly isArchive: boolean;
}

/** The button for what is in force; `name` is what the archive is, or would be, called. */
export function archiveButton(isArchive: boolean, name: string): ArchiveButton {
	return isArchive
		? {
				iconPath: new vscode.ThemeIcon('file-zip'),
				tooltip: vscode.l10n.t('Sent as one archive, {0} (press to send each file by itself)', name),
				isArchive: false,
			}
		: {
				iconPath: new vscode.ThemeIcon('archive'),
				tooltip: vscode.l10n.t('Each file by itself (press to send them as one archive, {0})', name),
				isArchive: true,
			};
}
