import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';

const noticedAfterMs = 200;

/** Waits for the work and shows a busy pick if that takes long. `undefined` if the person closes it. */
export async function waitFor<T>(work: Promise<T>, task: string): Promise<T | undefined> {
	const pick = vscode.window.createQuickPick();
	pick.title = plainText(task, 60);
	pick.placeholder = vscode.l10n.t('Checking the files…');
	pick.busy = true;
	pick.ignoreFocusOut = true;
	const timer = setTimeout(() => pick.show(), noticedAfterMs);
	try {
		return await Promise.race([work, new Promise<undefined>(resolve => pick.onDidHide(() => resolve(undefined)))]);
	} finally {
		clearTimeout(timer);
		pick.dispose();
	}
}
