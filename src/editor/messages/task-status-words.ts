import * as vscode from 'vscode';

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
