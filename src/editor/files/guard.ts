import * as vscode from 'vscode';
import { type Doubt, needsWord } from '../../attach/doubts.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { secretRule } from '../../attach/secrets/secrets.js';
import { isOnDisk, readFirstPart } from './first-part.js';

// Reading waits more than it works; what a provider gives comes whole, so that one at a time is enough for the memory.
const disksAtOnce = 8;
const providersAtOnce = 1;

const ownKinds: ReadonlySet<Doubt['kind']> = new Set(['secret', 'large', 'empty', 'ignored', 'unticked']);

/**
 * Each file with the doubts it raises: looks at its name and reads the first part of its contents. Never rejects; once the
 * signal fires, the files that are left stay as they are.
 */
export async function checkFiles(
	files: readonly PlannedFile[],
	warnAboveBytes: number,
	signal?: AbortSignal,
): Promise<PlannedFile[]> {
	const checked = [...files];
	const work = async (queue: Iterator<number>): Promise<void> => {
		for (let next = queue.next(); !next.done && !signal?.aborted; next = queue.next()) {
			const file = files[next.value];
			if (file && !file.problem) {
				checked[next.value] = await check(file, warnAboveBytes);
			}
		}
	};
	const indices = files.map((_, index) => index);
	const onDisk = indices.filter(index => isOnDisk(files[index] as PlannedFile)).values();
	const elsewhere = indices.filter(index => !isOnDisk(files[index] as PlannedFile)).values();
	await Promise.all([
		...Array.from({ length: disksAtOnce }, () => work(onDisk)),
		...Array.from({ length: providersAtOnce }, () => work(elsewhere)),
	]);
	return checked;
}

/** What a call that asks nobody may send: everything but what needs somebody's word. */
export function leaveSecretsOut(files: readonly PlannedFile[]): PlannedFile[] {
	return files.map(file => {
		const secret = file.doubts?.find(needsWord);
		return secret ? { ...file, leftOut: secret } : file;
	});
}

async function check({ checked: _before, ...file }: PlannedFile, warnAboveBytes: number): Promise<PlannedFile> {
	const { bytes, checked } = await readFirstPart(file);
	return { ...file, ...(checked && { checked }), doubts: doubtsOf(file, bytes, warnAboveBytes) };
}

function doubtsOf(file: PlannedFile, firstPart: Uint8Array, warnAboveBytes: number): Doubt[] {
	const found = secretRule(vscode.Uri.parse(file.uri, true).path, firstPart);
	const others = (file.doubts ?? []).filter(({ kind }) => !ownKinds.has(kind));
	return [
		...others,
		...(found ? [{ kind: 'secret' as const, ...found }] : []),
		...(file.size > warnAboveBytes ? [{ kind: 'large' as const, limitBytes: warnAboveBytes }] : []),
		...(file.size === 0 ? [{ kind: 'empty' as const }] : []),
	];
}
