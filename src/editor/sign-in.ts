import * as vscode from 'vscode';
import { toCorError } from '../attach/errors.js';
import type { Credential } from '../cor/credentials.js';
import type { Accounts } from './accounts.js';
import { explain } from './explain.js';
import { askText } from './input-steps.js';
import { keepSession } from './keep-session.js';
import type { Session } from './sessions.js';

/** A kind of credential: how it is offered, its two parts, and what they make. */
interface Way extends vscode.QuickPickItem {
	readonly parts: readonly [Part, Part];
	toCredential(first: string, second: string): Credential;
}

interface Part {
	readonly prompt: string;
	readonly placeholder: string;
	readonly mayBeEmpty: boolean;
}

type Verify = (credential: Credential) => Promise<Session>;

/**
 * Asks for a credential, has COR check it, and keeps it. `undefined` where the person gives up: nothing is stored then.
 * `why`: a sentence on what makes it necessary, where that is not known to the person.
 */
export async function signIn(
	accounts: Accounts,
	apiUrl: URL,
	log: vscode.LogOutputChannel,
	why?: string,
): Promise<Session | undefined> {
	for (;;) {
		const way = await vscode.window.showQuickPick(waysIn(), {
			title: title(),
			placeHolder: why ?? vscode.l10n.t('Files will appear in COR as sent by the owner of what you enter.'),
			ignoreFocusOut: true,
		});
		if (way === undefined) {
			return undefined;
		}
		const session = await askParts(way, credential => accounts.verify(apiUrl, credential), log);
		if (session !== 'back') {
			return session && keepSession(accounts, apiUrl, session, log);
		}
	}
}

function waysIn(): readonly Way[] {
	return [
		{
			label: vscode.l10n.t('API key and client secret'),
			description: vscode.l10n.t('recommended'),
			detail: vscode.l10n.t('From COR: Settings > Integrations > API. An administrator may have to make it for you.'),
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
			detail: vscode.l10n.t('Lives about an hour; with its refresh token it is renewed.'),
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

// The last box stays open while COR checks, so that a typing error costs one correction and not the whole way.
async function askParts(way: Way, verify: Verify, log: vscode.LogOutputChannel): Promise<Session | 'back' | undefined> {
	const [firstPart, secondPart] = way.parts;
	const common = { title: title(), totalSteps: 2, isSecret: true };
	for (;;) {
		const first = await askText({ ...common, ...firstPart, step: 1 });
		if (first.status !== 'entered') {
			return first.status === 'back' ? 'back' : undefined;
		}
		let session: Session | undefined;
		const check = async (second: string): Promise<string | undefined> => {
			try {
				session = await verify(way.toCredential(first.text, second));
				return undefined;
			} catch (error) {
				return explainRefusal(error, log);
			}
		};
		const second = await askText({ ...common, ...secondPart, step: 2, check });
		if (second.status !== 'back') {
			return second.status === 'entered' ? session : undefined;
		}
	}
}

function explainRefusal(error: unknown, log: vscode.LogOutputChannel): string {
	const failure = toCorError(error);
	log.warn(`sign-in refused: ${failure.kind}: ${failure.message}`);
	if (failure.kind === 'unauthorized') {
		return vscode.l10n.t('COR does not accept this. Check both values; nothing was stored.');
	}
	// No task is asked for yet: what is not found is COR itself.
	return failure.kind === 'task-not-found'
		? vscode.l10n.t('COR is not at the API address of the settings.')
		: explain(failure);
}

function title(): string {
	return vscode.l10n.t('Sign In to COR');
}
