import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { WhyLeftOut } from '../../attach/folders/left-out.js';
import type { SecretRule } from '../../attach/secrets/secrets.js';
import type { privateKey } from '../../attach/secrets/shapes/secret-shapes.js';
import { plainText } from '../../attach/text/plain-text.js';
import { formatBytes } from './format.js';
import { listNames } from './names.js';

/** Why a file was skipped, as a sentence. */
export function explainDoubt(doubt: Doubt): string {
	switch (doubt.kind) {
		case 'secret':
			return doubt.inPatch === undefined
				? explainSecret(doubt)
				: `${plainText(doubt.inPatch.slice(1), 120)}: ${explainSecret(doubt)}`;
		case 'large':
			return vscode.l10n.t('Larger than {0}.', formatBytes(doubt.limitBytes));
		case 'empty':
			return vscode.l10n.t('The file is empty.');
		case 'ignored':
			return vscode.l10n.t('Git ignores it.');
		case 'outside':
			return vscode.l10n.t('Outside the workspace: {0}.', plainText(doubt.place));
		case 'unlooked':
			return vscode.l10n.t("It couldn't be checked for secrets in time.");
		case 'on-task':
			return vscode.l10n.t('Already attached (v{0}).', doubt.version);
		case 'unchanged':
			return vscode.l10n.t('Unchanged since it was attached (v{0}).', doubt.version);
		case 'unticked':
			return vscode.l10n.t('Unchecked before sending.');
		case 'changed':
			return vscode.l10n.t('It changed after the upload was interrupted.');
	}
}

/** Why a folder entry was skipped, in a few words. */
export function explainLeftOut(why: WhyLeftOut): string {
	switch (why) {
		case 'version-control':
			return vscode.l10n.t('Version control data');
		case 'packages':
			return vscode.l10n.t('Installed packages');
		case 'system':
			return vscode.l10n.t('System or lock file');
		case 'link':
			return vscode.l10n.t('Symbolic link');
		case 'special':
			return vscode.l10n.t('Neither a file nor a folder');
		case 'ignored-by-git':
			return vscode.l10n.t('Ignored by Git');
		case 'excluded':
			return vscode.l10n.t('Excluded by {0}', 'corAttachments.exclude');
		case 'hidden':
			return vscode.l10n.t('Hidden in the Explorer ({0})', 'files.exclude');
	}
}

// Only the type is imported: importing the value would load all secret shapes.
const privateKeyRule: typeof privateKey = 'private key';

function explainSecret({ place, rule }: SecretRule): string {
	if (place === 'name') {
		return vscode.l10n.t('The name suggests secrets: {0}.', ruleInWords(rule));
	}
	return rule === privateKeyRule
		? vscode.l10n.t('Contains a private key.')
		: vscode.l10n.t('May contain a secret: {0}.', ruleInWords(rule));
}

// Most rules are vendor names or file name patterns, which are the same in every language.
function ruleInWords(rule: string): string {
	switch (rule) {
		case 'password in an address':
			return vscode.l10n.t('password in an address');
		case 'browser passwords':
			return vscode.l10n.t('browser passwords');
		case 'exported passwords':
			return vscode.l10n.t('exported passwords');
		case 'one-time passwords':
			return vscode.l10n.t('one-time passwords');
		case 'recovery codes':
			return vscode.l10n.t('recovery codes');
		case 'shell history':
			return vscode.l10n.t('shell history');
		case 'database dump':
			return vscode.l10n.t('database dump');
		default:
			return rule;
	}
}

/** Says that COR added a file separately instead of as a new version. */
export function explainBeside(): string {
	return vscode.l10n.t('COR added it as a separate file, not a new version.');
}

/** Says that only the first part of a file is attached, as large as it was when it was sent. */
export function explainGrown(bytes: number): string {
	return vscode.l10n.t('Only the first {0} were attached because the file grew in the meantime.', formatBytes(bytes));
}

/** Says that an earlier request may have created a version, too. A list shows only the newest. */
export function versionTwiceSentence(names: readonly string[]): string {
	return names.length === 1
		? vscode.l10n.t('{0} may have been added as two versions. Check its versions.', names[0] ?? '')
		: vscode.l10n.t('These may have been added as two versions each: {0}. Check their versions.', listNames(names));
}
