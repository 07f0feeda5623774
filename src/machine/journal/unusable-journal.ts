import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { type Journal, restOf } from '../../attach/journal/journal.js';
import { readAs } from '../../attach/schemas.js';

/** A batch that was cut off and that this window cannot finish, as far as it is known. */
export interface UnusableJournal {
	/** Where its journal lies; nothing is there any more if it was too old, or one too many. */
	readonly path: string;
	/**
	 * - `newer`: it is left to the newer version of the extension that wrote it.
	 * - `broken`: it is no journal that this version writes, and renamed; it is told once.
	 * - `unreadable`: the disk does not give it.
	 * - `too-old`, `too-many`: it is deleted, and told once.
	 */
	readonly status: 'newer' | 'broken' | 'unreadable' | 'too-old' | 'too-many';
	readonly task?: { readonly id: number; readonly title: string };
	/** Of its files, or of some of them; none where they are not known. */
	readonly names: readonly string[];
	/** When something was last written down of it, in epoch milliseconds; `undefined` where that is not known. */
	readonly at: number | undefined;
}

const headBytes = 64 * 1024;
const taskForm = /"task":\{"id":(\d{1,15}),"title":("(?:[^"\\]|\\.)*")/;
const nameForm = /"name":("(?:[^"\\]|\\.)*")/g;
const text = v.pipe(v.string(), v.parseJson(), v.string());

/** What can be told of a journal that is not understood: its first line may be whole or not, and of whatever version. Never rejects. */
export async function describeUnusable(file: string, status: UnusableJournal['status']): Promise<UnusableJournal> {
	const { head, at } = await readHead(file).catch(() => ({ head: '', at: undefined }));
	const [first = ''] = head.split('\n', 1);
	const [, id, title] = taskForm.exec(first) ?? [];
	const names = [...first.matchAll(nameForm)].flatMap(([, name]) => readAs(text, name) ?? []);
	return { path: file, status, ...(id && { task: { id: Number(id), title: readAs(text, title) ?? '' } }), names, at };
}

/** What is told of a batch that is not kept any more. */
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
