import * as vscode from 'vscode';
import { maxMessageLength, tidyMessage } from '../../attach/task-message/task-message.js';
import { plainText } from '../../attach/text/plain-text.js';
import { formatCount } from '../messages/format.js';

/**
 * Asks for a message of one line, as it stands now; tidy, and empty for none. One of several lines, as a program may give, keeps
 * them as long as nobody changes it. `undefined` where the person goes back.
 */
export async function writeMessage(text: string, task: string): Promise<string | undefined> {
	const box = vscode.window.createInputBox();
	box.title = vscode.l10n.t('Message to {0}', plainText(task, 60));
	box.prompt = vscode.l10n.t('Plain text, sent after the files. Leave it empty for no message.');
	const line = text.replace(/\n+/g, ' '); // the box would drop the ends of lines, and join the words around them
	box.value = line;
	box.ignoreFocusOut = true;
	box.buttons = [vscode.QuickInputButtons.Back];
	try {
		return await new Promise<string | undefined>(resolve => {
			box.onDidChangeValue(value => {
				box.validationMessage = isTooLong(value) ? tooLong() : undefined;
			});
			box.onDidTriggerButton(() => resolve(undefined));
			box.onDidHide(() => resolve(undefined));
			const written = () => (box.value === line ? text : tidyMessage(box.value));
			box.onDidAccept(() => (isTooLong(box.value) ? undefined : resolve(written())));
			box.show();
		});
	} finally {
		box.dispose();
	}
}

function isTooLong(value: string): boolean {
	return tidyMessage(value).length > maxMessageLength;
}

function tooLong(): string {
	return vscode.l10n.t(
		'A message can have at most {0} characters. Attach a longer text as a file.',
		formatCount(maxMessageLength),
	);
}
