import { createHash } from 'node:crypto';
import { systemClock } from '../../attach/clock.js';
import type { Claims } from '../../attach/delivery/claims.js';
import type { KnownList } from '../../attach/delivery/delivery.js';
import { matchExisting, propose } from '../../attach/plan/existing.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { type CheckedFile, type MatchedFile, unmatched } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import { maxHashedBytes } from '../../cor/http/hashed-part.js';
import type { AttachHistory } from '../../machine/memory/attach-history.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { plannedPart } from '../files/files.js';

/** Reads what is on a task. Rejects as the client does. */
export async function readKnownList(
	claims: Claims,
	{ client, apiUrl }: Connection,
	{ id }: Pick<Task, 'id'>,
	signal?: AbortSignal,
): Promise<KnownList> {
	const [readAt, claimed] = [systemClock.now(), claims.of(apiUrl).size];
	return { list: await client.readAttachments(id, signal), readAt, claimed };
}

/** Each file with what is on the task in its place. Never rejects; reads only files that may be the same as before. */
export async function findExisting(
	files: readonly CheckedFile[],
	{ list }: KnownList,
	history: AttachHistory,
	{ apiUrl, taskId }: { readonly apiUrl: URL; readonly taskId: number },
	signal?: AbortSignal,
): Promise<MatchedFile[]> {
	const entries = history.entries().filter(entry => entry.apiUrl === apiUrl.href && entry.taskId === taskId);
	const found: MatchedFile[] = [];
	for (const { file, existing, recorded } of matchExisting(files, list, entries)) {
		const isUnchanged = recorded !== undefined && (await hash(file, signal)) === recorded.sha256;
		found.push(existing ? propose(file, { ...existing, isUnchanged }) : unmatched(file));
	}
	return found;
}

/** SHA-256 of what would be sent, in hexadecimal; `undefined` for more than 64 MiB, and where it can't be read. */
async function hash(file: PlannedFile, signal?: AbortSignal): Promise<string | undefined> {
	if (file.size > maxHashedBytes || signal?.aborted) {
		return undefined;
	}
	try {
		const part = await plannedPart(file);
		const sha256 = createHash('sha256');
		for await (const chunk of part.open()) {
			signal?.throwIfAborted();
			sha256.update(chunk);
		}
		return sha256.digest('hex');
	} catch {
		return undefined; // given up, or unreadable: sending it says why
	}
}
