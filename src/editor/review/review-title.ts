import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import type { LeftOut } from '../../attach/folders/left-out.js';
import { totalBytes } from '../../attach/plan/plan.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { titleWithSender } from '../accounts/account-words.js';
import { fieldsInWords } from '../messages/field-words.js';
import { formatBytes, formatCount } from '../messages/format.js';
import type { GatheredFolders } from './worth-a-look.js';

/** `isUnseen`: the person has several accounts and hasn't seen yet which one sends. */
export type Sender = Pick<Connection, 'shortName'> & { readonly isUnseen: boolean };

interface Standing {
	readonly files: readonly MatchedFile[];
	readonly ticked: readonly MatchedFile[];
	readonly task: string;
	/** Set if the files go as one archive. */
	readonly archiveName: string | undefined;
	readonly fields: UploadFields;
	readonly leftOut: LeftOut;
	readonly hasMessage: boolean;
	readonly sender: Sender;
}

/** What will be sent, where to, by whom, and how. */
export function reviewTitle(standing: Standing): string {
	const { archiveName, fields, leftOut, hasMessage, sender } = standing;
	const as = archiveName === undefined ? [] : [vscode.l10n.t('as one archive: {0}', plainText(archiveName, 40))];
	const said = hasMessage ? [vscode.l10n.t('with a message')] : [];
	const also = leftOut.count > 0 ? [vscode.l10n.t('skipped: {0}', formatCount(leftOut.count))] : [];
	return [titleWithSender(whatAndWhere(standing), sender), ...as, ...fieldsInWords(fields), ...said, ...also].join(
		' · ',
	);
}

function whatAndWhere({ files, ticked, task }: Standing): string {
	const to = plainText(task, 60);
	const size = formatBytes(totalBytes(ticked));
	const chosen = formatCount(ticked.length);
	if (ticked.length === 0) {
		return vscode.l10n.t('Nothing is checked for {0}', to);
	}
	if (ticked.length < files.length) {
		return vscode.l10n.t('Attach {0} of {1} files ({2}) to {3}', chosen, formatCount(files.length), size, to);
	}
	return files.length === 1
		? vscode.l10n.t('Attach 1 file ({0}) to {1}', size, to)
		: vscode.l10n.t('Attach {0} files ({1}) to {2}', chosen, size, to);
}

/** The text in the input: a warning about the folders, otherwise the keys. VS Code cuts off long texts. */
export function reviewHint({ isCut, isGuessed }: GatheredFolders): string {
	const warnings = [
		...(isCut ? [vscode.l10n.t('Too many files: only these will be attached.')] : []),
		...(isGuessed ? [vscode.l10n.t('Git unavailable: ignored files may be included.')] : []),
	];
	return warnings.join(' ') || vscode.l10n.t('Enter attaches · ↑↓ then Space checks or unchecks');
}
