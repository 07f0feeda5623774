import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import { plainText } from '../../attach/text/plain-text.js';

/** A task's status as people read it. An undocumented one (cor-api §4.1) is shown as it is, without underscores. */
export function statusWords(status: string): string {
	switch (status) {
		case 'nueva':
			return vscode.l10n.t('new');
		case 'en_proceso':
			return vscode.l10n.t('in progress');
		case 'estancada':
			return vscode.l10n.t('stuck');
		case 'finalizada':
			return vscode.l10n.t('finished');
		case 'en_revision':
			return vscode.l10n.t('in review');
		case 'en_diseno':
			return vscode.l10n.t('in adjustment');
		default:
			return status.replaceAll('_', ' ');
	}
}

/** An attachment's status as people read it. An undocumented one (cor-api §3.3) is shown as it is. */
export function attachmentStatusWord(status: string): string {
	switch (status) {
		case 'approved':
			return vscode.l10n.t('approved');
		case 'pending':
			return vscode.l10n.t('pending');
		case 'required':
			return vscode.l10n.t('required');
		default:
			return plainText(status, 40);
	}
}

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
