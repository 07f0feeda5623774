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

/** What writing a message needs, and the message so far. */
export interface Writing {
	readonly parts: MessageParts;
	readonly message: TaskMessage | undefined;
}

/** Whether a person must confirm the message. */
export function isDoubtful(message: TaskMessage | undefined): boolean {
	return message?.doubts.some(needsWord) ?? false;
}

/**
 * The row of the message, checked if one is sent. A message that may contain a secret starts unchecked, like a file.
 */
export class MessageRow {
	readonly #parts: MessageParts;
	readonly #task: string;
	#message: TaskMessage | undefined;
	/** Text that the person typed before going back; shown again next time. */
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

	/** The message that is sent with the files. */
	get sent(): TaskMessage | undefined {
		return this.isTicked ? this.#message : undefined;
	}

	/** Whether there is a message. Then the row is a choice; otherwise it opens the input. */
	get isWritten(): boolean {
		return this.#message !== undefined;
	}

	/** Whether the row counts as a choice, and if so whether it is checked. */
	get choices(): ReadonlyMap<ReviewAction, boolean> {
		return new Map(this.isWritten ? [['message', this.isTicked]] : []);
	}

	/**
	 * Updates the check mark from the checked rows. Checking everything at once doesn't confirm a secret. Returns whether
	 * it changed.
	 */
	take(rows: readonly Pick<ReviewItem, 'action'>[], isOfAll: boolean): boolean {
		const was = this.isTicked;
		const isTicked = this.isWritten && rows.some(({ action }) => action === 'message');
		this.isTicked = isTicked && (was || !isOfAll || !isDoubtful(this.#message));
		return this.isTicked !== was;
	}

	/**
	 * Lets the person write the message, in an input box or an editor, while the review is hidden. Resolves with `true`
	 * if everything should be sent now and the message needs no confirmation.
	 * @param hide hides the review; an input box does that by itself
	 */
	async write(inEditor: boolean, hide: () => void): Promise<boolean> {
		const text = this.#draft ?? this.#message?.text ?? '';
		const keep = (draft: string): void => {
			this.#draft = draft;
		};
		// An input box would join several lines.
		const typed =
			inEditor || text.includes('\n') ? { text, inEditor: true } : await writeMessage(text, this.#task, keep);
		if (typed?.inEditor) {
			hide();
		}
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
