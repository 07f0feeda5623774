import type { AllListHabits } from '../../attach/arrival/list-habits.js';
import { systemClock } from '../../attach/clock.js';
import { deliverBatch } from '../../attach/delivery/delivery.js';
import { planParcels } from '../../attach/delivery/parcels.js';
import { toHistoryEntry } from '../../attach/plan/history.js';
import { outcomesOfAll } from '../../attach/plan/outcomes-of-all.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { type DecidedFile, leftOf, sentOf, unlooked } from '../../attach/plan/stages.js';
import { TaskCourier } from '../../cor/task-courier.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { guardedPart } from '../files/guarded-part.js';
import { Looks } from '../files/looks.js';
import { taskLabel } from '../messages/names.js';
import { logOutcome, logPack } from './outcome-log.js';
import type { SendingParts, Sent, Shipment } from './shipment.js';
import type { BatchWatcher } from './upload-queue.js';

const concurrency = 2; // COR publishes no quota (cor-api §9, 23)

/** Sends files to a task, small ones together, each with a line in the log. Never rejects: one outcome for each file. */
export async function sendFiles(parts: SendingParts, shipment: Shipment): Promise<Sent> {
	const { queue, habits, trusts, journals, history, archives, log } = parts;
	const { connection, task, earlier = new Map(), untold, known = [], listed, journal, reconnect } = shipment;
	const files = sentOf(shipment.files);
	const label = connection.label === undefined ? 'the owner of the credential' : JSON.stringify(connection.label);
	log.info(`task ${task.id}: sending ${files.length} files as ${label}`);
	await journal?.giveUp(leftOf(shipment.files));
	const sent = await queue.run({
		label: taskLabel(task),
		files,
		signal: shipment.signal,
		run: async (signal, watcher) => {
			const looks = new Looks(parts); // a cancel waits for the look that is on its way: it is a short one
			const claims = journals.claimsFor({ apiUrl: connection.apiUrl, taskId: task.id }, journal?.batch);
			return deliverBatch(
				{ files, earlier, ...(untold && { untold }), known: listed },
				{
					courier: courierFor(shipment, connection, watcher, looks, habits),
					clock: systemClock,
					random: Math.random,
					signal,
					concurrency,
					claims: {
						claim: (id, file) => claims.claim(id, file),
						look: async () => {
							const { claimed, stragglers } = await claims.look();
							return { claimed, stragglers: [...stragglers, ...known.map(({ file }) => file)] };
						},
					},
					trust: trusts.of(connection.apiUrl),
					plan: planParcels,
					record: journal,
					reconnect: async () => {
						const other = await reconnect?.();
						return other && courierFor(shipment, other, watcher, looks, habits);
					},
					onWatch: watched => watcher.watch(watched),
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
	for (const outcome of [...outcomes.filter(({ file }) => file.decision === 'leave'), ...known]) {
		logOutcome(log, outcome, task.id);
	}
	return { connection, outcomes: [...outcomes, ...known], doubtful: doubtfulOf(outcomes), journal };
}

function courierFor(
	{ task, fields, files }: Shipment,
	connection: Connection,
	watcher: BatchWatcher,
	looks: Looks,
	habits: AllListHabits,
): TaskCourier {
	const decided = new Map<PlannedFile, DecidedFile>(files.map(file => [file, file])); // delivery hands on what it was given
	return new TaskCourier({
		client: connection.client,
		taskId: task.id,
		fields,
		habits: habits.of(connection.apiUrl, connection.actor?.id),
		...(connection.userId !== undefined && { userId: connection.userId }),
		openPart: file => {
			watcher.move(file, 0);
			return guardedPart(decided.get(file) ?? unlooked(file), looks);
		},
		onProgress: (file, bytes) => watcher.move(file, bytes),
	});
}

function doubtfulOf(outcomes: Sent['outcomes']): Sent['doubtful'] {
	return new Map(
		outcomes.flatMap(({ file, end }) =>
			end.status === 'unknown' && end.attempt && file.decision === 'send'
				? [[file, { attempt: end.attempt, error: end.error, mayRepeat: false }] as const]
				: [],
		),
	);
}
