import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { CheckedFile, ChosenFile } from '../../attach/plan/stages.js';
import { secretRule } from '../../attach/secrets/secrets.js';
import { isOnDisk, readFirstPart } from './first-part.js';

// Reading waits more than it works; what a provider gives comes whole, so that one at a time is enough for the memory.
const disksAtOnce = 8;
const providersAtOnce = 1;

const ownKinds: ReadonlySet<Doubt['kind']> = new Set(['secret', 'large', 'empty', 'ignored', 'unticked']);

/**
 * Each file with the doubts it raises: looks at its name and reads the first part of its contents. Never rejects; once the
 * signal fires, the files that are left are not looked at.
 */
export async function checkFiles<File extends ChosenFile>(
	files: readonly File[],
	warnAboveBytes: number,
	signal?: AbortSignal,
): Promise<(File & CheckedFile)[]> {
	const checked = files.map(file => ({ ...file, checked: undefined }) as File & CheckedFile);
	const work = async (queue: Iterator<number>): Promise<void> => {
		for (let next = queue.next(); !next.done && !signal?.aborted; next = queue.next()) {
			const file = files[next.value];
			if (file && !file.problem) {
				checked[next.value] = await check(file, warnAboveBytes);
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

async function check<File extends ChosenFile>(file: File, warnAboveBytes: number): Promise<File & CheckedFile> {
	const { bytes, checked } = await readFirstPart(file);
	return { ...file, checked, doubts: doubtsOf(file, bytes, warnAboveBytes) };
}

function doubtsOf(file: ChosenFile, firstPart: Uint8Array, warnAboveBytes: number): Doubt[] {
	const found = secretRule([vscode.Uri.parse(file.uri, true).path], firstPart);
	const others = file.doubts.filter(({ kind }) => !ownKinds.has(kind));
	return [
		...others,
		...(found ? [{ kind: 'secret' as const, ...found }] : []),
		...(file.size > warnAboveBytes ? [{ kind: 'large' as const, limitBytes: warnAboveBytes }] : []),
		...(file.size === 0 ? [{ kind: 'empty' as const }] : []),
	];
}
