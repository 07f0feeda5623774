import type { PostedEnd } from '../../../src/attach/delivery/courier.js';
import { packLimits } from '../../../src/attach/delivery/parcels.js';
import { mayBecomeOne } from '../../../src/attach/names/file-names.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';

/** What a process must never do with several files in one request. */
export class PackRules {
	readonly #complaints: string[];
	#most: number;

	constructor(state: 'untried' | 'earned', complaints: string[]) {
		this.#most = state === 'earned' ? packLimits.maxFiles : 2;
		this.#complaints = complaints;
	}

	begin(files: readonly PlannedFile[]): void {
		if (files.length < 2) {
			return;
		}
		const isNamesake = (file: PlannedFile) =>
			files.some(other => other !== file && mayBecomeOne(other.name, file.name));
		if (files.length > this.#most) {
			this.#complaints.push(`${files.length} files in one request where ${this.#most} may go`);
		}
		if (files.some(isNamesake)) {
			this.#complaints.push('two files of one name in one request');
		}
		if (files.some(({ parentId }) => parentId !== undefined)) {
			this.#complaints.push('a new version with others in one request');
		}
	}

	end(ends: readonly PostedEnd[]): void {
		if (ends.length < 2) {
			return;
		}
		if (ends.every(({ isOwn }) => isOwn)) {
			this.#most = this.#most === 1 ? 1 : packLimits.maxFiles;
		} else if (ends.some(end => (end.status === 'unknown' && end.error.kind === 'not-in-answer') || isNameless(end))) {
			this.#most = 1;
		}
	}
}

/** COR stored it under a name that is not its own. */
function isNameless(end: PostedEnd): boolean {
	return end.status === 'attached' && !end.isOwn;
}
