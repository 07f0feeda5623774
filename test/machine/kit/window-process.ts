import { entryLine, type JournalEntry } from '../../../src/attach/journal/journal-lines.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import type { JournalFile } from '../../../src/machine/journal/journal-file.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { batchOf } from './batch-of.js';

/** What another window is asked to do. */
export type Order =
	| { readonly do: 'begin'; readonly count: number; readonly entries: readonly JournalEntry[] }
	| { readonly do: 'find' }
	/** Takes up the first of what it found. */
	| { readonly do: 'take' }
	/** So many new batches claim attachments, all at once. */
	| { readonly do: 'claim'; readonly batches: number; readonly ids: readonly number[] };

/** What it answers: the task titles of what it found or took, or the ids that are its own. */
export interface Report {
	readonly titles: readonly string[];
}

/** A window in a process of its own, so that it can be killed. */
async function serve(folder: string): Promise<void> {
	const log = { info: () => {}, warn: () => {} };
	const store = new JournalStore(folder, log);
	const open: JournalFile[] = []; // a file that nobody holds is closed with a warning
	let found: Awaited<ReturnType<JournalStore['free']>>['journals'] = [];

	const obey = async (order: Order): Promise<readonly string[]> => {
		switch (order.do) {
			case 'begin': {
				const file = await store.begin(batchOf(order.count));
				open.push(file);
				for (const entry of order.entries) {
					await file.append(entryLine(entry));
				}
				return [];
			}
			case 'find':
				found = (await store.free()).journals;
				return found.map(({ journal }) => journal.batch.task.title);
			case 'take': {
				const taken = found[0] && (await store.take(found[0]));
				return taken ? [taken.journal.batch.task.title] : [];
			}
			case 'claim': {
				const { apiUrl, task, files } = batchOf(1);
				const [file] = files as unknown as readonly [PlannedFile];
				const got = Array.from({ length: order.batches }, async () => {
					const claims = store.claimsFor({ apiUrl: new URL(apiUrl), taskId: task.id });
					const isOurs = await Promise.all(order.ids.map(id => claims.claim(id, file)));
					return order.ids.filter((_, index) => isOurs[index]).map(String);
				});
				return (await Promise.all(got)).flat();
			}
		}
	};
	process.on('message', (order: Order) => {
		void obey(order).then(titles => process.send?.({ titles } satisfies Report));
	});
	process.send?.({ titles: [] } satisfies Report);
}

void serve(process.argv[2] ?? '');
