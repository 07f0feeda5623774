import type { Doubt } from '../../attach/doubts.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile, ChosenFile } from '../../attach/plan/stages.js';
import { openPlanned } from './files.js';
import { type LookParts, Looks } from './looks.js';

// Reading waits more than it works; what a provider gives comes whole, so that one at a time is enough for the memory.
const disksAtOnce = 8;
const providersAtOnce = 1;

const ownKinds: ReadonlySet<Doubt['kind']> = new Set([
	'secret',
	'outside',
	'unlooked',
	'large',
	'empty',
	'ignored',
	'unticked',
]);

/**
 * Each file with the doubts it raises: looks at its names, at where it really lies and at the first part of its contents, which
 * ends in time whatever they are. Never rejects; once the signal fires, the files that are left are not looked at.
 */
export async function checkFiles<File extends ChosenFile>(
	parts: LookParts,
	files: readonly File[],
	warnAboveBytes: number,
	signal?: AbortSignal,
): Promise<(File & CheckedFile)[]> {
	const checked: (File & CheckedFile)[] = [...files];
	const looks = new Looks(parts, signal);
	const work = async (queue: Iterator<number>): Promise<void> => {
		for (let next = queue.next(); !next.done && !signal?.aborted; next = queue.next()) {
			const file = files[next.value];
			if (file && !file.problem) {
				checked[next.value] = await check(file, looks, warnAboveBytes);
			}
		}
	};
	const indices = files.map((_, index) => index);
	const onDisk = indices.filter(index => isOnDisk(files[index] as File)).values();
	const elsewhere = indices.filter(index => !isOnDisk(files[index] as File)).values();
	await Promise.all([
		...Array.from({ length: disksAtOnce }, () => work(onDisk)),
		...Array.from({ length: providersAtOnce }, () => work(elsewhere)),
	]);
	return checked;
}

/** Whether the bytes are those of a file of this machine, which can be read in part. */
function isOnDisk({ uri, unsaved }: PlannedFile): boolean {
	return uri.startsWith('file:') && unsaved?.sends !== 'shown';
}

async function check<File extends ChosenFile>(
	file: File,
	looks: Looks,
	warnAboveBytes: number,
): Promise<File & CheckedFile> {
	const opened = await openPlanned(file).catch(() => undefined); // sending it will fail likewise, and say why
	await opened?.part.close?.();
	const size = opened?.part.size ?? file.size; // what it gave, which may not be what its file system said
	const doubts = [
		...file.doubts.filter(({ kind }) => !ownKinds.has(kind)),
		...(await looks.at(file, opened)),
		...(size > warnAboveBytes ? [{ kind: 'large' as const, limitBytes: warnAboveBytes }] : []),
		...(size === 0 ? [{ kind: 'empty' as const }] : []),
	];
	return { ...file, size, doubts };
}
