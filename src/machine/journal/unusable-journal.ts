import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { type Journal, restOf } from '../../attach/journal/journal.js';
import { readAs } from '../../attach/schemas.js';

/** An interrupted batch that this window can't resume, as far as it can be read. */
export interface UnusableJournal {
	/** Path of its journal. The file is gone if the status is `too-old` or `too-many`. */
	readonly path: string;
	/**
	 * - `newer`: a newer version of the extension wrote it and may resume it.
	 * - `broken`: this version can't parse it. It was renamed and is reported once.
	 * - `unreadable`: the disk doesn't deliver it.
	 * - `too-old`, `too-many`: it was deleted and is reported once.
	 */
	readonly status: 'newer' | 'broken' | 'unreadable' | 'too-old' | 'too-many';
	readonly task?: { readonly id: number; readonly title: string };
	/** Names of some or all of its files. Empty if unknown. */
	readonly names: readonly string[];
	/** When it was last written to, in epoch milliseconds, if known. */
	readonly at: number | undefined;
}

const headBytes = 64 * 1024;
const taskForm = /"task":\{"id":(\d{1,15}),"title":("(?:[^"\\]|\\.)*")/;
const nameForm = /"name":("(?:[^"\\]|\\.)*")/g;
const text = v.pipe(v.string(), v.parseJson(), v.string());

/** Describes a journal that can't be parsed. Its first line may be incomplete or from any version. Never rejects. */
export async function describeUnusable(file: string, status: UnusableJournal['status']): Promise<UnusableJournal> {
	const { head, at } = await readHead(file).catch(() => ({ head: '', at: undefined }));
	const [first = ''] = head.split('\n', 1);
	const [, id, title] = taskForm.exec(first) ?? [];
	const names = [...first.matchAll(nameForm)].flatMap(([, name]) => readAs(text, name) ?? []);
	return { path: file, status, ...(id && { task: { id: Number(id), title: readAs(text, title) ?? '' } }), names, at };
}

/** Describes a batch that was dropped. */
export function describeDropped(file: string, journal: Journal, status: UnusableJournal['status']): UnusableJournal {
	const { task, createdAt } = journal.batch;
	const names = restOf(journal).map(rest => rest.file.name);
	return { path: file, status, task, names, at: Date.parse(createdAt) };
}

async function readHead(file: string): Promise<{ readonly head: string; readonly at: number }> {
	const handle = await open(file);
	try {
		const { mtimeMs } = await handle.stat();
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
		return { head: buffer.subarray(0, bytesRead).toString(), at: Math.round(mtimeMs) };
	} finally {
		await handle.close();
	}
}
