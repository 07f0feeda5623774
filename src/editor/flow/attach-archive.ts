import * as vscode from 'vscode';
import type { KnownList } from '../../attach/delivery/delivery.js';
import type { UploadFields } from '../../attach/fields.js';
import { decide, type OnExisting } from '../../attach/plan/existing.js';
import { type CheckedFile, type DecidedFile, leftOf, noFolder, sentOf, unmatched } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import { NotPacked, packArchive } from '../../machine/archive/pack-archive.js';
import { guardedPart } from '../files/guarded-part.js';
import { Looks } from '../files/looks.js';
import { ask } from '../messages/ask.js';
import { explain } from '../messages/explain-failure.js';
import { listNames, taskLabel } from '../messages/names.js';
import { whileWaiting } from '../messages/while-waiting.js';
import { review } from '../review/review.js';
import type { Reviewed } from '../review/reviewed.js';
import type { TaskChoice } from '../task/choose-task.js';
import { findExisting } from './existing-files.js';
import type { Parts } from './parts.js';

/** The archive's destination and the decisions made so far. */
export interface Packing {
	readonly choice: TaskChoice;
	readonly fields: UploadFields;
	readonly listed: KnownList | undefined;
	readonly onExisting: OnExisting | undefined;
}

/**
 * Replaces these files with one archive; skipped files stay as they are. If the task already has the archive's name,
 * the person decides in a review. `undefined` if they give up, or if the archive can't be created, after telling them
 * why.
 */
export async function packReviewed(
	parts: Parts,
	files: readonly DecidedFile[],
	name: string,
	{ choice, fields, listed, onExisting }: Packing,
): Promise<Reviewed | undefined> {
	const { connection, task } = choice;
	const archive = await pack(parts, sentOf(files), name);
	if (!archive) {
		return undefined;
	}
	const found = listed ? await findExisting([archive], listed, parts.history, choice) : [unmatched(archive)];
	const decided = onExisting ? found.map(file => decide(file, onExisting)) : found;
	const to = { task: taskLabel(task), sender: { shortName: connection.shortName, isUnseen: false } };
	const seen = await review(Promise.resolve({ ...noFolder([archive]), files: decided }), fields, to, 'again');
	if (!seen || sentOf(seen.files).length === 0) {
		await parts.archives.drop(archive);
	}
	return seen && { ...seen, files: [...seen.files, ...leftOf(files)] };
}

async function pack(parts: Parts, files: readonly CheckedFile[], name: string): Promise<CheckedFile | undefined> {
	const { archives, log } = parts;
	const place = await archives.makeRoom();
	const grown: string[] = [];
	let archive: CheckedFile | undefined;
	try {
		archive = await whileWaiting(vscode.l10n.t('COR: Creating the archive'), signal => {
			const looks = new Looks(parts, signal);
			const onGrown = (file: CheckedFile, bytes: number) => {
				log.info(`archive "${name}": of ${JSON.stringify(file.name)} the first ${bytes} bytes, it has grown since`);
				grown.push(plainText(file.name, 60));
			};
			return packArchive(files, name, place, file => guardedPart(file, looks), signal, onGrown);
		});
		if (archive) {
			log.info(`archive "${archive.name}": ${files.length} files, ${archive.size} bytes`);
		}
		if (archive && grown.length > 0) {
			void ask(log, vscode.window.showInformationMessage, grownSentence(grown), ['show-log']);
		}
		return archive;
	} catch (error) {
		if (!(error instanceof NotPacked)) {
			throw error;
		}
		log.error(error.message);
		// VS Code shows only one line of an error message without buttons.
		void ask(log, vscode.window.showErrorMessage, whyNotPacked(error), ['show-log']);
		return undefined;
	} finally {
		if (!archive) {
			await archives.drop({ keptAt: place });
		}
	}
}

function grownSentence(names: readonly string[]): string {
	return vscode.l10n.t(
		'The archive contains only the first part of these files because they grew in the meantime: {0}.',
		listNames(names),
	);
}

function whyNotPacked({ file, reason }: NotPacked): string {
	return file && reason
		? vscode.l10n.t(
				"The archive couldn't be created, so nothing was attached: {0} ({1}).",
				plainText(file.name, 60),
				explain(reason).replace(/\.$/, ''),
			)
		: vscode.l10n.t("The archive couldn't be written to this machine's disk, so nothing was attached.");
}
