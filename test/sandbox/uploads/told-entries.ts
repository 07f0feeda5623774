import type { AttachmentRecord } from '../store.js';
import type { Variants } from '../variants.js';

/** What the answer tells of in place of the attachments that were stored. // cor-api §10 (end) */
export function toldInstead(
	{ toldEntry }: Pick<Variants, 'toldEntry'>,
	stored: readonly AttachmentRecord[],
	before: readonly AttachmentRecord[],
): readonly AttachmentRecord[] {
	return stored.flatMap(record => {
		const older = latestNamed(record.originalname, before);
		if (!older || toldEntry === 'stored') {
			return [record];
		}
		return toldEntry === 'older' ? [older] : [older, record];
	});
}

/** The older attachments that an answer tells of beside the refusals of files with these names. // cor-api §10 (Upload 200) */
export function besideRefused(
	{ refusalBeside }: Pick<Variants, 'refusalBeside'>,
	names: readonly string[],
	before: readonly AttachmentRecord[],
): readonly AttachmentRecord[] {
	return refusalBeside === 'nothing' ? [] : names.flatMap(name => latestNamed(name, before) ?? []);
}

/** The latest of that name, else the latest. */
function latestNamed(name: string, attachments: readonly AttachmentRecord[]): AttachmentRecord | undefined {
	return attachments.findLast(({ originalname }) => originalname === name) ?? attachments.at(-1);
}
