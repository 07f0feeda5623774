import * as vscode from 'vscode';
import type { CorError, FailureDetails } from '../../attach/errors.js';
import { plainText } from '../../attach/text/plain-text.js';
import { formatBytes, formatCount, formatTime } from './format.js';
import { readsSystemCertificates } from './way-out.js';

/** A failure in one sentence: what happened, and what to do next. */
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
				'The proxy wants a user name and a password. In the setting http.proxy, put them before the host, as user:password@.',
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
		case 'file-size-untrue':
			return explainUntrueSize(error.details);
		case 'file-name-unclear':
			return vscode.l10n.t(
				'Another name in the same folder looks the same, because neither is UTF-8. Rename the file, then attach it.',
			);
		case 'unsaved-lost':
			return vscode.l10n.t('It was not in a file, so it could not be kept. Attach it again.');
		case 'became-secret':
			return vscode.l10n.t('It changed before it was sent, and looks like a secret now. Look at it again.');
		case 'became-outside':
			return vscode.l10n.t('It now lies outside the workspace. Review it again.');
		case 'not-looked-at':
			return vscode.l10n.t("It couldn't be checked for secrets in time. Try again.");
		case 'file-over-provider-limit':
			return vscode.l10n.t(
				'Files that are not on this machine can have at most {0}.',
				formatBytes(error.details.limit ?? 0),
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
			return vscode.l10n.t('No Git repository of this workspace contains this.');
		case 'merge-conflicts':
			return vscode.l10n.t('Files with merge conflicts are among the changes. Resolve them first.');
		case 'patch-over-limit':
			return vscode.l10n.t('The patch is too large: it can have at most {0}.', formatBytes(error.details.limit ?? 0));
		case 'folder-unreadable':
			return vscode.l10n.t('The folder cannot be listed.');
		case 'folder-too-large':
			return vscode.l10n.t(
				'The folder holds more than {0} files or folders; the rest of it was not attached.',
				formatCount(error.details.limit ?? 0),
			);
		case 'ignore-rules':
			return vscode.l10n.t(
				'Nothing of the folder was attached: the rules of Git or of your settings for what is left out are too long, or take too long.',
			);
		case 'unexpected':
			return vscode.l10n.t('Something unexpected happened. The log has the details.');
	}
}

function explainUntrueSize({ saidBytes = 0, gaveBytes = 0, isMore }: FailureDetails): string {
	const [said, gave] = [formatCount(saidBytes), formatCount(gaveBytes)];
	return isMore
		? vscode.l10n.t('The file reports a size of {0} bytes but contains more than {1}. Attach a copy of it.', said, gave)
		: vscode.l10n.t('The file reports a size of {0} bytes but contains only {1}. Attach a copy of it.', said, gave);
}

/** Until when COR asks to wait, if it says so. */
function explainPause(retryAt: number | undefined): string | undefined {
	return retryAt === undefined
		? undefined
		: vscode.l10n.t('COR asks for a pause until {0}. Try again then.', formatTime(retryAt));
}
