import { Refusal } from '../answers/strictness.js';
import type { Variants } from '../variants.js';

type Several = Pick<Variants, 'severalFiles'>;

/** How a request with so many files is refused as a whole, if it is. // cor-api §9.1 */
export function refusalOfSeveral({ severalFiles }: Several, count: number): Refusal | undefined {
	if (count < 2) {
		return undefined;
	}
	switch (severalFiles) {
		case 'refused-400':
			return new Refusal(400, { status: 'ERROR', code: 'FS001', message: 'Unable to upload any file', errors: [] });
		case 'refused-417':
			return new Refusal(417, [{ field: 'file', validation: 'single', message: 'single validation failed on file' }]);
		case 'fails-500':
			return new Refusal(500, {
				error: { name: 'MulterError', code: 'LIMIT_UNEXPECTED_FILE', message: 'Unexpected field' },
			});
		default:
			return undefined;
	}
}

/** Those of a request's files that are kept. */
export function keptOf<File>({ severalFiles }: Several, files: readonly File[]): readonly File[] {
	return severalFiles === 'first' ? files.slice(0, 1) : files;
}

/** Those of the kept files that the answer tells of. */
export function toldOf<File>({ severalFiles }: Several, kept: readonly File[]): readonly File[] {
	return severalFiles === 'tells-first' ? kept.slice(0, 1) : kept;
}
