import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { SecretRule } from '../../attach/secrets/secrets.js';
import type { privateKey } from '../../attach/secrets/shapes/secret-shapes.js';
import { plainText } from '../../attach/text/plain-text.js';
import { formatBytes } from './format.js';

/** Why a file was left out, as a sentence. */
export function explainDoubt(doubt: Doubt): string {
	switch (doubt.kind) {
		case 'secret':
			return explainSecret(doubt);
		case 'large':
			return vscode.l10n.t('It is larger than {0}.', formatBytes(doubt.limitBytes));
		case 'empty':
			return vscode.l10n.t('It is empty.');
		case 'ignored':
			return vscode.l10n.t('Git ignores it.');
		case 'outside':
			return vscode.l10n.t('It lies outside the workspace, at {0}.', plainText(doubt.place));
		case 'unlooked':
			return vscode.l10n.t("It couldn't be checked for secrets in time.");
		case 'on-task':
			return vscode.l10n.t('It is on the task already (v{0}).', doubt.version);
		case 'unchanged':
			return vscode.l10n.t('Unchanged since it was attached (v{0}).', doubt.version);
		case 'unticked':
			return vscode.l10n.t('It was taken out before sending.');
	}
}

// The type alone: all the shapes of secrets would be loaded with the value.
const privateKeyRule: typeof privateKey = 'private key';

function explainSecret({ place, rule }: SecretRule): string {
	if (place === 'name') {
		return vscode.l10n.t('Its name is one for secrets: {0}.', rule);
	}
	return rule === privateKeyRule
		? vscode.l10n.t('It holds a private key.')
		: vscode.l10n.t('It holds what looks like a secret: {0}.', rule);
}

/** That COR stored a file beside the one of which it was to be a new version. */
export function explainBeside(): string {
	return vscode.l10n.t('COR did not take it as a new version: it lies beside the one that was there.');
}
