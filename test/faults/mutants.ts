import type { Courier, DeliveryPorts, EarlierAttempt } from '../../src/attach/delivery.js';
import { CorError } from '../../src/attach/errors.js';
import type { ListedAttachment } from '../../src/attach/evidence.js';
import type { FileEnd } from '../../src/attach/outcome.js';
import type { PlannedFile } from '../../src/attach/plan.js';
import { type Engine, engine } from './rehearsal.js';
import type { Wrong } from './verdict.js';

/** The code under test with one thought left out, and what has to come of it. */
export interface Mutant {
	readonly what: string;
	readonly engine: Engine;
	readonly isCaughtAs: readonly Wrong['kind'][];
}

/** Each must be caught: a suite that lets one through proves nothing. */
export const mutants: readonly Mutant[] = [
	{
		what: 'repeats blindly whatever is not known',
		isCaughtAs: ['doubled'],
		engine: withCourier(courier => ({
			...bound(courier),
			prepare: async file => {
				const parcel = await courier.prepare(file);
				return { ...parcel, send: async signal => repeatable(await parcel.send(signal)) };
			},
		})),
	},
	{
		what: 'takes anything of that name for its own, whether it was there before or not',
		isCaughtAs: ['lost', 'untrue'],
		engine: withList(() => [], 'first'),
	},
	{
		what: 'does not look at whose upload it is',
		isCaughtAs: ['lost', 'untrue'],
		engine: withList((list, userId) => list.map(item => ({ ...item, userId })), 'all'),
	},
	{
		what: 'does not find what arrived, and sends it again',
		isCaughtAs: ['doubled'],
		engine: withList(
			(list, userId) => list.map(item => (item.userId === userId ? { ...item, size: -1 } : item)),
			'after the first',
		),
	},
	{
		what: 'says that a file is not there after one time-out',
		isCaughtAs: ['untrue', 'doubled'],
		engine: {
			...engine,
			deliver: async (files, ports) => {
				const outcomes = await engine.deliver(files, ports);
				return outcomes.map(outcome =>
					outcome.end.status === 'unknown'
						? { ...outcome, end: { status: 'failed', error: outcome.end.error } }
						: outcome,
				);
			},
		},
	},
	{
		what: 'sends everything again after a crash',
		isCaughtAs: ['doubled'],
		engine: {
			...engine,
			resume: journal => ({
				...engine.resume(journal),
				files: journal.standings.map(({ file }) => file),
				inDoubt: new Map<PlannedFile, EarlierAttempt>(),
				unknowable: new Map<PlannedFile, CorError>(),
			}),
		},
	},
	{
		what: 'sends what was attached again when the credential ended in mid-batch',
		isCaughtAs: ['doubled'],
		engine: {
			...engine,
			deliver: async (files, ports) => {
				const outcomes = await engine.deliver(files, ports);
				const isEnded = outcomes.some(({ end }) => end.status === 'failed' && end.error.kind === 'unauthorized');
				return isEnded ? engine.deliver(files, ports) : outcomes;
			},
		},
	},
	{
		what: 'compares with a list from before another batch',
		isCaughtAs: ['lost', 'untrue'],
		engine: {
			...engine,
			deliver: (files, ports) => {
				const known = ports.known && { ...ports.known, claimed: ports.claimed.size };
				return engine.deliver(files, { ...ports, known });
			},
		},
	},
	{
		what: 'forgets the last file',
		isCaughtAs: ['lost'],
		engine: { ...engine, deliver: async (files, ports) => (await engine.deliver(files, ports)).slice(0, -1) },
	},
];

function repeatable(end: FileEnd): FileEnd {
	return end.status === 'unknown' ? { status: 'failed', error: new CorError('unavailable', 'blindly') } : end;
}

function withCourier(change: (courier: Courier) => Courier): Engine {
	return {
		...engine,
		deliver: (files, ports) => {
			const reconnect: DeliveryPorts['reconnect'] = async () => {
				const courier = await ports.reconnect?.();
				return courier && change(courier);
			};
			return engine.deliver(files, { ...ports, courier: change(ports.courier), reconnect });
		},
	};
}

type ListChange = (list: readonly ListedAttachment[], userId: number) => readonly ListedAttachment[];

function withList(change: ListChange, which: 'all' | 'first' | 'after the first'): Engine {
	return withCourier(courier => {
		let isFirst = true;
		return {
			...bound(courier),
			list: async signal => {
				const list = await courier.list(signal);
				const isMeant = which === 'all' || (which === 'first') === isFirst;
				isFirst = false;
				return isMeant ? change(list, await courier.userId(signal)) : list;
			},
		};
	});
}

function bound(courier: Courier): Courier {
	return {
		prepare: file => courier.prepare(file),
		list: signal => courier.list(signal),
		userId: signal => courier.userId(signal),
	};
}
