import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { CorError, FailureKind } from '../../attach/errors.js';
import type { privateKey } from '../../attach/secrets/secret-shapes.js';
import type { SecretRule } from '../../attach/secrets/secrets.js';
import type { RefusedPattern } from '../../attach/task/branch-task.js';
import type { NotATask } from '../../attach/task/task-ref.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { NextStep } from './ask.js';
import { formatBytes, formatCount, formatTime } from './format.js';

/** A failure in words: one sentence that says what happened and what to do next. */
export function explain(error: CorError): string {
	const said = error.details.serverMessage === undefined ? '' : plainText(error.details.serverMessage);
	switch (error.kind) {
		case 'refused-api-url':
			return vscode.l10n.t(
				'The API address in the settings is not used: it must begin with https:// and hold no password.',
			);
		case 'no-credential':
			return vscode.l10n.t('You are not signed in to COR.');
		case 'secret-store':
			return vscode.l10n.t("The editor's secret storage cannot be read, so nobody is signed in to COR.");
		case 'account-missing':
			return vscode.l10n.t('The account that sends is not signed in to COR.');
		case 'sessions-newer':
			return vscode.l10n.t(
				'A newer version of this extension stored the accounts. Signing in here applies to this window only.',
			);
		case 'sessions-broken':
			return vscode.l10n.t("The stored accounts can't be read. They'll be ignored when you sign in again.");
		case 'unauthorized':
			return vscode.l10n.t('COR does not accept the credential. Sign in again.');
		case 'forbidden':
			return vscode.l10n.t(
				'Your role in COR may not do this. Ask whoever manages your COR account for the permission.',
			);
		case 'task-not-found':
			return vscode.l10n.t('COR knows no such task, or you have no access to it.');
		case 'too-large':
			return vscode.l10n.t('The file is too large for COR or for a server on the way.');
		case 'rejected':
			return said ? vscode.l10n.t('COR refused it: {0}', said) : vscode.l10n.t('COR refused it without a reason.');
		case 'parent-missing':
			return vscode.l10n.t('What it was to be a new version of is no longer on the task. Retry attaches it by itself.');
		case 'rate-limited':
			return explainPause(error.details.retryAt) ?? vscode.l10n.t('COR asks for a pause. Try again in a moment.');
		case 'unavailable':
			return (
				explainPause(error.details.retryAt) ?? vscode.l10n.t('COR is not available at the moment. Try again later.')
			);
		case 'server':
			return vscode.l10n.t('COR had an error of its own (HTTP {0}). Try again later.', error.details.status ?? '5xx');
		case 'no-connection':
			return vscode.l10n.t(
				'COR cannot be reached. Check your connection and, where there is a proxy, the setting http.proxy.',
			);
		case 'network':
			return vscode.l10n.t(
				'The connection to COR broke. Check your connection and, where there is a proxy, the setting http.proxy.',
			);
		case 'proxy':
			return vscode.l10n.t(
				"The proxy refused the connection to COR (HTTP {0}). Ask whoever manages it to allow COR's address.",
				error.details.status ?? '?',
			);
		case 'proxy-password':
			return vscode.l10n.t(
				'The proxy wants a user name and a password. Put them into the setting http.proxy, as in http://user:password@proxy:8080.',
			);
		case 'proxy-unreachable':
			return vscode.l10n.t(
				"The proxy cannot be reached. Check the setting http.proxy, or HTTPS_PROXY in the editor's environment.",
			);
		case 'certificate':
			return readsSystemCertificates()
				? vscode.l10n.t(
						"The certificate of the server is not trusted. Install your company's in the system where the extension runs, then restart the editor.",
					)
				: vscode.l10n.t(
						"The certificate of the server is not trusted, as the system's are not read. Turn on the setting http.systemCertificates.",
					);
		case 'certificate-dates':
			return vscode.l10n.t(
				'The certificate of the server has ended or does not count yet. Check the date of this machine, then ask whoever manages the server.',
			);
		case 'certificate-host':
			return vscode.l10n.t(
				'A server answered whose certificate is for another address. Check the API address and the network you are in.',
			);
		case 'redirected':
			return vscode.l10n.t(
				'The server sent the request on to another address, which is not followed. Check the API address.',
			);
		case 'connect-timeout':
			return vscode.l10n.t(
				'No connection to COR came about in time. Check your connection and, where there is a proxy, the setting http.proxy.',
			);
		case 'stalled':
			return vscode.l10n.t('The connection stood still, and was given up.');
		case 'answer-timeout':
			return vscode.l10n.t('COR did not answer in time.');
		case 'unreadable-answer':
			return vscode.l10n.t("COR's answer cannot be read.");
		case 'not-in-answer':
			return vscode.l10n.t("COR's answer does not say what became of this file.");
		case 'not-cor':
			return vscode.l10n.t('COR is not at the API address of the settings.');
		case 'file-missing':
			return vscode.l10n.t('The file no longer exists.');
		case 'file-unreadable':
			return vscode.l10n.t('The file cannot be read.');
		case 'file-locked':
			return vscode.l10n.t('Another program has locked the file. Close it there, then try again.');
		case 'file-changed':
			return vscode.l10n.t('The file changed while it was being sent.');
		case 'unsaved-lost':
			return vscode.l10n.t('It was not in a file, so it could not be kept. Attach it again.');
		case 'became-secret':
			return vscode.l10n.t('It changed before it was sent, and looks like a secret now. Look at it again.');
		case 'file-over-provider-limit':
			return vscode.l10n.t(
				'Files that are not on this machine can have at most {0}.',
				formatBytes(error.details.limitBytes ?? 0),
			);
		case 'untrusted-workspace':
			return vscode.l10n.t('This workspace is not trusted, so nothing is sent without asking you.');
		case 'untrusted-git':
			return vscode.l10n.t('Git is not run in a workspace that is not trusted, so no patch can be made here.');
		case 'git-missing':
			return vscode.l10n.t('Git was not found. Install it, and see that the Git extension of the editor is on.');
		case 'git-failed':
			return vscode.l10n.t('Git could not make the patch. The log has what it said.');
		case 'git-programs':
			return vscode.l10n.t(
				'This repository makes Git run filters of its own, which is not done for a patch. Stage the changes and attach those.',
			);
		case 'no-repository':
			return vscode.l10n.t('This is in no Git repository that is open in the editor.');
		case 'merge-conflicts':
			return vscode.l10n.t('Files with merge conflicts are among the changes. Resolve them first.');
		case 'patch-over-limit':
			return vscode.l10n.t(
				'The patch is too large: it can have at most {0}.',
				formatBytes(error.details.limitBytes ?? 0),
			);
		case 'folder-unreadable':
			return vscode.l10n.t('The folder cannot be listed.');
		case 'folder-too-large':
			return vscode.l10n.t(
				'The folder holds more than {0} files or folders; the rest of it was not attached.',
				formatCount(error.details.limitCount ?? 0),
			);
		case 'ignore-rules':
			return vscode.l10n.t(
				'Nothing of the folder was attached: the rules of Git or of your settings for what is left out are too long, or take too long.',
			);
		case 'unexpected':
			return vscode.l10n.t('Something unexpected happened. The log has the details.');
	}
}

/** Until when COR wants to be left alone, where it said so. */
function explainPause(retryAt: number | undefined): string | undefined {
	return retryAt === undefined
		? undefined
		: vscode.l10n.t('COR asks for a pause until {0}. Try again then.', formatTime(retryAt));
}

/** The one action that helps against a failure; `undefined` where none of ours does. */
export function wayOut(error: CorError): NextStep | undefined {
	switch (error.kind) {
		case 'no-credential':
		case 'account-missing':
		case 'secret-store':
		case 'sessions-newer':
		case 'sessions-broken':
		case 'unauthorized':
			return 'sign-in';
		case 'proxy':
		case 'proxy-password':
		case 'proxy-unreachable':
			return 'open-proxy-settings';
		case 'certificate':
			return readsSystemCertificates() ? undefined : 'open-certificate-settings';
		case 'redirected':
		case 'refused-api-url':
		case 'certificate-host':
		case 'not-cor':
			return 'open-api-settings';
		case 'file-over-provider-limit':
			return 'open-provider-settings';
		case 'task-not-found':
			return 'choose-task';
		case 'forbidden':
		case 'too-large':
		case 'rejected':
		case 'unsaved-lost':
		case 'untrusted-workspace':
		case 'untrusted-git':
		case 'git-missing':
		case 'git-failed':
		case 'git-programs':
		case 'no-repository':
		case 'merge-conflicts':
		case 'patch-over-limit':
		case 'folder-unreadable':
		case 'folder-too-large':
		case 'ignore-rules':
			return undefined;
		default:
			return 'retry';
	}
}

const ofConnection: ReadonlySet<FailureKind> = new Set([
	'secret-store',
	'no-connection',
	'network',
	'proxy',
	'proxy-password',
	'proxy-unreachable',
	'certificate',
	'certificate-dates',
	'certificate-host',
	'redirected',
	'not-cor',
	'connect-timeout',
]);

/** Whether looking at the way to COR, step by step, tells more about a failure. */
export function isOfConnection({ kind }: CorError): boolean {
	return ofConnection.has(kind);
}

// Turned off, no certificate that anybody installs has any effect.
function readsSystemCertificates(): boolean {
	return vscode.workspace.getConfiguration('http').get('systemCertificates', true);
}

/** Why what was typed names no task, in words. */
export function explainNotATask(why: NotATask): string {
	switch (why) {
		case 'empty':
			return vscode.l10n.t('Type the number of a task, or paste its address.');
		case 'not-a-number':
			return vscode.l10n.t('This is no task number. Type a number such as 4101, or paste the address of a task.');
		case 'project-address':
			return vscode.l10n.t('This is the address of a project. Open the task in COR and paste its address.');
		case 'other-host':
			return vscode.l10n.t(
				'This address is not one of COR. Addresses end in cor.works or projectcor.com, or are set as your web address.',
			);
		case 'no-task-in-address':
			return vscode.l10n.t('There is no task number in this address.');
	}
}

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

/** What stands in the place of a task that COR does not give. */
export function explainMissingTask(id: number): string {
	return vscode.l10n.t('COR knows no task {0}, or you have no access to it. Nothing was sent.', id);
}

/** What a task that was chosen is taken with once more. */
export function explainTaskChanged(): string {
	return vscode.l10n.t('The task is not as it was shown. Look at it now, and press Enter to send to it.');
}

export function explainNothingFound(): string {
	return vscode.l10n.t(
		'COR found no task with this in its title. Type another word, a number such as 4101, or paste the address of a task.',
	);
}

export function explainSignedOut(): string {
	return vscode.l10n.t('You are not signed in to COR. Press Enter here to sign in, or choose a task first.');
}

/** Why the branch pattern of the settings is not used, in words. */
export function explainRefusedPattern(why: RefusedPattern): string {
	switch (why) {
		case 'invalid':
			return vscode.l10n.t('The branch pattern in the settings is no valid expression. The common forms are used.');
		case 'too-slow':
			return vscode.l10n.t('The branch pattern in the settings takes too long. The common forms are used.');
	}
}
