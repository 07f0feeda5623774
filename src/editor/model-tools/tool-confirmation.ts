import * as vscode from 'vscode';
import { type DecidedFile, sentOf } from '../../attach/plan/stages.js';
import type { TaskMessage } from '../../attach/task-message/task-message.js';
import { codeSpan } from '../../attach/text/markdown.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import type { AttachOptions } from '../arguments/attach-options.js';
import { unsavedUris } from '../files/open-text.js';
import { explainDoubt } from '../messages/explain-files.js';
import { fieldsInWords } from '../messages/field-words.js';
import { formatBytes } from '../messages/format.js';
import { taskLabel } from '../messages/names.js';

/**
 * What a person confirms before a model's files are sent: every file, the message, the task as COR describes it, the
 * sender and the options.
 */
export function attachQuestion(
	files: readonly DecidedFile[],
	task: Task,
	{ label }: Connection,
	options: AttachOptions,
	message: TaskMessage | undefined,
): vscode.PreparedToolInvocation {
	const going = sentOf(files).length;
	const name = plainText(taskLabel(task), 80);
	const place = [task.project, task.client].filter(Boolean).join(' · ');
	const lines = [
		...files.map(fileLine),
		...(place === '' ? [] : [foreign(place)]),
		...(label === undefined ? [] : [vscode.l10n.t('Send as {0}', foreign(label))]),
		...optionLines(options),
		...messageLines(message),
	];
	return {
		invocationMessage: vscode.l10n.t('Attaching files to {0}', name),
		confirmationMessages: {
			title:
				going === 1
					? vscode.l10n.t('Attach 1 file to {0}?', name)
					: vscode.l10n.t('Attach {0} files to {1}?', going, name),
			message: toList(lines),
		},
	};
}

/** What a person confirms before a model can read a task's attachments. */
export function listQuestion(task: Task): vscode.PreparedToolInvocation {
	const name = plainText(taskLabel(task), 80);
	return {
		invocationMessage: vscode.l10n.t('Reading the attachments of {0}', name),
		confirmationMessages: {
			title: vscode.l10n.t('Share the attachment list of {0} with the model?', name),
			message: toList([
				vscode.l10n.t("The list includes names, sizes, dates and people, but not the files' contents or links."),
			]),
		},
	};
}

/** A file's path in this workspace. */
export function pathOf(uri: string): string {
	return vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true));
}

function fileLine(file: DecidedFile): string {
	const { uri, size } = file;
	const path = foreign(pathOf(uri), 200);
	if (file.decision === 'leave') {
		return vscode.l10n.t('Skipped: {0} ({1})', path, explainDoubt(file.why).replace(/\.$/, ''));
	}
	return unsavedUris().has(uri)
		? vscode.l10n.t('{0} ({1}), without its unsaved changes', path, formatBytes(size))
		: `${path} (${formatBytes(size)})`;
}

function optionLines({ fields, parentId, onExisting }: AttachOptions): readonly string[] {
	const words = fieldsInWords(fields);
	return [
		...(words.length > 0 ? [words.join(' · ')] : []),
		...(parentId === undefined ? [] : [vscode.l10n.t('As a new version of attachment {0}', parentId)]),
		...(onExisting === 'newVersion' ? [vscode.l10n.t('Files already attached get a new version')] : []),
		...(onExisting === 'skip' ? [vscode.l10n.t('Files already attached are skipped')] : []),
	];
}

// The whole message, line by line: people can only confirm what they see.
function messageLines(message: TaskMessage | undefined): readonly string[] {
	if (!message) {
		return [];
	}
	const why = message.doubts.map(explainDoubt).join(' ');
	if (why !== '') {
		return [vscode.l10n.t('The message will not be sent. {0}', why)];
	}
	const lines = message.text
		.split('\n')
		.flatMap(piecesOf)
		.map(line => (line === '' ? '' : inSight(line)));
	return [`${vscode.l10n.t('With this message:')}\n\n  ${lines.join('\n\n  ')}`];
}

// A code span would cut off a longer line.
function piecesOf(line: string): readonly string[] {
	return line.match(/.{1,1000}/gu) ?? [line];
}

// Untrusted texts are in code spans, because outside a chat the dialog shows Markdown escapes literally.
function foreign(text: string, maxLength = 120): string {
	return inSight(plainText(text, maxLength));
}

/** A code span without tags, which the dialog would drop outside a chat: adds a word joiner after each `<`. */
function inSight(text: string): string {
	return codeSpan(text).replace(/<(?=[a-z/!?])/gi, '<\u2060');
}

function toList(lines: readonly string[]): vscode.MarkdownString {
	return new vscode.MarkdownString(lines.map(line => `- ${line}\n`).join(''));
}
