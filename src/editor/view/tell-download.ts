import * as vscode from 'vscode';
import { toCorError } from '../../attach/errors.js';
import { logLine } from '../../attach/text/log-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { DownloadError } from '../../cor/download/download-error.js';
import { explain } from '../messages/explain-failure.js';
import { formatBytes } from '../messages/format.js';
import type { BytesParts, Wanted } from './attachment-bytes.js';

/** What a person can do with a file that is larger than expected. */
export type LargeChoice = 'go-on' | 'save';

/** Says why a download failed, and offers the browser, where the person may be signed in. */
export async function tellDownloadFailure({ log }: BytesParts, wanted: Wanted, error: unknown): Promise<void> {
	const { task, stored } = wanted;
	const kind = error instanceof DownloadError ? error.problem : toCorError(error).kind;
	log.error(logLine(task.id, `attachment ${stored.id} was not downloaded`, `${kind}: ${(error as Error).message}`));
	const inBrowser = vscode.l10n.t('Open in Browser');
	const buttons = stored.url === undefined ? [] : [inBrowser];
	if ((await vscode.window.showErrorMessage(explainDownload(wanted, error), ...buttons)) === inBrowser) {
		await openInBrowser(stored.url);
	}
}

/** Opens an attachment's address in the browser. The address is untrusted, so only `http` and `https` are allowed. */
export async function openInBrowser(url: string | undefined): Promise<void> {
	if (url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url)) {
		// As text: a `Uri` would turn the `%2B` in a signature into `+`.
		await vscode.commands.executeCommand('vscode.open', url);
	}
}

/** Says that a file is larger than what is downloaded without asking. `undefined` if the person declines. */
export async function askAboutLarge(
	{ stored }: Wanted,
	size: { readonly bytes: number; readonly isMore: boolean },
	goOn: 'open' | 'save' | 'nothing',
): Promise<LargeChoice | undefined> {
	const name = plainText(stored.name, 60);
	const bytes = formatBytes(size.bytes);
	const large = size.isMore ? vscode.l10n.t('more than {0}', bytes) : bytes;
	const open = vscode.l10n.t('Open');
	const save = goOn === 'save' ? vscode.l10n.t('Save') : vscode.l10n.t('Save As…');
	const sentence =
		goOn === 'nothing'
			? vscode.l10n.t('{0} is too large to open here ({1}).', name, large)
			: vscode.l10n.t('{0} is large ({1}). Download it?', name, large);
	const buttons = goOn === 'open' ? [open, save] : [save];
	switch (await vscode.window.showWarningMessage(sentence, { modal: true }, ...buttons)) {
		case open:
			return 'go-on';
		case save:
			return goOn === 'save' ? 'go-on' : 'save';
		default:
			return undefined;
	}
}

function explainDownload({ stored }: Wanted, error: unknown): string {
	const name = plainText(stored.name, 60);
	const code = (error as NodeJS.ErrnoException).code;
	switch (error instanceof DownloadError ? error.problem : undefined) {
		case 'address':
			return stored.url === undefined
				? vscode.l10n.t('COR has no download link for {0}.', name)
				: vscode.l10n.t(
						'The download link of {0} leads to a private or unencrypted address, so it was not opened.',
						name,
					);
		case 'redirects':
			return vscode.l10n.t('The download link of {0} redirects too many times.', name);
		case 'expired':
			return vscode.l10n.t('The download link of {0} has expired or requires signing in.', name);
		case 'page':
			return vscode.l10n.t('The download link of {0} leads to a web page, perhaps a sign-in page.', name);
		case 'too-large':
			return vscode.l10n.t('{0} is too large to save there.', name);
		case undefined:
			return typeof code === 'string' && (/^E[A-Z0-9]+$/.test(code) || error instanceof vscode.FileSystemError)
				? vscode.l10n.t("Couldn't save {0} ({1}).", name, code)
				: vscode.l10n.t("Couldn't download {0}. {1}", name, explain(toCorError(error)));
	}
}
