import { type CorError, toCorError } from '../../attach/errors.js';
import { decideUnmatched } from '../../attach/plan/existing.js';
import { totalBytes } from '../../attach/plan/plan.js';
import { type DecidedFile, type SentFile, sentOf } from '../../attach/plan/stages.js';
import { gatherFiles } from '../files/gather.js';
import { checkFiles } from '../files/guard.js';
import type { LookParts } from '../files/looks.js';
import { readToConfirm } from '../sending/confirmed-files.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { pathOf } from './tool-confirmation.js';
import { ToolError } from './tool-error.js';
import { findToolFiles } from './tool-paths.js';

/**
 * Maximum bytes of all files in a call. They are read completely before a person is asked, which should take seconds.
 */
const maxCallBytes = 2_000_000_000;

/**
 * The files behind a call's paths, checked. Files that need a confirmation are skipped; the others are read completely,
 * so that a person confirms exactly these bytes. Rejects as `findToolFiles`, and with a `ToolError` if a file can't be
 * read or all are too large together.
 */
export async function decideToolFiles(
	parts: LookParts,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<readonly DecidedFile[]> {
	const { files } = await gatherFiles(parts.worker, await findToolFiles(paths), 'saved');
	const decided = (await checkFiles(parts, files, warnAboveBytesSetting(), signal)).map(decideUnmatched);
	const bytes = totalBytes(sentOf(decided));
	if (bytes > maxCallBytes) {
		throw new ToolError(
			`Nothing was sent: the files have ${bytes} bytes together, and a call may send at most ${maxCallBytes}. Name fewer files, or ask the user to attach them.`,
		);
	}
	const read: DecidedFile[] = [];
	for (const file of decided) {
		signal.throwIfAborted();
		read.push(file.decision === 'send' ? await readFile(parts, file, signal) : file);
	}
	return read;
}

async function readFile(parts: LookParts, file: SentFile, signal: AbortSignal): Promise<SentFile> {
	try {
		const confirmed = await readToConfirm(file, parts, signal);
		return { ...file, size: confirmed.size, confirmed };
	} catch (error) {
		signal.throwIfAborted();
		throw new ToolError(`Nothing was sent: ${JSON.stringify(pathOf(file.uri))} ${explain(toCorError(error))}`);
	}
}

function explain({ kind, message }: CorError): string {
	switch (kind) {
		case 'became-secret':
			return 'now looks like a secret. Only the user can attach it.';
		case 'became-outside':
			return 'is now outside the workspace. Only the user can attach it.';
		case 'not-looked-at':
			return 'could not be checked for secrets in time. Only the user can attach it.';
		case 'file-changed':
			return 'is being written to. Call again once it is complete.';
		default:
			return `cannot be read (${kind}: ${message}).`;
	}
}
