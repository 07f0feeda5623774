import { decideUnmatched } from '../../attach/plan/existing.js';
import type { DecidedFile } from '../../attach/plan/stages.js';
import { gatherFiles } from '../files/gather.js';
import { checkFiles } from '../files/guard.js';
import type { LookParts } from '../files/looks.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { findToolFiles } from './tool-paths.js';

/** The files behind the paths of a call, looked at: what needs somebody's word stays behind. Rejects as `findToolFiles`. */
export async function decideToolFiles(
	parts: LookParts,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<readonly DecidedFile[]> {
	const { files } = await gatherFiles(parts.worker, await findToolFiles(paths), 'saved');
	return (await checkFiles(parts, files, warnAboveBytesSetting(), signal)).map(decideUnmatched);
}
