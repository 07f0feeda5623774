import fc from 'fast-check';
import {
	deliverMessage,
	type MessageEnd,
	type MessagePorts,
} from '../../../src/attach/task-message/deliver-message.js';
import { isRefusal } from '../../../src/cor/answers/statuses.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer } from '../../../src/cor/credentials.js';
import { VirtualClock } from '../model/virtual-clock.js';
import { type MessageFault, MessageModel, type MessageWorld } from './message-model.js';

/** The attachments of ours. */
const ours = [7, 8];

/** A message, and what happens to it. */
export interface MessageSchedule extends MessageWorld {
	/** How often the person has it sent again while it is not known to be sent. */
	readonly presses: number;
	/** When the person gives it up, in milliseconds; `null` for never. */
	readonly cancelAt: number | null;
}

export type Deliver = typeof deliverMessage;

const stored: fc.Arbitrary<number | 'no'> = fc.oneof(
	fc.constantFrom(0, 'no' as const),
	fc.integer({ min: 1, max: 40_000 }),
);
const ambiguous = [401, 408, 409, 429, 500, 502, 503, 504];
const refused = [400, 403, 404, 413, 417, 422];
const fault: fc.Arbitrary<MessageFault> = fc.oneof(
	fc.constantFrom({ kind: 'none' as const }, { kind: 'refused-connection' as const }, { kind: 'reset-early' as const }),
	fc.record({ kind: fc.constantFrom('reset' as const, 'page' as const, 'silence' as const), stored }),
	fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(...ambiguous), stored }),
	fc.record({
		kind: fc.constant('status' as const),
		status: fc.constantFrom(...refused),
		stored: fc.constant('no' as const),
	}),
);
// A message that somebody else wrote refers to other files, or to one of ours.
const others = fc.array(fc.constantFrom([], [1], [1, 2], [7]), { maxLength: 3 });

export const messageSchedules: fc.Arbitrary<MessageSchedule> = fc.record({
	references: fc.constantFrom('told', 'told', 'untold', 'missing'),
	lagMs: fc.constantFrom(0, 0, 2_500, 20_000),
	others,
	posts: fc.array(fault, { minLength: 1, maxLength: 3 }),
	lists: fc.array(fault, { maxLength: 4 }),
	presses: fc.integer({ min: 0, max: 2 }),
	cancelAt: fc.option(fc.integer({ min: 0, max: 40_000 }), { freq: 5 }),
});

/** Has a message sent as the schedule says; gives the promises that were broken: none if all were kept. */
export async function runMessage(
	schedule: MessageSchedule,
	deliver: Deliver = deliverMessage,
): Promise<readonly string[]> {
	const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
	const model = new MessageModel(schedule, clock);
	const { apiUrl, transport } = model;
	const credentials = new Bearer({ kind: 'key', apiKey: 'k', clientSecret: 's' }, { apiUrl, transport, clock });
	const client = new CorClient({ apiUrl, transport, credentials, clock });
	const cancel = new AbortController();
	const { cancelAt, presses } = schedule;
	if (cancelAt !== null) {
		clock.after(cancelAt, () => cancel.abort(new Error('cancelled')));
	}
	const ports: MessagePorts = {
		post: signal =>
			model.timeless(() => client.postMessage(4101, { text: 'hola', references: toReferences(ours) }, signal)),
		list: signal => model.timeless(() => client.readReferences(4101, signal)),
		clock,
		signal: cancel.signal,
	};
	const broken: string[] = [];
	let end: MessageEnd | undefined;
	let agreed = 0; // requests to which somebody agreed although the one before may have arrived
	for (let press = 0; press <= presses && end?.status !== 'sent'; press += 1) {
		const before = model.posts;
		agreed += end?.status === 'unknown' ? 1 : 0;
		end = await clock.run(deliver(ours, end, ports));
		if (model.posts - before > 1) {
			broken.push(`${model.posts - before} requests for one word of the person`);
		}
	}
	await clock.runOut();
	return [...broken, ...violations(schedule, end, model, agreed)];
}

function violations(
	{ posts }: MessageSchedule,
	end: MessageEnd | undefined,
	model: MessageModel,
	agreed: number,
): string[] {
	const { copies } = model;
	const made = posts.slice(0, model.posts);
	const isDoubtful = made.some(each => each.kind === 'silence' || leavesDoubt(each));
	return [
		...(copies > 1 + agreed ? [`there ${copies} times, and somebody agreed ${agreed} times`] : []),
		...(end?.status === 'sent' && copies === 0 ? ['said to be sent, and not there'] : []),
		...((end?.status === 'failed' || end?.status === 'waits') && copies > agreed ? [`${end.status}, and there`] : []),
		...(end?.status === 'unknown' && !isDoubtful ? ['not known, where it can be known'] : []),
	];
}

function leavesDoubt(fault: MessageFault): boolean {
	return fault.kind === 'reset' || fault.kind === 'page' || (fault.kind === 'status' && !isRefusal(fault.status));
}

function toReferences(ids: readonly number[]) {
	return ids.map(id => ({ id, name: 'a.txt' }));
}
