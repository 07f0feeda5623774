import type * as vscode from 'vscode';
import type { EarlierAttempt } from '../../attach/arrival/comparison.js';
import { systemClock } from '../../attach/clock.js';
import type { Claims } from '../../attach/delivery/claims.js';
import { deliverBatch, type KnownList } from '../../attach/delivery/delivery.js';
import type { PackTrusts } from '../../attach/delivery/pack-trust.js';
import { planParcels } from '../../attach/delivery/parcels.js';
import type { UploadFields } from '../../attach/fields.js';
import { attachmentsOf, stragglersOf } from '../../attach/journal/journal.js';
import type { Outcome } from '../../attach/outcome.js';
import { toHistoryEntry } from '../../attach/plan/history.js';
import { outcomesOfAll, withoutLeftOut } from '../../attach/plan/left-out.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { Task } from '../../cor/answers/answers.js';
import { TaskCourier } from '../../cor/task-courier.js';
import type { Archives } from '../../machine/archive/archives.js';
import type { BatchJournal } from '../../machine/journal/batch-journal.js';
import type { JournalStore } from '../../machine/journal/journal-store.js';
import type { AttachHistory } from '../../machine/memory/attach-history.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { guardedPart } from '../files/guarded-part.js';
import { taskLabel } from '../messages/ask.js';
import { logOutcome, logPack } from './outcome-log.js';
import type { BatchWatcher, UploadQueue } from './upload-queue.js';

/** What it takes to send, once a window. */
export interface SendingParts {
	readonly queue: UploadQueue;
	readonly claims: Claims;
	readonly trusts: PackTrusts;
	readonly journals: JournalStore;
	readonly history: AttachHistory;
	readonly archives: Archives;
	readonly log: vscode.LogOutputChannel;
}

/** What is to be sent, where, and by whom. */
export interface Shipment {
	readonly connection: Connection;
	readonly task: Task;
	readonly files: readonly PlannedFile[];
	readonly fields: UploadFields;
	/** Files of which a request began before and nobody knows how it ended: they are looked for first. */
	readonly earlier?: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/** Files whose end is known without sending: they are told with the others. */
	readonly known?: readonly Outcome<PlannedFile>[];
	/** What the task's list said before. */
	readonly listed?: KnownList | undefined;
	/** Where it is written down what becomes of the files, begun before. */
	readonly journal?: BatchJournal | undefined;
	/** Whoever asked for it gives up by this. */
	readonly signal?: AbortSignal | undefined;
	/** Asks the person for another credential when COR refuses this one; absent for calls that ask nothing. */
	reconnect?(): Promise<Connection | undefined>;
}

/** What became of a shipment. */
export interface Sent {
	/** As whom it was sent, and where to; missing where nothing was sent. */
	readonly connection?: Connection;
	readonly outcomes: readonly Outcome<PlannedFile>[];
	/** The files that may have arrived, with what it takes to look for them again. */
	readonly doubtful: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/** Where what is left of it is kept. */
	readonly journal?: BatchJournal | undefined;
}

const concurrency = 2; // COR publishes no quota (cor-api §9, 23)

/** Sends files to a task, small ones together, each with a line in the log. Never rejects: one outcome for each file. */
export async function sendFiles(
	{ queue, claims, trusts, journals, history, archives, log }: SendingParts,
	shipment: Shipment,
): Promise<Sent> {
	const { connection, task, earlier = new Map(), known = [], listed, journal, reconnect } = shipment;
	const files = withoutLeftOut(shipment.files);
	const label = connection.label === undefined ? 'the owner of the credential' : JSON.stringify(connection.label);
	log.info(`task ${task.id}: sending ${files.length} files as ${label}`);
	await journal?.giveUp(shipment.files.filter(({ leftOut }) => leftOut));
	const sent = await queue.run({
		label: taskLabel(task),
		files,
		signal: shipment.signal,
		run: async (signal, watcher) => {
			const claimed = claims.of(connection.apiUrl);
			const others = await journals.others({ apiUrl: connection.apiUrl, taskId: task.id }, journal?.file);
			for (const id of others.flatMap(attachmentsOf)) {
				claimed.add(id);
			}
			const stragglers = [...others.flatMap(stragglersOf), ...known.map(({ file }) => file)];
			return deliverBatch(
				{ files, earlier, stragglers, known: listed },
				{
					courier: courierFor(shipment, connection, watcher),
					clock: systemClock,
					random: Math.random,
					signal,
					concurrency,
					claimed,
					trust: trusts.of(connection.apiUrl),
					plan: planParcels,
					record: journal,
					reconnect: async () => {
						const other = await reconnect?.();
						return other && courierFor(shipment, other, watcher);
					},
					onPack: (together, ends) => logPack(log, together, ends, task.id),
					onEnd: outcome => {
						watcher.end(outcome.file);
						logOutcome(log, outcome, task.id);
						if (outcome.end.status === 'attached') {
							const where = { apiUrl: connection.apiUrl.href, taskId: task.id, taskTitle: task.title };
							const entry = toHistoryEntry(
								{ ...where, attachedAt: new Date().toISOString() },
								outcome.file,
								outcome.end,
							);
							history.add(entry).then(undefined, error => log.warn(`the history could not be written: ${error}`));
						}
					},
				},
			);
		},
	});
	await journal?.rest();
	const outcomes = outcomesOfAll(shipment.files, sent);
	await archives.release(outcomes);
	for (const outcome of [...outcomes.filter(({ file }) => file.leftOut), ...known]) {
		logOutcome(log, outcome, task.id);
	}
	return { connection, outcomes: [...outcomes, ...known], doubtful: doubtfulOf(outcomes), journal };
}

function courierFor({ task, fields }: Shipment, connection: Connection, watcher: BatchWatcher): TaskCourier {
	return new TaskCourier({
		client: connection.client,
		taskId: task.id,
		fields,
		...(connection.userId !== undefined && { userId: connection.userId }),
		openPart: file => {
			watcher.move(file, 0);
			return guardedPart(file);
		},
		onProgress: (file, bytes) => watcher.move(file, bytes),
	});
}

function doubtfulOf(outcomes: Sent['outcomes']): Sent['doubtful'] {
	return new Map(
		outcomes.flatMap(({ file, end }) =>
			end.status === 'unknown' && end.attempt
				? [[file, { attempt: end.attempt, error: end.error, mayRepeat: false }] as const]
				: [],
		),
	);
}
