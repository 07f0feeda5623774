import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fetch } from 'undici';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import { type Clock, systemClock } from '../../../src/attach/clock.js';
import { deliverBatch } from '../../../src/attach/delivery/delivery.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { requestsAtOnce } from '../../../src/attach/delivery/parcels.js';
import { toJournaledBatch } from '../../../src/attach/journal/journaled-batch.js';
import { planFiles } from '../../../src/attach/plan/plan.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer } from '../../../src/cor/credentials.js';
import { TaskCourier } from '../../../src/cor/task-courier.js';
import { statDiskFile } from '../../../src/machine/disk-file.js';
import { beginJournal } from '../../../src/machine/journal/batch-journal.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { newBatch, unattended } from '../../attach/kit/unattended.js';
import { diskPart } from '../../machine/kit/disk-part.js';
import type { Said } from './twin-files.js';

/** Where a window sends, and what it shares with others. */
export interface WindowSettings {
	/** The folder of the journals of all windows. */
	readonly journals: string;
	readonly apiUrl: string;
	readonly apiKey: string;
	readonly clientSecret: string;
	readonly taskId: number;
	/** How often faster its time passes than this machine's. */
	readonly hurry: number;
}

/** A window in a process of its own, as far as it sends: told paths of files, it answers how each ended. */
function serve(settings: WindowSettings): void {
	const { journals, taskId, hurry, apiKey, clientSecret } = settings;
	const log = { info: () => {}, warn: (message: string) => console.error(message) };
	const apiUrl = new URL(settings.apiUrl);
	const transport = { fetch };
	const credentials = new Bearer({ kind: 'key', apiKey, clientSecret }, { apiUrl, transport, clock: systemClock });
	const client = new CorClient({ apiUrl, transport, credentials });
	const store = new JournalStore(journals, log);
	const [habits, trust] = [new ListHabits(), new PackTrust()];

	const send = async (paths: readonly string[]): Promise<readonly Said[]> => {
		const files = planFiles(await Promise.all(paths.map(candidateOf)));
		const plan = toJournaledBatch({ apiUrl, label: undefined, task: { id: taskId, title: '' }, files, fields: {} });
		const journal = await beginJournal(store, plan, log);
		const outcomes = await deliverBatch(newBatch(files), {
			...unattended,
			courier: new TaskCourier({
				client,
				taskId,
				fields: {},
				habits,
				openPart: ({ uri, name }) => diskPart(fileURLToPath(uri), name),
			}),
			clock: hurried(hurry),
			random: Math.random,
			signal: new AbortController().signal,
			concurrency: requestsAtOnce,
			claims: store.claimsFor({ apiUrl, taskId }, journal?.batch),
			trust,
			record: journal,
		});
		await journal?.letGo(); // as for a program, which has its receipt
		return outcomes.map(({ file: { name }, end }) => ({
			name,
			status: end.status,
			attachmentId: end.status === 'attached' ? end.attachment.id : undefined,
			reason: 'error' in end ? end.error.message : undefined,
		}));
	};
	process.on('message', (paths: readonly string[]) => {
		void send(paths).then(said => process.send?.(said));
	});
	process.send?.([]);
}

async function candidateOf(file: string) {
	const found = await statDiskFile(file);
	return {
		uri: pathToFileURL(file).href,
		relativePath: path.basename(file),
		size: found === 'folder' ? 0 : found.size,
	};
}

function hurried(factor: number): Clock {
	const begun = Date.now();
	return {
		now: () => begun + (Date.now() - begun) * factor,
		after: (ms, action) => systemClock.after(ms / factor, action),
	};
}

serve(JSON.parse(process.argv[2] ?? '{}') as WindowSettings);
