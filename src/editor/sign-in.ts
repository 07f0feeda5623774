import * as vscode from 'vscode';
import { toCorError } from '../attach/errors.js';
import type { Credential } from '../cor/credentials.js';
import type { Accounts } from './accounts.js';
import { explain } from './explain.js';
import { askText } from './input-steps.js';
import { plainText } from './plain-text.js';
import type { Session } from './sessions.js';

/** Asks for a credential, has COR check it, and keeps it. `undefined` where the person gives up: nothing is stored then. */
export async function signIn(
	accounts: Accounts,
	apiUrl: URL,
	log: vscode.LogOutputChannel,
): Promise<Session | undefined> {
	for (;;) {
		const kind = await askKind();
		if (kind === undefined) {
			return undefined;
		}
		const session = kind === 'key' ? await askKey(accounts, apiUrl, log) : await askToken(accounts, apiUrl, log);
		if (session !== 'back') {
			return session && keep(accounts, apiUrl, session, log);
		}
	}
}

async function askKind(): Promise<Credential['kind'] | undefined> {
	const key = {
		label: vscode.l10n.t('API key and client secret'),
		description: vscode.l10n.t('recommended'),
		detail: vscode.l10n.t('From COR: Settings > Integrations > API. An administrator may have to make it for you.'),
		kind: 'key' as const,
	};
	const token = {
		label: vscode.l10n.t('Access token'),
		detail: vscode.l10n.t('Lives about an hour; with its refresh token it is renewed.'),
		kind: 'token' as const,
	};
	const picked = await vscode.window.showQuickPick(
		[key, token].map(({ kind, ...item }) => ({ ...item, credentialKind: kind })),
		{
			title: title(),
			placeHolder: vscode.l10n.t('Files will appear in COR as sent by the owner of what you enter.'),
			ignoreFocusOut: true,
		},
	);
	return picked?.credentialKind;
}

async function askKey(
	accounts: Accounts,
	apiUrl: URL,
	log: vscode.LogOutputChannel,
): Promise<Session | 'back' | undefined> {
	for (;;) {
		const apiKey = await askText({
			title: title(),
			step: 1,
			totalSteps: 2,
			prompt: vscode.l10n.t('Enter the API key.'),
			placeholder: vscode.l10n.t('API key'),
			isSecret: true,
		});
		if (apiKey.status !== 'entered') {
			return apiKey.status === 'back' ? 'back' : undefined;
		}
		const verified = await askAndVerify(accounts, apiUrl, log, {
			prompt: vscode.l10n.t('Enter the client secret.'),
			placeholder: vscode.l10n.t('Client secret'),
			mayBeEmpty: false,
			toCredential: clientSecret => ({ kind: 'key', apiKey: apiKey.text, clientSecret }),
		});
		if (verified !== 'back') {
			return verified;
		}
	}
}

async function askToken(
	accounts: Accounts,
	apiUrl: URL,
	log: vscode.LogOutputChannel,
): Promise<Session | 'back' | undefined> {
	for (;;) {
		const token = await askText({
			title: title(),
			step: 1,
			totalSteps: 2,
			prompt: vscode.l10n.t('Paste the access token.'),
			placeholder: vscode.l10n.t('Access token'),
			isSecret: true,
		});
		if (token.status !== 'entered') {
			return token.status === 'back' ? 'back' : undefined;
		}
		const accessToken = token.text.replace(/^Bearer\s+/i, '');
		const verified = await askAndVerify(accounts, apiUrl, log, {
			prompt: vscode.l10n.t('Paste the refresh token, or leave it empty.'),
			placeholder: vscode.l10n.t('Refresh token'),
			mayBeEmpty: true,
			toCredential: refreshToken => ({ kind: 'token', accessToken, ...(refreshToken && { refreshToken }) }),
		});
		if (verified !== 'back') {
			return verified;
		}
	}
}

interface LastStep {
	readonly prompt: string;
	readonly placeholder: string;
	readonly mayBeEmpty: boolean;
	toCredential(text: string): Credential;
}

// The box stays open while COR checks, so that a typing error costs one correction and not the whole way.
async function askAndVerify(
	accounts: Accounts,
	apiUrl: URL,
	log: vscode.LogOutputChannel,
	{ toCredential, ...step }: LastStep,
): Promise<Session | 'back' | undefined> {
	let session: Session | undefined;
	const check = async (text: string): Promise<string | undefined> => {
		try {
			session = await accounts.verify(apiUrl, toCredential(text));
			return undefined;
		} catch (error) {
			const failure = toCorError(error);
			log.warn(`sign-in refused: ${failure.kind}: ${failure.message}`);
			return failure.kind === 'unauthorized'
				? vscode.l10n.t('COR does not accept this. Check both values; nothing was stored.')
				: explain(failure);
		}
	};
	const answer = await askText({ ...step, title: title(), step: 2, totalSteps: 2, isSecret: true, check });
	if (answer.status === 'back') {
		return 'back';
	}
	return answer.status === 'entered' ? session : undefined;
}

async function keep(
	accounts: Accounts,
	apiUrl: URL,
	session: Session,
	log: vscode.LogOutputChannel,
): Promise<Session | undefined> {
	try {
		await accounts.keep(apiUrl, session);
	} catch (error) {
		log.error(`the credential store failed: ${String(error)}`);
		const forNow = vscode.l10n.t('Keep for This Window');
		const choice = await vscode.window.showWarningMessage(
			vscode.l10n.t('This machine could not store the credential safely. It can be kept until this window closes.'),
			forNow,
		);
		if (choice !== forNow) {
			return undefined;
		}
		accounts.keepForThisWindow(apiUrl, session);
	}
	log.info(`signed in as user ${session.userId}`);
	vscode.window.setStatusBarMessage(vscode.l10n.t('Signed in to COR as {0}', plainText(session.label)), 5_000);
	return session;
}

function title(): string {
	return vscode.l10n.t('Sign In to COR');
}
