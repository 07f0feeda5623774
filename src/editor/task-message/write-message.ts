import * as vscode from 'vscode';
import { maxMessageLength, tidyMessage } from '../../attach/task-message/task-message.js';
import { plainText } from '../../attach/text/plain-text.js';
import { explainTooLong } from './message-words.js';

/** A typed message: tidy, or empty for none. With `inEditor` the person wants to continue in an editor. */
export type TypedMessage = { readonly text: string; readonly inEditor: boolean };

/**
 * Asks for a message of one line. `undefined` if the person goes back.
 * @param keep called with the text typed so far
 */
export async function writeMessage(
	text: string,
	task: string,
	keep: (typed: string) => void,
): Promise<TypedMessage | undefined> {
	const box = vscode.window.createInputBox();
	box.title = vscode.l10n.t('Message to {0}', plainText(task, 60));
	box.prompt = vscode.l10n.t('Plain text, sent after the files. Leave it empty for no message.');
	box.value = text;
	box.ignoreFocusOut = true;
	const toEditor = inEditorButton();
	box.buttons = [vscode.QuickInputButtons.Back, toEditor];
	try {
		return await new Promise<TypedMessage | undefined>(resolve => {
			box.onDidChangeValue(value => {
				keep(value);
				box.validationMessage = isTooLong(value) ? explainTooLong() : undefined;
			});
			box.onDidTriggerButton(button => resolve(button === toEditor ? { text: box.value, inEditor: true } : undefined));
			box.onDidHide(() => resolve(undefined));
			box.onDidAccept(() =>
				isTooLong(box.value) ? undefined : resolve({ text: tidyMessage(box.value), inEditor: false }),
			);
			box.show();
		});
	} finally {
		box.dispose();
	}
}

/** The button that continues the message in an editor. */
export function inEditorButton(): vscode.QuickInputButton {
	return { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: vscode.l10n.t('Write in an Editor…') };
}

function isTooLong(value: string): boolean {
	return tidyMessage(value).length > maxMessageLength;
}
