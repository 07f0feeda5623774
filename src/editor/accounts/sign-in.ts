import * as vscode from 'vscode';
import { toCorError } from '../../attach/errors.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Credential } from '../../cor/credentials.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { type Account, personLabel } from '../../machine/sessions/account.js';
import type { Session } from '../../machine/sessions/session-format.js';
import { reachMilestone } from '../messages/context-keys.js';
import { explain } from '../messages/explain-failure.js';
import { webUrlSetting } from '../settings/settings.js';
import type { Accounts } from './accounts.js';
import { askChoice, askText, type PageButton } from './input-steps.js';
import { type Way, waysIn } from './sign-in-ways.js';

/** What signing in needs. */
export interface SignInParts {
	readonly accounts: Accounts;
	readonly memory: TaskMemory;
	readonly log: vscode.LogOutputChannel;
}

export interface SignInOptions {
	/** Why it is necessary, if the person doesn't know. */
	readonly why?: string | undefined;
	/** The only person whose credential is accepted. */
	readonly only?: Pick<Account, 'id' | 'label'> | undefined;
}

/** The texts of the two inputs. */
interface Typed {
	first: string;
	second: string;
}

type Verify = (credential: Credential) => Promise<Session>;

/**
 * Asks for a credential, lets COR check it, and stores it. `undefined` if the person gives up; then nothing is stored.
 */
export async function signIn(
	{ accounts, memory, log }: SignInParts,
	apiUrl: URL,
	{ why, only }: SignInOptions = {},
): Promise<Session | undefined> {
	const buttons = pageButtons(memory);
	const verify: Verify = async credential => {
		const session = await accounts.verify(apiUrl, credential);
		if (only && session.id !== only.id) {
			throw new OtherPerson(session, only.label);
		}
		return session;
	};
	const typed = { first: '', second: '' };
	for (;;) {
		const choice = await askChoice(waysIn(), {
			title: title(),
			placeholder: why ?? vscode.l10n.t('Uploads appear in COR under the owner of this key or token.'),
			buttons,
		});
		if (choice === undefined) {
			return undefined;
		}
		typed.first = choice.text || typed.first;
		const session = await askParts(choice.item, typed, choice.text === '' ? 1 : 2, buttons, verify, log);
		if (session !== 'back') {
			return session && keepSession(accounts, apiUrl, session, log);
		}
	}
}

class OtherPerson extends Error {
	constructor(
		readonly session: Session,
		readonly wanted: string,
	) {
		super('the credential is that of another person');
	}
}

// COR documents the way to the page but not its address, so the button opens COR and its tooltip describes the way.
function pageButtons(memory: TaskMemory): readonly PageButton[] {
	const pages = memory.taskPages() ?? '';
	const page = webUrlSetting() ?? (URL.canParse(pages) ? new URL('/', pages) : undefined);
	return page
		? [
				{
					iconPath: new vscode.ThemeIcon('link-external'),
					tooltip: vscode.l10n.t('Open COR in the Browser: Settings > Integrations > API'),
					page: vscode.Uri.parse(page.href, true),
				},
			]
		: [];
}

/**
 * Asks for both parts. Going back keeps the typed texts. The last input stays open while COR checks, so that a typing
 * error doesn't mean starting again.
 */
async function askParts(
	way: Way,
	typed: Typed,
	firstStep: 1 | 2,
	pages: readonly PageButton[],
	verify: Verify,
	log: vscode.LogOutputChannel,
): Promise<Session | 'back' | undefined> {
	const [firstPart, secondPart] = way.parts;
	const common = { title: title(), totalSteps: 2, isSecret: true, pages };
	let session: Session | undefined;
	const check = async (second: string): Promise<string | undefined> => {
		try {
			session = await verify(way.toCredential(typed.first, second));
			return undefined;
		} catch (error) {
			return explainRefusal(error, second !== '', log);
		}
	};
	for (let step = firstStep; ; step = 1) {
		if (step === 1) {
			const first = await askText({ ...common, ...firstPart, step, value: typed.first });
			if (first.status === 'cancelled') {
				return undefined;
			}
			typed.first = first.text;
			if (first.status === 'back') {
				return 'back';
			}
		}
		const second = await askText({ ...common, ...secondPart, step: 2, value: typed.second, check });
		if (second.status !== 'back') {
			return second.status === 'entered' ? session : undefined;
		}
		typed.second = second.text;
	}
}

function explainRefusal(error: unknown, hasTwoValues: boolean, log: vscode.LogOutputChannel): string {
	if (error instanceof OtherPerson) {
		log.warn(`sign-in refused: ${error.message}`);
		const [is, wanted] = [personLabel(error.session), error.wanted].map(label => plainText(label, 80));
		return vscode.l10n.t(
			'These credentials belong to {0}. Sign in as {1}, who started this upload.',
			is ?? '',
			wanted ?? '',
		);
	}
	const failure = toCorError(error);
	log.warn(`sign-in refused: ${failure.kind}: ${failure.message}`);
	if (failure.kind === 'unauthorized') {
		return hasTwoValues
			? vscode.l10n.t('COR rejected these credentials. Check both values.')
			: vscode.l10n.t('COR rejected this token.');
	}
	// No task was requested yet, so a 404 means that COR isn't at this address.
	return failure.kind === 'task-not-found'
		? vscode.l10n.t('No COR API at the address in your settings.')
		: explain(failure);
}

function title(): string {
	return vscode.l10n.t('Sign In to COR');
}

/**
 * Stores a session. If that fails, offers to keep it until the window closes. `undefined` if the person declines; then
 * it isn't kept.
 */
async function keepSession(
	accounts: Accounts,
	apiUrl: URL,
	session: Session,
	log: vscode.LogOutputChannel,
): Promise<Session | undefined> {
	try {
		await accounts.keep(apiUrl, session);
	} catch (error) {
		const failure = toCorError(error);
		log.error(`the credential could not be stored: ${failure.message}`);
		const why =
			failure.kind === 'sessions-newer'
				? explain(failure)
				: vscode.l10n.t(
						"Your credentials couldn't be stored securely on this machine. You can keep them until this window closes.",
					);
		const forNow = vscode.l10n.t('Keep for This Window');
		if ((await vscode.window.showWarningMessage(why, { modal: true }, forNow)) !== forNow) {
			return undefined;
		}
		accounts.keepForThisWindow(apiUrl, session);
	}
	await reachMilestone('hasSignedIn');
	log.info(`signed in as user ${session.userId}`);
	vscode.window.setStatusBarMessage(vscode.l10n.t('Signed in to COR as {0}', plainText(personLabel(session))), 5_000);
	return session;
}
