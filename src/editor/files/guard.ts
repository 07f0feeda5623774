import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile, ChosenFile } from '../../attach/plan/stages.js';
import { openPlanned } from './files.js';
import { type LookedAt, type LookParts, Looks } from './looks.js';

const lookedAtOnce = 100;
// Where a disk is slow, reading waits more than it works; what a provider gives comes whole, so that one at a time is enough for the memory.
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
	const oneByOne = async (indices: readonly number[], atOnce: number): Promise<void> => {
		const queue = indices.values();
		const work = async (): Promise<void> => {
			for (let next = queue.next(); !next.done && !signal?.aborted; next = queue.next()) {
				checked[next.value] = await check(files[next.value] as File, looks, warnAboveBytes);
			}
		};
		await Promise.all(Array.from({ length: atOnce }, work));
	};
	/** Gives those that are left. */
	const manyAtOnce = async (indices: readonly number[]): Promise<readonly number[]> => {
		const left: number[] = [];
		for (let from = 0; from < indices.length && !signal?.aborted; from += lookedAtOnce) {
			const some = indices.slice(from, from + lookedAtOnce);
			const uris = some.map(index => vscode.Uri.parse((files[index] as File).uri, true));
			const found = await looks.atMany(uris);
			for (const [at, index] of some.entries()) {
				const look = found.looks[at];
				if (look) {
					checked[index] = asLookedAt(files[index] as File, look, warnAboveBytes);
				} else {
					left.push(index);
				}
			}
			if (!found.isWhole) {
				return [...left, ...indices.slice(from + lookedAtOnce)];
			}
		}
		return left;
	};
	const indices = [...files.keys()].filter(index => !files[index]?.problem);
	const onDisk = indices.filter(index => isOnDisk(files[index] as File));
	const elsewhere = indices.filter(index => !isOnDisk(files[index] as File));
	await Promise.all([
		manyAtOnce(onDisk).then(left => oneByOne(left, disksAtOnce)),
		oneByOne(elsewhere, providersAtOnce),
	]);
	return checked;
}

/** Whether the bytes are those of a file of this machine that somebody chose, which can be read in part. */
function isOnDisk({ uri, unsaved, keptAt }: PlannedFile): boolean {
	return uri.startsWith('file:') && unsaved?.sends !== 'shown' && keptAt === undefined;
}

async function check<File extends ChosenFile>(
	file: File,
	looks: Looks,
	warnAboveBytes: number,
): Promise<File & CheckedFile> {
	const opened = await openPlanned(file).catch(() => undefined); // sending it will fail likewise, and say why
	await opened?.part.close?.();
	const size = opened?.part.size ?? file.size; // what it gave, which may not be what its file system said
	return asLookedAt(file, { size, doubts: await looks.at(file, opened) }, warnAboveBytes);
}

function asLookedAt<File extends ChosenFile>(file: File, look: LookedAt, warnAboveBytes: number): File & CheckedFile {
	const { size } = look;
	const doubts = [
		...file.doubts.filter(({ kind }) => !ownKinds.has(kind)),
		...look.doubts,
		...(size > warnAboveBytes ? [{ kind: 'large' as const, limitBytes: warnAboveBytes }] : []),
		...(size === 0 ? [{ kind: 'empty' as const }] : []),
	];
	return { ...file, size, doubts };
}
