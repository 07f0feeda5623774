import type * as vscode from 'vscode';
import type { LateCopy } from '../../attach/arrival/late-copies.js';
import type { PostedEnd } from '../../attach/delivery/courier.js';
import { reasonOf } from '../../attach/errors.js';
import type { LeftOut } from '../../attach/folders/left-out.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { logLine } from '../../attach/text/log-line.js';
import { oneLine } from '../../attach/text/one-line.js';
import { SizeFormat } from '../../attach/text/size-format.js';

// The log is in English in every language, because people send it to whoever helps them.
const inEnglish = (bytes: number): string => new SizeFormat('en').write(bytes);

/** Logs one line per file: result, attachment id or reason, size and duration. */
export function logOutcome(
	log: vscode.LogOutputChannel,
	{ file, end, tookMs }: Outcome<PlannedFile>,
	taskId: number,
): void {
	const cost = `${inEnglish(file.size)} in ${(tookMs / 1_000).toFixed(1)} s`;
	const line = (...parts: readonly string[]): string => logLine(taskId, file.name, ...parts);
	switch (end.status) {
		case 'attached':
			log.info(line(`attached as ${end.attachment.id}`, cost));
			if (end.grownFrom !== undefined) {
				log.info(line(`its first ${end.grownFrom} bytes: it has grown since`));
			}
			if (end.isBeside) {
				log.warn(line(`COR gave it the parent ${end.attachment.parentId} instead of ${file.parentId}`));
			}
			return;
		case 'failed':
			log.error(line('not attached', reasonOf(end.error), cost));
			return;
		case 'unknown':
			log.warn(line('may have arrived', reasonOf(end.error), cost));
			return;
		case 'skipped':
			log.info(line('skipped', Object.values(end.why).join(': ')));
			return;
		case 'cancelled':
			log.info(line('cancelled', cost));
	}
}

/** Logs one line for a request with several files: their names, and whether COR's answer named each of them. */
export function logPack(
	log: vscode.LogOutputChannel,
	files: readonly PlannedFile[],
	ends: readonly PostedEnd[],
	taskId: number,
): void {
	const names = files.map(({ name }) => name).join(', ');
	const told = ends.every(({ isOwn }) => isOwn) ? 'COR named each' : 'COR did not name each';
	log.info(logLine(taskId, `${files.length} files in one request`, told, names));
}

/** Logs one line per skipped entry of the chosen folders, as far as their names are kept. */
export function logLeftOut(log: vscode.LogOutputChannel, { count, some }: LeftOut): void {
	for (const { relativePath, why } of some) {
		log.info(`skipped in the folder · ${oneLine(relativePath)} · ${why}`);
	}
	if (count > some.length) {
		log.info(`skipped in the folder · ${count - some.length} more`);
	}
}

/** Logs one line for a file that was found after its batch. */
export function logLate(log: vscode.LogOutputChannel, copy: LateCopy, taskId: number): void {
	if (copy.kind === 'arrived') {
		log.info(logLine(taskId, copy.file.name, `arrived late as ${copy.attachment.id}`));
		return;
	}
	const ids = copy.attachments.map(({ id }) => id).join(', ');
	const what = {
		doubled: 'attached more than once',
		'maybe-doubled': 'may be attached more than once',
		'maybe-arrived': 'may have arrived late',
	};
	log.warn(logLine(taskId, copy.file.name, `${what[copy.kind]}: ${ids}`));
}
