import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile, ChosenFile } from '../../attach/plan/stages.js';
import { openPlanned } from './files.js';
import { type LookedAt, type LookParts, Looks } from './looks.js';

const lookedAtOnce = 100;
// On slow disks reading mostly waits. Other file systems deliver whole files, so one at a time limits the memory.
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
	'changed',
]);

/**
 * Adds to each file the doubts it raises: by its names, its real path, and its first part. The check has a time limit
 * for any contents. Never rejects. After the signal has aborted, the remaining files stay unchecked.
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
	/** Returns those that need a check of their own. */
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

/** Whether it is a local file that a person chose, so that its first part can be read alone. */
function isOnDisk({ uri, unsaved, keptAt }: PlannedFile): boolean {
	return uri.startsWith('file:') && unsaved?.sends !== 'shown' && keptAt === undefined;
}

async function check<File extends ChosenFile>(
	file: File,
	looks: Looks,
	warnAboveBytes: number,
): Promise<File & CheckedFile> {
	const opened = await openPlanned(file).catch(() => undefined); // sending will fail likewise and report the reason
	await opened?.part.close?.();
	const size = opened?.part.size ?? file.size; // the size it delivered, since the reported one may be wrong
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
