import * as vscode from 'vscode';
import type { LeftOut, LeftOutEntry } from '../../attach/folders/left-out.js';
import { plainText } from '../../attach/text/plain-text.js';
import { explainLeftOut } from '../messages/explain-files.js';
import { formatCount } from '../messages/format.js';
import type { ActionRow } from './review-items.js';

/** The row that opens the list of skipped folder entries. None if nothing was skipped. */
export function leftOutRows({ count }: LeftOut): readonly ActionRow[] {
	return count === 0
		? []
		: [
				{
					action: 'left-out',
					alwaysShow: true,
					iconPath: new vscode.ThemeIcon('list-unordered'),
					label: vscode.l10n.t('Skipped: {0}…', formatCount(count)),
					description: vscode.l10n.t('Enter lists them'),
				},
			];
}

/** Lists the skipped entries with their reasons until the person goes back. */
export async function showLeftOut({ count, some }: LeftOut): Promise<void> {
	const pick = vscode.window.createQuickPick();
	pick.title = vscode.l10n.t('Skipped: {0}', formatCount(count));
	pick.placeholder = vscode.l10n.t("These won't be attached. Enter goes back.");
	pick.buttons = [vscode.QuickInputButtons.Back];
	pick.matchOnDescription = true;
	pick.ignoreFocusOut = true;
	const more = count - some.length;
	pick.items = [
		...some.map(leftOutItem),
		...(more > 0 ? [{ label: vscode.l10n.t('and {0} more', formatCount(more)), alwaysShow: true }] : []),
	];
	try {
		await new Promise<void>(resolve => {
			pick.onDidTriggerButton(() => resolve());
			pick.onDidAccept(() => resolve());
			pick.onDidHide(() => resolve());
			pick.show();
		});
	} finally {
		pick.dispose();
	}
}

function leftOutItem({ relativePath, why }: LeftOutEntry): vscode.QuickPickItem {
	const at = relativePath.lastIndexOf('/', relativePath.length - 2);
	const reason = explainLeftOut(why);
	return {
		label: plainText(relativePath.slice(at + 1)),
		description: `${reason} · ${plainText(relativePath.slice(0, Math.max(at, 0)))}`,
	};
}
