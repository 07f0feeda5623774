import type { Claims } from '../../attach/arrival/claims.js';
import { type Lingering, lingeringOf } from '../../attach/arrival/late-copies.js';
import type { AllListHabits } from '../../attach/arrival/list-habits.js';
import { systemClock } from '../../attach/clock.js';
import { deliverBatch } from '../../attach/delivery/delivery.js';
import { planParcels, requestsAtOnce } from '../../attach/delivery/parcels.js';
import { reasonOf, toCorError } from '../../attach/errors.js';
import { outcomesOfAll } from '../../attach/plan/outcomes-of-all.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { type DecidedFile, leftOf, sentOf, unlooked } from '../../attach/plan/stages.js';
import { logLine } from '../../attach/text/log-line.js';
import { TaskCourier } from '../../cor/task-courier.js';
import { openedBefore } from '../../machine/opened-before.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { guardedPart } from '../files/guarded-part.js';
import { Looks } from '../files/looks.js';
import { taskLabel } from '../messages/names.js';
import { logOutcome, logPack } from './outcome-log.js';
import type { SendingParts, Sent, Shipment } from './shipment.js';
import type { BatchWatcher } from './upload-queue.js';
import { noteAttached } from './write-down.js';

/** Sends files to a task, small ones together, and logs a line for each. Never rejects: one outcome per file. */
export async function sendFiles(parts: SendingParts, shipment: Shipment): Promise<Sent> {
	const { queue, habits, trusts, archives, log } = parts;
	const { connection, task, earlier = new Map(), untold, known = [], listed, journal, reconnect } = shipment;
	const files = sentOf(shipment.files);
	const label = connection.label === undefined ? 'the owner of the credential' : JSON.stringify(connection.label);
	log.info(logLine(task.id, `sending ${files.length} files as ${label}`));
	await journal?.giveUp(leftOf(shipment.files));
	const claims = claimsOf(parts, shipment);
	const ownHabits = habits.of(connection.apiUrl, connection.actor?.id);
	let isCancelled = false;
	const sent = await queue.run({
		label: taskLabel(task),
		files,
		signal: shipment.signal,
		run: async (signal, watcher) => {
			const sentAt = new Date().toISOString();
			const looks = new Looks(parts);
			const delivered = await deliverBatch(
				{ files, earlier, ...(untold && { untold }), known: listed },
				{
					courier: courierFor(shipment, connection, watcher, looks, habits, signal),
					clock: systemClock,
					random: Math.random,
					signal,
					concurrency: requestsAtOnce,
					claims,
					trust: trusts.of(connection.apiUrl),
					plan: planParcels,
					record: journal,
					reconnect: async () => {
						const other = await reconnect?.().catch(error => {
							log.error(logLine(task.id, 'signing in again failed', reasonOf(toCorError(error))));
							return undefined;
						});
						return other && courierFor(shipment, other, watcher, looks, habits, signal);
					},
					onWatch: watched => watcher.watch(watched),
					onPack: (together, ends) => logPack(log, together, ends, task.id),
					onEnd: outcome => {
						watcher.end(outcome.file);
						logOutcome(log, outcome, task.id);
						if (outcome.end.status === 'attached') {
							noteAttached(parts, shipment, outcome.file, outcome.end, sentAt);
						}
					},
				},
			);
			isCancelled = signal.aborted;
			return delivered;
		},
	});
	await journal?.rest();
	const outcomes = outcomesOfAll(shipment.files, sent);
	await archives.release(outcomes);
	for (const outcome of [...outcomes.filter(({ file }) => file.decision === 'leave'), ...known]) {
		logOutcome(log, outcome, task.id);
	}
	const all = [...outcomes, ...known];
	const lingering = lingeringOf(all, shipment.lingering);
	const late = { lingering, claims, habits: ownHabits, found: shipment.found ?? new Map() };
	return { connection, outcomes: all, isCancelled, doubtful: doubtfulOf(outcomes, lingering), late, journal };
}

/** The claims of this shipment. Files in doubt that can't be looked for count as stragglers. */
function claimsOf({ journals }: SendingParts, { connection, task, journal, known = [] }: Shipment): Claims {
	const claims = journals.claimsFor({ apiUrl: connection.apiUrl, taskId: task.id }, journal?.batch);
	const unknowable = known.filter(({ end }) => end.status === 'unknown').map(({ file }) => file);
	return {
		claim: (id, file) => claims.claim(id, file),
		look: async () => {
			const { claimed, stragglers } = await claims.look();
			return { claimed, stragglers: [...stragglers, ...unknowable] };
		},
	};
}

function courierFor(
	{ task, fields, files }: Shipment,
	connection: Connection,
	watcher: BatchWatcher,
	looks: Looks,
	habits: AllListHabits,
	signal: AbortSignal,
): TaskCourier {
	const decided = new Map<PlannedFile, DecidedFile>(files.map(file => [file, file])); // delivery returns the same objects
	return new TaskCourier({
		client: connection.client,
		taskId: task.id,
		fields,
		habits: habits.of(connection.apiUrl, connection.actor?.id),
		...(connection.userId !== undefined && { userId: connection.userId }),
		openPart: file => {
			watcher.move(file, 0);
			return openedBefore(signal, guardedPart(decided.get(file) ?? unlooked(file), looks));
		},
		onProgress: (file, bytes) => watcher.move(file, bytes),
	});
}

function doubtfulOf(outcomes: Sent['outcomes'], lingering: readonly Lingering[]): Sent['doubtful'] {
	const attempts = new Map(lingering.map(each => [each.outcome.file.uri, each.attempts]));
	return new Map(
		outcomes.flatMap(({ file, end }) => {
			const missed = attempts.get(file.uri)?.slice(0, -1) ?? [];
			return end.status === 'unknown' && end.attempt && file.decision === 'send'
				? [[file, { attempt: end.attempt, error: end.error, mayRepeat: false, missed }] as const]
				: [];
		}),
	);
}
