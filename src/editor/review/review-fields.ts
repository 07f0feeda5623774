import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { attachmentStatusWord } from '../messages/status-words.js';

/** What is not as COR has it by default, in words. */
export function fieldsInWords({ available, status, createdFrom, sessionToken }: UploadFields): readonly string[] {
	return [
		...(available === false ? [vscode.l10n.t('hidden')] : []),
		...(status ? [attachmentStatusWord(status)] : []),
		...(createdFrom === 'rework' ? [vscode.l10n.t('rework')] : []),
		...(createdFrom === 'feedback' ? [vscode.l10n.t('feedback')] : []),
		...(sessionToken ? [vscode.l10n.t('one notification')] : []),
	];
}
