import type * as vscode from 'vscode';
import type { LateCopy } from '../../attach/arrival/late-copies.js';
import type { PostedEnd } from '../../attach/delivery/courier.js';
import type { LeftOut } from '../../attach/folders/left-out.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';

/** One line for one file: what became of it, its size in bytes, how long it took, and its attachment or the reason. */
export function logOutcome(
	log: vscode.LogOutputChannel,
	{ file, end, tookMs }: Outcome<PlannedFile>,
	taskId: number,
): void {
	const line = `task ${taskId}: ${end.status} ${JSON.stringify(file.name)}, ${file.size} bytes, ${(tookMs / 1_000).toFixed(1)} s`;
	switch (end.status) {
		case 'attached':
			log.info(`${line}, attachment ${end.attachment.id}`);
			if (end.grownFrom !== undefined) {
				log.info(`task ${taskId}: ${JSON.stringify(file.name)}: the first ${end.grownFrom} bytes, it has grown since`);
			}
			if (end.isBeside) {
				log.warn(
					`task ${taskId}: attachment ${end.attachment.id} has the parent ${end.attachment.parentId}, not ${file.parentId}`,
				);
			}
			return;
		case 'failed':
			log.error(`${line}: ${end.error.kind}: ${end.error.message}`);
			return;
		case 'unknown':
			log.warn(`${line}: ${end.error.kind}: ${end.error.message}`);
			return;
		case 'skipped':
			log.info(`${line}: ${JSON.stringify(end.why)}`);
			return;
		case 'cancelled':
			log.info(line);
	}
}

/** One line for a request with several files: which they were, and whether COR's answer told of each by its name. */
export function logPack(
	log: vscode.LogOutputChannel,
	files: readonly PlannedFile[],
	ends: readonly PostedEnd[],
	taskId: number,
): void {
	const names = files.map(({ name }) => JSON.stringify(name)).join(', ');
	const told = ends.every(({ isOwn }) => isOwn) ? 'COR told of each' : 'COR did not tell of each';
	log.info(`task ${taskId}: ${files.length} files in one request, ${told}: ${names}`);
}

/** One line for each thing that was left out of the chosen folders, with the reason, as far as they are known by name. */
export function logLeftOut(log: vscode.LogOutputChannel, { count, some }: LeftOut): void {
	for (const { relativePath, why } of some) {
		log.info(`left out of the folder: ${JSON.stringify(relativePath)}: ${why}`);
	}
	if (count > some.length) {
		log.info(`left out of the folder: ${count - some.length} more`);
	}
}

/** One line for what turned up after its batch had ended. */
export function logLate(log: vscode.LogOutputChannel, copy: LateCopy, taskId: number): void {
	const name = JSON.stringify(copy.file.name);
	if (copy.kind === 'arrived') {
		log.info(`task ${taskId}: arrived late ${name}, attachment ${copy.attachment.id}`);
		return;
	}
	const ids = copy.attachments.map(({ id }) => id).join(', ');
	const what = {
		doubled: 'more than once',
		'maybe-doubled': 'maybe more than once',
		'maybe-arrived': 'maybe arrived late',
	};
	log.warn(`task ${taskId}: ${what[copy.kind]} ${name}, attachments ${ids}`);
}
