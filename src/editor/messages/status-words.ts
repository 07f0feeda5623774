import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';

/** A task's status in words; one that COR does not document (cor-api §4.1) as it is, without its underscores. */
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

/** An attachment's status in words; one that COR does not document (cor-api §3.3) as it is. */
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
