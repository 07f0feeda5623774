import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import type { LeftOut } from '../../attach/folders/left-out.js';
import { totalBytes } from '../../attach/plan/plan.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { senderInWords } from '../accounts/account-words.js';
import { formatBytes, formatCount } from '../messages/format.js';
import { fieldsInWords } from './review-fields.js';
import type { GatheredFolders } from './worth-a-look.js';

/** `isUnseen`: nothing has shown yet which of several it is. */
export type Sender = Pick<Connection, 'shortName'> & { readonly isUnseen: boolean };

interface Standing {
	readonly files: readonly MatchedFile[];
	readonly ticked: readonly MatchedFile[];
	readonly task: string;
	/** Where they go as one archive. */
	readonly archiveName: string | undefined;
	readonly fields: UploadFields;
	readonly leftOut: LeftOut;
	readonly hasMessage: boolean;
}

/** What is sent as things stand, where to, and how. */
export function reviewTitle({ files, ticked, task, archiveName, fields, leftOut, hasMessage }: Standing): string {
	const size = formatBytes(totalBytes(ticked));
	const to = plainText(task, 60);
	const chosen = formatCount(ticked.length);
	const title =
		files.length === 1
			? vscode.l10n.t('Review: {0} of 1 file ({1}) for {2}', chosen, size, to)
			: vscode.l10n.t('Review: {0} of {1} files ({2}) for {3}', chosen, formatCount(files.length), size, to);
	const said = hasMessage ? [vscode.l10n.t('with a message')] : [];
	const as = archiveName === undefined ? [] : [vscode.l10n.t('as one archive: {0}', plainText(archiveName, 40))];
	const also = leftOut.count > 0 ? [vscode.l10n.t('left out: {0}', formatCount(leftOut.count))] : [];
	return [title, ...said, ...as, ...fieldsInWords(fields), ...also].join(' · ');
}

/** What stands in the box: what is to be known of the folders, as whom files are sent, and what the keys do. */
export function reviewHint({ isCut, isGuessed }: GatheredFolders, sender: Sender): string {
	// First, since the editor cuts the line where it is too long.
	const warnings = [
		...(isCut ? [vscode.l10n.t('The folder holds more files than these; the others will not be attached.')] : []),
		...(isGuessed ? [vscode.l10n.t("Git couldn't be asked: files that it ignores may be included.")] : []),
	];
	const hints = warnings.length > 0 ? [] : [vscode.l10n.t('Enter attaches what is ticked. Space ticks.')];
	return [...warnings, ...senderInWords(sender), ...hints].join(' ');
}
