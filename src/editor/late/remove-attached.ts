import * as vscode from 'vscode';
import { isSeenGone, type Removable, removableStanding } from '../../attach/arrival/removable.js';
import type { ListedAttachment } from '../../attach/attachment.js';
import { reasonOf, toCorError } from '../../attach/errors.js';
import { logLine } from '../../attach/text/log-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { ask } from '../messages/ask.js';
import { explain } from '../messages/explain-failure.js';
import { formatCount } from '../messages/format.js';
import { listNames, taskLabel } from '../messages/names.js';
import { whileWaiting } from '../messages/while-waiting.js';
import type { SendingParts, Shipment } from '../sending/shipment.js';

type RemovingParts = Pick<SendingParts, 'history' | 'log'>;
type From = Pick<Shipment, 'connection' | 'task'>;

/**
 * What happened to an attachment. `said`: COR confirmed the removal, but no list proves it. `unknown`: it may still be
 * there.
 */
type Removal = 'removed' | 'said' | 'gone' | 'newer' | 'untold' | 'unknown' | 'left';

const mostNamed = 8;

/** Removing many takes minutes, so the task is read again if its list is older than this, in milliseconds. */
const oldMs = 10_000;

/**
 * Removes attachments after the person has confirmed it. First reads the task: an attachment with a newer version than
 * the caller knows stays. Reads it again afterwards and reports what it shows, without waiting for an answer to that
 * message. Never rejects.
 * @param listMs maximum age of the list when the next attachment is removed, in milliseconds
 */
export async function removeAttached(
	parts: RemovingParts,
	from: From,
	selected: readonly Removable[],
	listMs = oldMs,
): Promise<void> {
	const wanted = [...new Map(selected.map(each => [each.id, each])).values()]; // the view may show a task twice
	const task = plainText(taskLabel(from.task), 80);
	if (!(await confirm(wanted, task))) {
		return;
	}
	const removals = new Map<Removable, Removal>(wanted.map(each => [each, 'left']));
	let failure: string | undefined;
	const refusals = new Set<string>();
	await whileWaiting(vscode.l10n.t('COR: Removing'), async signal => {
		try {
			await removeAll(parts, from, removals, refusals, listMs, signal);
		} catch (error) {
			signal.throwIfAborted();
			failure = explain(toCorError(error));
		}
	});
	const isDone = [...removals.values()].every(removal => removal === 'removed' || removal === 'said');
	const show = isDone ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
	void ask(parts.log, show, sentences(removals, task, failure, refusals).join(' '), isDone ? [] : ['show-log']);
}

async function confirm(wanted: readonly Removable[], task: string): Promise<boolean> {
	const [first] = wanted;
	const names = wanted.map(({ name }) => plainText(name, 60));
	const more = names.length - mostNamed;
	const remove = vscode.l10n.t('Remove');
	const choice = await vscode.window.showWarningMessage(
		wanted.length === 1
			? vscode.l10n.t('Remove {0} from {1}?', plainText(first?.name ?? '', 60), task)
			: vscode.l10n.t('Remove {0} files from {1}?', formatCount(wanted.length), task),
		{
			modal: true,
			detail: [
				...(names.length > 1 ? names.slice(0, mostNamed) : []),
				...(more > 0 ? [vscode.l10n.t('and {0} more', formatCount(more))] : []),
				vscode.l10n.t('This may be permanent and may remove its other versions.'),
			].join('\n'),
		},
		vscode.l10n.t('Keep'), // Enter presses the first button
		remove,
	);
	return choice === remove;
}

/**
 * Rejects if the task can't be read at first. If one removal fails, the others go on and the reason is added to
 * `refusals`.
 */
async function removeAll(
	{ history, log }: RemovingParts,
	{ connection: { client, apiUrl }, task }: From,
	removals: Map<Removable, Removal>,
	refusals: Set<string>,
	listMs: number,
	signal: AbortSignal,
): Promise<void> {
	let list: readonly ListedAttachment[] | undefined = await client.readAttachments(task.id, signal);
	let readAt = performance.now();
	for (const [each] of removals) {
		if (performance.now() - readAt > listMs) {
			list = await client.readAttachments(task.id, signal).catch(() => undefined);
			readAt = performance.now();
		}
		if (signal.aborted) {
			break;
		}
		const standing = list ? removableStanding(each, list) : 'untold';
		removals.set(each, standing === 'there' ? await removeOne(each) : standing);
	}
	const after = await client.readAttachments(task.id).catch((): readonly ListedAttachment[] | undefined => undefined);
	for (const [each, removal] of removals) {
		const isOpen = removal === 'said' || removal === 'unknown';
		if (isOpen && after && isSeenGone(each, after, removal === 'said')) {
			removals.set(each, 'removed');
		}
	}
	const removed = [...removals].flatMap(([each, removal]) =>
		removal === 'removed' || removal === 'said' || removal === 'gone' ? [each] : [],
	);
	await history
		.forget(removed.map(({ id }) => ({ apiUrl: apiUrl.href, attachmentId: id })))
		.catch((error: unknown) => log.warn(`the history could not be written: ${String(error)}`));

	async function removeOne({ id }: Removable): Promise<Removal> {
		try {
			const what = await client.deleteAttachment(task.id, id);
			log.info(logLine(task.id, `attachment ${id} is ${what}`));
			return what === 'deleted' ? 'said' : 'gone';
		} catch (cause) {
			const error = toCorError(cause);
			log.error(logLine(task.id, `attachment ${id} may still be there`, reasonOf(error)));
			refusals.add(explain(error));
			return 'unknown';
		}
	}
}

function sentences(
	removals: ReadonlyMap<Removable, Removal>,
	task: string,
	failure: string | undefined,
	refusals: ReadonlySet<string>,
): readonly string[] {
	const said = (wanted: Removal, sentence: (names: string, count: number) => string): readonly string[] => {
		const names = [...removals].flatMap(([{ name }, removal]) => (removal === wanted ? [plainText(name, 60)] : []));
		return names.length > 0 ? [sentence(listNames(names), names.length)] : [];
	};
	return [
		...said('removed', (names, count) =>
			count === 1
				? vscode.l10n.t('{0} was removed from {1}.', names, task)
				: vscode.l10n.t('{0} files were removed from {1}: {2}.', formatCount(count), task, names),
		),
		...said('said', names =>
			vscode.l10n.t("COR confirmed the removal from {0}, but its list doesn't prove it: {1}.", task, names),
		),
		...said('gone', names => vscode.l10n.t('No longer on {0}: {1}.', task, names)),
		...said('newer', names => vscode.l10n.t('Not removed, because a newer version was added: {0}.', names)),
		...said('untold', names => vscode.l10n.t('Not removed, because newer versions may exist: {0}.', names)),
		...said('unknown', names =>
			[vscode.l10n.t("COR didn't confirm the removal. Check if {0} still has {1}.", task, names), ...refusals].join(
				' ',
			),
		),
		...said('left', names =>
			failure === undefined
				? vscode.l10n.t('Cancelled before it was removed: {0}.', names)
				: vscode.l10n.t('Nothing was removed from {0}. {1}', task, failure),
		),
	];
}
