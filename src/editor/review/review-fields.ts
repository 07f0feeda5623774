import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { attachmentStatusWord } from '../messages/status-words.js';

/** The fields that differ from COR's defaults, as people read them. */
export function fieldsInWords({ available, status, createdFrom, sessionToken }: UploadFields): readonly string[] {
	return [
		...(available === false ? [vscode.l10n.t('hidden')] : []),
		...(status ? [attachmentStatusWord(status)] : []),
		...(createdFrom === 'rework' ? [vscode.l10n.t('rework')] : []),
		...(createdFrom === 'feedback' ? [vscode.l10n.t('feedback')] : []),
		...(sessionToken ? [vscode.l10n.t('one notification')] : []),
	];
}
