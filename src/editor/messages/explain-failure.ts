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
				'The API address in your settings is invalid. It must start with https:// and contain no password.',
			);
		case 'no-credential':
			return vscode.l10n.t("You're not signed in to COR.");
		case 'secret-store':
			return vscode.l10n.t("The editor's secret storage can't be read, so you're not signed in to COR.");
		case 'account-missing':
			return vscode.l10n.t("The account used to send isn't signed in to COR.");
		case 'sessions-newer':
			return vscode.l10n.t(
				'A newer version of this extension stored your accounts. If you sign in here, it applies to this window only.',
			);
		case 'sessions-broken':
			return vscode.l10n.t("The stored accounts can't be read. They'll be ignored when you sign in again.");
		case 'unauthorized':
			return vscode.l10n.t('COR rejected your credentials. Sign in again.');
		case 'forbidden':
			return vscode.l10n.t("Your COR role doesn't allow this. Ask your COR admin.");
		case 'task-not-found':
			return vscode.l10n.t("This task doesn't exist or you can't access it.");
		case 'too-large':
			return vscode.l10n.t('The file is too large for COR or an intermediate server.');
		case 'rejected':
			return said
				? vscode.l10n.t('COR refused it: {0}', said)
				: vscode.l10n.t('COR refused it without giving a reason.');
		case 'parent-missing':
			return vscode.l10n.t('The original attachment is gone. Retry to attach this as a new file.');
		case 'rate-limited':
			return explainPause(error.details.retryAt) ?? vscode.l10n.t('COR is limiting requests. Try again in a moment.');
		case 'unavailable':
			return (
				explainPause(error.details.retryAt) ?? vscode.l10n.t('COR is not available at the moment. Try again later.')
			);
		case 'server':
			return vscode.l10n.t('COR returned an error (HTTP {0}). Try again later.', error.details.status ?? '5xx');
		case 'no-connection':
			return vscode.l10n.t("Can't reach COR. Check your network or proxy.");
		case 'network':
			return vscode.l10n.t('Lost the connection to COR. Check your network or proxy.');
		case 'proxy':
			return vscode.l10n.t(
				"The proxy refused the connection to COR (HTTP {0}). Ask your network admin to allow COR's address.",
				error.details.status ?? '?',
			);
		case 'proxy-password':
			return vscode.l10n.t(
				'The proxy requires a user name and password. Add them before the host in the http.proxy setting: user:password@host.',
			);
		case 'proxy-unreachable':
			return vscode.l10n.t(
				"Can't reach the proxy. Check the http.proxy setting or HTTPS_PROXY in the editor's environment.",
			);
		case 'certificate':
			return readsSystemCertificates()
				? vscode.l10n.t(
						"The server's certificate isn't trusted. Install your company's certificate where the extension runs, then restart the editor.",
					)
				: vscode.l10n.t(
						"The server's certificate isn't trusted. Turn on http.systemCertificates to use the system's certificates.",
					);
		case 'certificate-dates':
			return vscode.l10n.t(
				"The server's certificate has expired or isn't valid yet. Check this machine's date, then contact the server's admin.",
			);
		case 'certificate-host':
			return vscode.l10n.t("The server's certificate is for another address. Check the API address and your network.");
		case 'redirected':
			return vscode.l10n.t("The server redirected the request; redirects aren't followed. Check the API address.");
		case 'connect-timeout':
			return vscode.l10n.t('Connecting to COR timed out. Check your network or proxy.');
		case 'stalled':
			return vscode.l10n.t('The transfer stalled and was stopped.');
		case 'answer-timeout':
			return vscode.l10n.t("COR didn't respond in time.");
		case 'unreadable-answer':
			return vscode.l10n.t('COR sent an unexpected response.');
		case 'not-in-answer':
			return vscode.l10n.t("COR's response doesn't confirm this file.");
		case 'not-cor':
			return vscode.l10n.t('No COR API at the address in your settings.');
		case 'file-missing':
			return vscode.l10n.t('The file no longer exists.');
		case 'file-unreadable':
			return vscode.l10n.t("The file can't be read.");
		case 'file-locked':
			return vscode.l10n.t('Another program has locked the file. Close it there, then try again.');
		case 'file-changed':
			return vscode.l10n.t('The file changed while it was being sent.');
		case 'file-size-untrue':
			return explainUntrueSize(error.details);
		case 'file-name-unclear':
			return vscode.l10n.t("A file name isn't UTF-8 and may be mistaken for another. Rename the file, then attach it.");
		case 'unsaved-lost':
			return vscode.l10n.t("It was never saved and can't be resent. Attach it again.");
		case 'became-secret':
			return vscode.l10n.t('It changed before it was sent and may now contain a secret. Review it again.');
		case 'became-outside':
			return vscode.l10n.t('It is now outside the workspace. Review it again.');
		case 'not-looked-at':
			return vscode.l10n.t("It couldn't be checked for secrets in time. Try again.");
		case 'file-over-provider-limit':
			return vscode.l10n.t(
				"Files that aren't on this machine can be at most {0}.",
				formatBytes(error.details.limit ?? 0),
			);
		case 'untrusted-workspace':
			return vscode.l10n.t("This workspace isn't trusted, so files aren't sent automatically.");
		case 'untrusted-git':
			return vscode.l10n.t("Git doesn't run in untrusted workspaces, so patches can't be created here.");
		case 'git-missing':
			return vscode.l10n.t("Git wasn't found. Install it and make sure the editor's Git extension is enabled.");
		case 'git-failed':
			return vscode.l10n.t("Git couldn't create the patch. See the log.");
		case 'git-programs':
			return vscode.l10n.t(
				"This repository uses Git filters, which can't run for a patch. Stage the changes and attach those.",
			);
		case 'no-repository':
			return vscode.l10n.t("This isn't in a Git repository of this workspace.");
		case 'merge-conflicts':
			return vscode.l10n.t('Some changed files have merge conflicts. Resolve them first.');
		case 'patch-over-limit':
			return vscode.l10n.t('The patch is too large. The limit is {0}.', formatBytes(error.details.limit ?? 0));
		case 'folder-unreadable':
			return vscode.l10n.t("The folder can't be read.");
		case 'folder-too-large':
			return vscode.l10n.t(
				'The folder contains more than {0} files or folders. The rest was not attached.',
				formatCount(error.details.limit ?? 0),
			);
		case 'ignore-rules':
			return vscode.l10n.t(
				'Nothing in the folder was attached: the ignore rules of Git or your settings are too long or too slow.',
			);
		case 'unexpected':
			return vscode.l10n.t('Something unexpected happened. See the log.');
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
		: vscode.l10n.t("COR isn't accepting requests until {0}. Try again then.", formatTime(retryAt));
}
