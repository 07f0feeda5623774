import type { Outcome } from '../outcome.js';
import type { PlannedFile } from './plan.js';

/** The files that are to be sent. */
export function withoutLeftOut(files: readonly PlannedFile[]): PlannedFile[] {
	return files.filter(({ leftOut }) => !leftOut);
}

/** One outcome for each file, in their order: that of the sent ones, and `skipped` for those that were left out. */
export function outcomesOfAll(
	files: readonly PlannedFile[],
	sent: readonly Outcome<PlannedFile>[],
): Outcome<PlannedFile>[] {
	const next = sent.values();
	return files.flatMap(file => {
		if (file.leftOut) {
			return [{ file, end: { status: 'skipped', why: file.leftOut }, tookMs: 0 } satisfies Outcome<PlannedFile>];
		}
		const { value } = next.next();
		return value ? [value] : [];
	});
}
