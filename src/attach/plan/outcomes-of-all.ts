import type { Outcome } from '../outcome.js';
import type { PlannedFile } from './plan.js';
import type { DecidedFile } from './stages.js';

/** Returns one outcome per file, in order: the given ones for the files that were sent, `skipped` for the others. */
export function outcomesOfAll(
	files: readonly DecidedFile[],
	sent: readonly Outcome<PlannedFile>[],
): Outcome<DecidedFile>[] {
	const next = sent.values();
	return files.flatMap((file): Outcome<DecidedFile>[] => {
		if (file.decision === 'leave') {
			return [{ file, end: { status: 'skipped', why: file.why }, tookMs: 0 }];
		}
		const { value } = next.next();
		return value ? [{ ...value, file }] : [];
	});
}
