import * as vscode from 'vscode';
import type { Credential } from '../../cor/credentials.js';

/** A kind of credential: its row, its two parts, and how to build it. */
export interface Way extends vscode.QuickPickItem {
	readonly parts: readonly [Part, Part];
	toCredential(first: string, second: string): Credential;
}

interface Part {
	readonly prompt: string;
	readonly placeholder: string;
	readonly mayBeEmpty: boolean;
}

export function waysIn(): readonly Way[] {
	return [
		{
			label: vscode.l10n.t('API key and client secret'),
			description: vscode.l10n.t('recommended'),
			detail: vscode.l10n.t('In COR: Settings > Integrations > API. You may need an admin to create it.'),
			parts: [
				{ prompt: vscode.l10n.t('Enter the API key.'), placeholder: vscode.l10n.t('API key'), mayBeEmpty: false },
				{
					prompt: vscode.l10n.t('Enter the client secret.'),
					placeholder: vscode.l10n.t('Client secret'),
					mayBeEmpty: false,
				},
			],
			toCredential: (apiKey, clientSecret) => ({ kind: 'key', apiKey, clientSecret }),
		},
		{
			label: vscode.l10n.t('Access token'),
			detail: vscode.l10n.t('Expires in about an hour unless you add its refresh token.'),
			parts: [
				{
					prompt: vscode.l10n.t('Paste the access token.'),
					placeholder: vscode.l10n.t('Access token'),
					mayBeEmpty: false,
				},
				{
					prompt: vscode.l10n.t('Paste the refresh token, or leave it empty.'),
					placeholder: vscode.l10n.t('Refresh token'),
					mayBeEmpty: true,
				},
			],
			toCredential: (text, refreshToken) => {
				const accessToken = text.replace(/^Bearer\s+/i, '');
				return { kind: 'token', accessToken, ...(refreshToken && { refreshToken }) };
			},
		},
	];
}
