import * as vscode from 'vscode';
import { type ExtraStanding, extraStanding } from '../../attach/arrival/extra-copies.js';
import type { LateCopy } from '../../attach/arrival/late-copies.js';
import type { ListedAttachment, StoredAttachment } from '../../attach/attachment.js';
import { reasonOf, toCorError } from '../../attach/errors.js';
import { logLine } from '../../attach/text/log-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { ask } from '../messages/ask.js';
import { explain } from '../messages/explain-failure.js';
import { formatTime } from '../messages/format.js';
import { taskLabel } from '../messages/names.js';
import type { SendingParts, Shipment } from '../sending/shipment.js';

type Doubled = Extract<LateCopy, { kind: 'doubled' }>;

/** A file that is on its task twice, with the copy that can be removed without loss. */
export type ExtraCopy = Doubled & Required<Pick<Doubled, 'extra'>>;

type RemovingParts = Pick<SendingParts, 'history' | 'log'>;
type From = Pick<Shipment, 'connection' | 'task'>;

/** Removes extra copies after the person has confirmed it, if the task's list still allows it, and shows the result. */
export async function removeExtras(parts: RemovingParts, from: From, copies: readonly ExtraCopy[]): Promise<void> {
	const task = plainText(taskLabel(from.task), 80);
	if (!(await confirm(copies, task))) {
		return;
	}
	const said: Said[] = [];
	for (const copy of copies) {
		said.push(await removeExtra(parts, from, copy, task));
	}
	const isDone = said.every(({ isRemoved }) => isRemoved);
	const show = isDone ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
	await ask(parts.log, show, said.map(({ sentence }) => sentence).join(' '), isDone ? [] : ['show-log']);
}

interface Said {
	readonly isRemoved: boolean;
	readonly sentence: string;
}

async function confirm(copies: readonly ExtraCopy[], task: string): Promise<boolean> {
	const [first] = copies;
	const remove = vscode.l10n.t('Remove');
	const choice = await vscode.window.showWarningMessage(
		copies.length === 1
			? vscode.l10n.t('Remove the extra copy of {0} from {1}?', plainText(first?.file.name ?? '', 60), task)
			: vscode.l10n.t('Remove the extra copies of these files from {0}?', task),
		{
			modal: true,
			detail: [...copies.map(whatGoes), vscode.l10n.t('This may be permanent.')].join('\n'),
		},
		vscode.l10n.t('Keep'), // Enter presses the first button
		remove,
	);
	return choice === remove;
}

function whatGoes({ file, extra, attachments }: ExtraCopy): string {
	const kept = attachments.find(({ id }) => id !== extra.id);
	return vscode.l10n.t(
		'{0}: attachment {1} will be removed, attachment {2} will stay.',
		plainText(file.name, 60),
		numberOf(extra),
		kept ? numberOf(kept) : '',
	);
}

/** An attachment's id, with its time if COR reports it. */
function numberOf({ id, createdAt = '' }: StoredAttachment): string {
	const at = Date.parse(createdAt);
	return Number.isNaN(at) ? `#${id}` : `#${id} (${formatTime(at)})`;
}

/** Reads the task's list just before removing. Never rejects. */
async function removeExtra(
	parts: RemovingParts,
	{ connection: { client, apiUrl }, task: { id: taskId } }: From,
	copy: ExtraCopy,
	task: string,
): Promise<Said> {
	const name = plainText(copy.file.name, 60);
	const { extra } = copy;
	let list: readonly ListedAttachment[];
	try {
		list = await client.readAttachments(taskId);
	} catch (error) {
		return refused(vscode.l10n.t('Nothing was removed from {0}. {1}', task, explain(toCorError(error))));
	}
	const standing = extraStanding(copy, list);
	if (standing.status !== 'extra') {
		parts.log.warn(logLine(taskId, `attachment ${extra.id} is not removed`, standing.status));
		return refused(whyNot(standing.status, name, task));
	}
	try {
		const what = await client.deleteAttachment(taskId, extra.id);
		parts.log.info(logLine(taskId, `attachment ${extra.id}, the extra copy of ${standing.kept.id}, is ${what}`));
	} catch (cause) {
		const error = toCorError(cause);
		parts.log.error(logLine(taskId, `attachment ${extra.id} may still be there`, reasonOf(error)));
		return refused(vscode.l10n.t('The extra copy of {0} may still be on {1}. {2}', name, task, explain(error)));
	}
	await parts.history
		.replace({ apiUrl: apiUrl.href, attachmentId: extra.id }, standing.kept)
		.catch((error: unknown) => parts.log.warn(`the history could not be written: ${String(error)}`));
	const sentence = vscode.l10n.t('The extra copy of {0} was removed from {1}. The other copy stays.', name, task);
	return { isRemoved: true, sentence };
}

function refused(sentence: string): Said {
	return { isRemoved: false, sentence };
}

function whyNot(status: Exclude<ExtraStanding['status'], 'extra'>, name: string, task: string): string {
	switch (status) {
		case 'gone':
			return vscode.l10n.t('Nothing was removed: the extra copy of {0} is no longer on {1}.', name, task);
		case 'alone':
			return vscode.l10n.t('Nothing was removed: the other copy of {0} is no longer on {1}.', name, task);
		case 'has-versions':
			return vscode.l10n.t('Nothing was removed: the extra copy of {0} on {1} may have versions.', name, task);
		case 'differs':
			return vscode.l10n.t('Nothing was removed: the copies of {0} on {1} are no longer identical.', name, task);
	}
}
