import * as vscode from 'vscode';
import { needsWord } from '../../attach/doubts.js';
import type { TaskMessage } from '../../attach/task-message/task-message.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { LookParts } from '../files/looks.js';
import { explainDoubt } from '../messages/explain-files.js';
import { lookAtMessage } from '../task-message/look-at-message.js';
import type { MessageEditors } from '../task-message/message-editors.js';
import { inEditorButton, writeMessage } from '../task-message/write-message.js';
import type { ActionButton, ActionRow, ReviewAction, ReviewItem } from './review-items.js';

interface MessageParts extends LookParts {
	readonly messageEditors: Pick<MessageEditors, 'write'>;
}

/** What it takes to have a message written, and what is written by now. */
export interface Writing {
	readonly parts: MessageParts;
	readonly message: TaskMessage | undefined;
}

/** Whether somebody has to say that a message is sent all the same. */
export function isDoubtful(message: TaskMessage | undefined): boolean {
	return message?.doubts.some(needsWord) ?? false;
}

/** The row of the message: checked where one is sent. What may be a secret in it is unchecked, as with a file. */
export class MessageRow {
	readonly #parts: MessageParts;
	readonly #task: string;
	#message: TaskMessage | undefined;
	/** What was typed and not taken over: it stands there again the next time. */
	#draft: string | undefined;
	#item: ActionRow;
	isTicked: boolean;

	constructor({ parts, message }: Writing, task: string) {
		this.#parts = parts;
		this.#task = task;
		this.#message = message;
		this.#item = itemOf(message);
		this.isTicked = message !== undefined && !isDoubtful(message);
	}

	get item(): ActionRow {
		return this.#item;
	}

	/** What is sent with the files. */
	get sent(): TaskMessage | undefined {
		return this.isTicked ? this.#message : undefined;
	}

	/** Whether there is something to send: then its row is a choice, else a way to write one. */
	get isWritten(): boolean {
		return this.#message !== undefined;
	}

	/** Its row, where that is ticked for what it says. */
	get choices(): ReadonlyMap<ReviewAction, boolean> {
		return new Map(this.isWritten ? [['message', this.isTicked]] : []);
	}

	/**
	 * Takes over whether its row is among those that are ticked; to tick all at once is no decision about a secret. Whether
	 * that changes anything.
	 */
	take(rows: readonly Pick<ReviewItem, 'action'>[], isOfAll: boolean): boolean {
		const was = this.isTicked;
		const isTicked = this.isWritten && rows.some(({ action }) => action === 'message');
		this.isTicked = isTicked && (was || !isOfAll || !isDoubtful(this.#message));
		return this.isTicked !== was;
	}

	/**
	 * Has it written, in the place of the review: in a box of one line, or in an editor. Whether it is to be sent at once with
	 * the files, and nothing speaks against that.
	 */
	async write(inEditor: boolean): Promise<boolean> {
		const text = this.#draft ?? this.#message?.text ?? '';
		const keep = (draft: string): void => {
			this.#draft = draft;
		};
		// A box of one line would make one line of several.
		const typed =
			inEditor || text.includes('\n') ? { text, inEditor: true } : await writeMessage(text, this.#task, keep);
		const written = typed?.inEditor
			? await this.#parts.messageEditors.write(typed.text, this.#task)
			: typed && { text: typed.text, isSent: false };
		if (!written) {
			return false;
		}
		this.#draft = undefined;
		this.#message = await lookAtMessage(this.#parts, written.text);
		this.#item = itemOf(this.#message);
		this.isTicked = this.#message !== undefined && !isDoubtful(this.#message);
		return written.isSent && this.isTicked;
	}
}

function itemOf(message: TaskMessage | undefined): ActionRow {
	const toEditor: ActionButton = { ...inEditorButton(), action: 'message-editor' };
	const row = {
		action: 'message',
		alwaysShow: true,
		iconPath: new vscode.ThemeIcon('comment'),
		buttons: [toEditor],
	} as const;
	if (!message) {
		return { ...row, label: vscode.l10n.t('Add a message…'), description: vscode.l10n.t('sent after the files') };
	}
	const doubts = message.doubts.filter(needsWord).map(explainDoubt);
	return {
		...row,
		label: vscode.l10n.t('Message: {0}', plainText(message.text, 80)),
		description: vscode.l10n.t('Enter edits it'),
		...(doubts.length > 0 && { detail: [...doubts, vscode.l10n.t('Check it to send anyway.')].join(' ') }),
	};
}
