import * as vscode from 'vscode';
import type { FailureKind } from '../../attach/errors.js';
import type { FileEnd } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { Task } from '../../cor/answers/answers.js';
import { connectAnew, requireApiUrl } from '../accounts/connect.js';
import { reachMilestone } from '../messages/context-keys.js';
import { checkConnection, openSettings } from '../messages/failure.js';
import { directLinksText } from '../sending/receipt.js';
import type { Sent } from '../sending/send-files.js';
import { tellResult } from '../sending/tell-result.js';
import { taskPage } from '../task/task-page.js';
import { copyLinks } from './copy-links.js';
import type { Parts } from './parts.js';

/** How things go on after a result. */
export interface WaysOn {
	/** Sends files once more; asks for the task where none is given. */
	attachAgain(files: readonly PlannedFile[], task: Task | undefined): Promise<unknown>;
	/** Looks for the files that may have arrived, and sends nothing. */
	lookAgain(): Promise<unknown>;
}

/** Shows the result of a batch and does what the person chooses to do next. */
export async function tellAndFollow(
	parts: Parts,
	{ connection, outcomes, doubtful }: Sent,
	task: Task,
	{ attachAgain, lookAgain }: WaysOn,
	isSecondLook: boolean,
): Promise<void> {
	await parts.queue.hasRoom();
	const page = taskPage(task.id, parts.memory);
	if (outcomes.some(({ end }) => end.status === 'attached')) {
		await reachMilestone('hasSeenResult');
	}
	const next = await tellResult(outcomes, task, {
		hasPage: page !== undefined,
		canLookAgain: doubtful.size > 0,
		isSecondLook,
	});
	switch (next) {
		case undefined:
			return;
		case 'open-task':
			await vscode.env.openExternal(vscode.Uri.parse(page ?? '', true));
			return;
		case 'copy-links':
			await copyLinks(task, page, outcomes);
			return;
		case 'copy-direct-link':
		case 'copy-direct-links':
			await vscode.env.clipboard.writeText(directLinksText(outcomes));
			return;
		case 'show-log':
			parts.log.show(true);
			return;
		case 'check-connection':
			await checkConnection();
			return;
		case 'retry':
			await attachAgain(filesThat('failed', outcomes), task);
			return;
		case 'review':
			await attachAgain(filesThat('skipped', outcomes), task);
			return;
		case 'check-again':
			await lookAgain();
			return;
		case 'send-again':
			await attachAgain(filesThat('unknown', outcomes), task);
			return;
		case 'choose-task':
			await attachAgain(filesThat('failed', outcomes), undefined);
			return;
		case 'sign-in':
			if (await connectAnew(parts, connection?.apiUrl ?? requireApiUrl(), { only: connection?.actor })) {
				await attachAgain(filesThat('failed', outcomes), task);
			}
			return;
		case 'open-api-settings':
		case 'open-proxy-settings':
		case 'open-certificate-settings':
		case 'open-provider-settings':
			await openSettings(next);
	}
}

// A folder that failed is nothing that can be sent by itself.
const ofFolders: ReadonlySet<FailureKind> = new Set(['folder-unreadable', 'folder-too-large', 'ignore-rules']);

// Why they failed was then: the file may be there again.
function filesThat(status: FileEnd['status'], outcomes: Sent['outcomes']): PlannedFile[] {
	return outcomes
		.filter(({ end }) => end.status === status)
		.map(({ file: { problem, ...file }, end }) => {
			const again = problem && ofFolders.has(problem.kind) ? { ...file, problem } : file;
			return isParentMissing(end) ? withoutParent(again) : again;
		});
}

function isParentMissing(end: FileEnd): boolean {
	return end.status === 'failed' && end.error.kind === 'parent-missing';
}

function withoutParent({ parentId: _gone, existing: _too, ...file }: PlannedFile): PlannedFile {
	return file;
}
