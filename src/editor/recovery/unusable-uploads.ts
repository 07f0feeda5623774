import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import type { UnusableJournal } from '../../machine/journal/unusable-journal.js';
import type { Parts } from '../flow/parts.js';
import { formatTime } from '../messages/format.js';
import { listNames, taskLabel } from '../messages/names.js';
import { taskPage } from '../task/task-page.js';

type Unusable = readonly UnusableJournal[];

/**
 * Shows one message for all interrupted uploads that can't be resumed: which files, as far as known, and what to do.
 */
export async function tellUnusable({ log, memory }: Pick<Parts, 'log' | 'memory'>, unusable: Unusable): Promise<void> {
	const taskIds = new Set(unusable.map(({ task }) => task?.id));
	const [taskId] = taskIds;
	const page = taskIds.size === 1 && taskId !== undefined ? taskPage(taskId, memory) : undefined;
	const [unread] = withStatus(unusable, 'broken', 'unreadable');
	const openTask = vscode.l10n.t('Open Task');
	const showInFolder = vscode.l10n.t('Show in Folder');
	const showLog = vscode.l10n.t('Show Log');
	const choice = await vscode.window.showWarningMessage(
		[vscode.l10n.t("Some interrupted uploads can't be resumed."), ...sentences(unusable)].join(' '),
		...(page === undefined ? [] : [openTask]),
		...(unread ? [showInFolder] : []),
		showLog,
	);
	if (choice === openTask && page !== undefined) {
		await vscode.env.openExternal(vscode.Uri.parse(page, true));
	} else if (choice === showInFolder && unread) {
		await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(unread.path));
	} else if (choice === showLog) {
		log.show(true);
	}
}

function sentences(unusable: Unusable): readonly string[] {
	const newer = withStatus(unusable, 'newer');
	const unread = withStatus(unusable, 'broken', 'unreadable');
	const dropped = withStatus(unusable, 'too-old', 'too-many');
	return [
		newer.length > 0 &&
			vscode.l10n.t(
				'Started by a newer version of the extension: {0}. Reload the window or update the extension to resume.',
				describe(newer),
			),
		unread.length > 0 &&
			vscode.l10n.t(
				"Interrupted, and the record can't be read: {0}. Check the task before sending again.",
				describe(unread),
			),
		dropped.length > 0 &&
			vscode.l10n.t(
				'No longer kept (30 days, 50 uploads at most): {0}. Check the task for missing files.',
				describe(dropped),
			),
	].filter(sentence => sentence !== false);
}

/** Files and tasks as far as known, otherwise when it was. */
function describe(unusable: Unusable): string {
	const names = unusable.flatMap(each => (each.names.length > 0 ? each.names : [unknownFiles(each)]));
	const tasks = new Set(unusable.flatMap(({ task }) => (task ? [plainText(taskLabel(task), 60)] : [])));
	const files = listNames(names.map(name => plainText(name, 60)));
	return tasks.size === 0 ? files : `${files} (${listNames([...tasks])})`;
}

function unknownFiles({ at }: UnusableJournal): string {
	return at === undefined ? vscode.l10n.t('an unknown upload') : vscode.l10n.t('an upload of {0}', formatTime(at));
}

function withStatus(unusable: Unusable, ...statuses: readonly UnusableJournal['status'][]): Unusable {
	return unusable.filter(({ status }) => statuses.includes(status));
}
