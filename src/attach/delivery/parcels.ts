import { plainName } from '../names/file-names.js';
import type { PlannedFile } from '../plan/plan.js';

/** What travels in one request. */
interface PackLimits {
	/** 1 turns packing off. */
	readonly maxFiles: number;
	/** Bytes of all files of a request with several. */
	readonly maxBytes: number;
	/** Bytes; a larger file goes alone. */
	readonly maxFileBytes: number;
}

/**
 * COR tells of no limit (cor-api §3.9), so they are the lowest that servers have unless somebody raises them: 20 files
 * (PHP) and, with what stands around them, a body of 1 MiB (nginx). A file that takes longer than the way to COR and
 * back gains nothing by company: 250 kB are 20 ms at 100 Mbit/s.
 */
export const packLimits: PackLimits = { maxFiles: 20, maxBytes: 1_000_000, maxFileBytes: 250_000 };

// A name that another pack has already, or a file that fills the bytes, waits in a pack behind; more would search for ever.
const maxOpenPacks = 4;

interface Pack {
	readonly files: PlannedFile[];
	readonly names: Set<string>;
	bytes: number;
}

/**
 * Puts small files together, each in exactly one parcel: what is first comes first. Never together are two names of which
 * a server may make one, since its answer tells files apart by name alone. New versions and large files go alone.
 */
export function planParcels(files: readonly PlannedFile[], limits: PackLimits = packLimits): PlannedFile[][] {
	const parcels: PlannedFile[][] = [];
	const open: Pack[] = [];
	for (const file of files) {
		if (!mayShare(file, limits)) {
			parcels.push([file]);
			continue;
		}
		const name = plainName(file.name);
		let pack = open.find(({ names, bytes }) => !names.has(name) && bytes + file.size <= limits.maxBytes);
		if (!pack) {
			pack = { files: [], names: new Set(), bytes: 0 };
			parcels.push(pack.files);
			open.push(pack);
		}
		pack.files.push(file);
		pack.names.add(name);
		pack.bytes += file.size;
		if (pack.files.length >= limits.maxFiles) {
			open.splice(open.indexOf(pack), 1);
		} else if (open.length > maxOpenPacks) {
			open.shift();
		}
	}
	return parcels;
}

function mayShare({ parentId, problem, size }: PlannedFile, { maxFileBytes }: PackLimits): boolean {
	return parentId === undefined && !problem && size <= maxFileBytes;
}
