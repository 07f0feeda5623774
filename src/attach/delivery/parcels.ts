import { plainName } from '../names/file-names.js';
import type { PlannedFile } from '../plan/plan.js';

/** Limits of a request with several files. */
interface PackLimits {
	/** 1 turns packs off. */
	readonly maxFiles: number;
	/** Bytes of all files together. */
	readonly maxBytes: number;
	/** Bytes. A larger file gets its own request. */
	readonly maxFileBytes: number;
}

/**
 * COR documents no limit (cor-api §3.9), so these are the lowest defaults of common servers: 20 files (PHP) and a body
 * of 1 MiB with its headers (nginx). A pack saves one round trip per file, so it doesn't pay off for files that take
 * longer than that: 250 kB take 20 ms at 100 Mbit/s.
 */
export const packLimits: PackLimits = { maxFiles: 20, maxBytes: 1_000_000, maxFileBytes: 250_000 };

/** How many requests of a batch run at once, each with one file or one pack. COR documents no rate limit (cor-api §9, 23). */
export const requestsAtOnce = 2;

// Each open pack is checked for each file. A few are enough for names that collide and files that don't fit.
const maxOpenPacks = 4;

interface Pack {
	readonly files: PlannedFile[];
	readonly names: Set<string>;
	bytes: number;
}

/**
 * Groups small files into packs; each file is in exactly one parcel, in order. COR's answer identifies files only by
 * name, so a pack never contains two names that a server may make equal. New versions and large files get their own
 * request.
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
