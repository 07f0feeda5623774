import * as vscode from 'vscode';
import { systemClock } from '../attach/clock.js';
import { CorError } from '../attach/errors.js';
import type { FileEnd, Outcome } from '../attach/outcome.js';
import type { PlannedFile } from '../attach/plan.js';
import { sendPatiently } from '../attach/retry.js';
import type { Task } from '../cor/answers.js';
import type { UploadFields } from '../cor/upload.js';
import type { Connection } from './accounts.js';
import { filePart } from './files.js';
import { logOutcome } from './outcome-log.js';
import { taskLabel } from './tell.js';
import type { Workbench } from './workbench.js';

/** Sends files to a task, one file a request, each with a line in the log. Never rejects: one outcome for each file. */
export function sendFiles(
	{ queue, log }: Workbench,
	connection: Connection,
	task: Task,
	files: readonly PlannedFile[],
	fields: UploadFields,
): Promise<readonly Outcome<PlannedFile>[]> {
	return queue.run({
		label: taskLabel(task),
		files,
		send: (file, signal, onProgress) => sendOne(connection, task, fields, file, signal, onProgress),
		onEnd: outcome => logOutcome(log, outcome, task.id),
	});
}

async function sendOne(
	{ client }: Connection,
	task: Task,
	fields: UploadFields,
	file: PlannedFile,
	signal: AbortSignal,
	onProgress: (fileBytes: number) => void,
): Promise<FileEnd> {
	const send = async (): Promise<FileEnd> => {
		const part = await filePart(vscode.Uri.parse(file.uri, true), file.name, file.unsaved?.sends);
		const [end] = await client.upload(task.id, [part], { fields, signal, onProgress });
		return end ?? { status: 'failed', error: new CorError('unexpected', 'an upload without an end') };
	};
	return sendPatiently(send, { clock: systemClock, signal, random: Math.random });
}
