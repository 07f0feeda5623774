import type { Claims, Rivals } from '../../../src/attach/arrival/claims.js';
import type { LateCopy } from '../../../src/attach/arrival/late-copies.js';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import type { EarlierAttempt } from '../../../src/attach/arrival/lookout.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { Courier, PostedEnd } from '../../../src/attach/delivery/courier.js';
import type { DeliveryPorts } from '../../../src/attach/delivery/delivery.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { CorError } from '../../../src/attach/errors.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import type { Violation } from './check-run.js';
import { type Engine, engine } from './run-schedule.js';

/** The code under test with one thought left out, and what has to come of it. */
export interface Mutant {
	readonly what: string;
	readonly engine: Engine;
	readonly isCaughtAs: readonly Violation['kind'][];
	/** That few of those that are drawn catch it: the regressions have to. */
	readonly isRare?: true;
}

/** Each must be caught: a suite that lets one through proves nothing. */
export const mutants: readonly Mutant[] = [
	{
		what: 'repeats blindly whatever is not known',
		isCaughtAs: ['duplicated', 'misreported'],
		engine: withEnds(ends => ends.map(repeatable)),
	},
	{
		what: 'takes anything of that name for its own, whether it was there before or not',
		isCaughtAs: ['lost', 'misreported'],
		engine: withList(() => [], 'first'),
	},
	{
		what: 'does not look at whose upload it is',
		isCaughtAs: ['lost', 'misreported'],
		engine: withList((list, userId) => list.map(item => ({ ...item, userId })), 'all'),
	},
	{
		what: 'does not find what arrived, and sends it again',
		isCaughtAs: ['duplicated', 'misreported'],
		engine: withList(
			(list, userId) => list.map(item => (item.userId === userId ? { ...item, size: -1 } : item)),
			'after the first',
		),
	},
	{
		what: 'says that a file is not there after one time-out',
		isCaughtAs: ['misreported', 'duplicated'],
		engine: {
			...engine,
			deliver: async (batch, ports) => {
				const outcomes = await engine.deliver(batch, ports);
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
		isCaughtAs: ['duplicated'],
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
		isCaughtAs: ['duplicated'],
		engine: {
			...engine,
			deliver: async (batch, ports) => {
				const outcomes = await engine.deliver(batch, ports);
				const isEnded = outcomes.some(({ end }) => end.status === 'failed' && end.error.kind === 'unauthorized');
				return isEnded ? engine.deliver(batch, ports) : outcomes;
			},
		},
	},
	{
		what: 'forgets what another batch has attached',
		isCaughtAs: ['lost', 'misreported'],
		engine: withClaims(claims => ({ ...claims, claim: async () => true, look: async () => none })),
	},
	{
		what: 'forgets what another batch has given up',
		isRare: true,
		isCaughtAs: ['lost', 'misreported'],
		engine: withClaims(claims => ({ ...claims, look: async () => ({ ...(await claims.look()), stragglers: [] }) })),
	},
	{
		what: 'never looks later for what it sent again',
		isCaughtAs: ['duplicated'],
		engine: {
			...engine,
			later: clock => {
				const later = new LaterLooks(clock);
				later.watch = () => {};
				return later;
			},
		},
	},
	{
		what: 'does not say that a version may lie below another one',
		isRare: true,
		isCaughtAs: ['duplicated', 'misreported'],
		engine: withLateLooks(({ file, kind }) => file.parentId === undefined || kind === 'doubled' || kind === 'arrived'),
	},
	{
		what: 'looks no more for a file of which one request has arrived late',
		isRare: true,
		isCaughtAs: ['duplicated'],
		engine: withLateLooks(
			() => true,
			({ kind }) => kind === 'arrived',
		),
	},
	{
		what: 'forgets in a crash what it had missed',
		isRare: true,
		isCaughtAs: ['duplicated', 'misreported'],
		engine: withResume(rest => ({ ...rest, lingering: [] })),
	},
	{
		what: 'sends what had failed again after a crash, without a look',
		isRare: true,
		isCaughtAs: ['duplicated'],
		engine: withResume((rest, journal) => {
			const failed = new Set(journal.standings.filter(({ status }) => status === 'ended').map(({ file }) => file.uri));
			return { ...rest, inDoubt: new Map([...rest.inDoubt].filter(([{ uri }]) => !failed.has(uri))) };
		}),
	},
	{
		what: 'takes a file that is not listed at once for one that is not stored',
		isCaughtAs: ['misreported', 'duplicated'],
		engine: withImpatience(),
	},
	{
		what: 'believes a journal that lacks lines',
		isRare: true,
		isCaughtAs: ['duplicated'],
		engine: withResume(rest => {
			const inDoubt = new Map([...rest.inDoubt].filter(([, { isUnlikely }]) => !isUnlikely));
			return { ...rest, inDoubt, untold: new Map<PlannedFile, number>() };
		}),
	},
	{
		what: 'goes by names, sizes and owners where nobody knows what was on the task, nor how COR tells of them',
		isRare: true,
		isCaughtAs: ['duplicated'],
		engine: withResume(rest => {
			const untold = new Map([...rest.untold.keys()].map(file => [file, Number.POSITIVE_INFINITY]));
			return { ...rest, untold };
		}),
	},
	{
		what: 'does not look later for what may have been sent without a line in the journal',
		isRare: true,
		isCaughtAs: ['duplicated'],
		engine: {
			...engine,
			deliver: async (batch, ports) => {
				const outcomes = await engine.deliver(batch, ports);
				return outcomes.map(({ missed, ...outcome }) => {
					const { file } = outcome;
					const isUnlikely = batch.untold?.has(file) || batch.earlier.get(file)?.isUnlikely;
					return missed && !isUnlikely ? { ...outcome, missed } : outcome;
				});
			},
		},
	},
	{
		what: 'splits a pack whose end is not known, and sends its files again',
		isCaughtAs: ['duplicated', 'misreported'],
		engine: withEnds(ends => (ends.length > 1 ? ends.map(repeatable) : ends)),
	},
	{
		what: 'believes an answer that misses one of several files',
		isCaughtAs: ['lost', 'misreported'],
		engine: withEnds(ends => {
			const told = ends.find(({ status }) => status === 'attached');
			return ends.map(end => (end.status === 'unknown' && told ? told : end));
		}),
	},
	{
		what: 'takes the rest of a pack for refused where one of it was',
		isCaughtAs: ['misreported', 'duplicated'],
		engine: withEnds(ends => {
			const refused = ends.find(({ status, isOwn }) => status === 'failed' && isOwn);
			return ends.map(end => refused ?? end);
		}),
	},
	{
		what: 'packs two of one name',
		isCaughtAs: ['misreported'],
		engine: { ...engine, plan: files => [[...files]] },
	},
	{
		what: 'packs before COR has shown that it tells of each',
		isCaughtAs: ['misreported'],
		engine: { ...engine, trust: () => new PackTrust('earned') },
	},
	{
		what: 'goes on packing after an answer that missed one',
		isCaughtAs: ['misreported'],
		engine: {
			...engine,
			trust: state => {
				const trust = new PackTrust(state);
				trust.learn = () => {};
				return trust;
			},
		},
	},
	{
		what: 'forgets the last file',
		isCaughtAs: ['lost'],
		engine: { ...engine, deliver: async (batch, ports) => (await engine.deliver(batch, ports)).slice(0, -1) },
	},
];

const none: Rivals = { claimed: new Set(), stragglers: [] };

type Journal = Parameters<Engine['resume']>[0];
type Resumed = ReturnType<Engine['resume']>;

/** Changes what a window takes up of a journal. */
function withResume(change: (rest: Resumed, journal: Journal) => Resumed): Engine {
	return { ...engine, resume: journal => change(engine.resume(journal), journal) };
}

/** Tells only of these copies later, and looks no more for the files of those. */
function withLateLooks(tells: (copy: LateCopy) => boolean, ends: (copy: LateCopy) => boolean = () => false): Engine {
	return {
		...engine,
		later: clock => {
			const later = new LaterLooks(clock);
			const watch = later.watch.bind(later);
			later.watch = batch => {
				const onLate = async (copies: readonly LateCopy[]) => {
					await batch.onLate(copies.filter(tells));
					later.forget(
						batch.taskId,
						copies.filter(ends).map(({ file }) => file),
					);
				};
				watch({ ...batch, onLate });
			};
			return later;
		},
	};
}

function withClaims(change: (claims: Claims) => Claims): Engine {
	return {
		...engine,
		deliver: (batch, ports) => engine.deliver(batch, { ...ports, claims: change(bare(ports.claims)) }),
	};
}

function bare(claims: Claims): Claims {
	return { look: () => claims.look(), claim: (id, file) => claims.claim(id, file) };
}

/** One look decides, and nobody looks later. */
function withImpatience(): Engine {
	const impatient = withCourier(courier => ({ ...bound(courier), habits: new ImpatientHabits() }));
	return { ...impatient, later: clock => Object.assign(new LaterLooks(clock), { watch: () => {} }) };
}

class ImpatientHabits extends ListHabits {
	override get watchMs(): number {
		return 0;
	}
}

function withEnds(change: (ends: readonly PostedEnd[]) => readonly PostedEnd[]): Engine {
	return withCourier(courier => ({
		...bound(courier),
		prepare: async files => {
			const parcel = await courier.prepare(files);
			return { ...parcel, send: async signal => change(await parcel.send(signal)) };
		},
	}));
}

function repeatable(end: PostedEnd): PostedEnd {
	return end.status === 'unknown' ? { status: 'failed', error: new CorError('unavailable', 'blindly') } : end;
}

function withCourier(change: (courier: Courier) => Courier): Engine {
	return {
		...engine,
		deliver: (batch, ports) => {
			const reconnect: DeliveryPorts['reconnect'] = async () => {
				const courier = await ports.reconnect();
				return courier && change(courier);
			};
			return engine.deliver(batch, { ...ports, courier: change(ports.courier), reconnect });
		},
	};
}

type ListChange = (list: readonly ListedAttachment[], userId: number) => readonly ListedAttachment[];

function withList(change: ListChange, which: 'all' | 'first' | 'after the first'): Engine {
	return withCourier(courier => {
		let isFirst = true;
		const changed = async (list: readonly ListedAttachment[], signal: AbortSignal) => {
			const isMeant = which === 'all' || (which === 'first') === isFirst;
			isFirst = false;
			return isMeant ? change(list, await courier.userId(signal)) : list;
		};
		return {
			...bound(courier),
			list: async signal => changed(await courier.list(signal), signal),
			listNewest: async (isKnown, signal) => {
				const list = await courier.listNewest(isKnown, signal);
				return { ...list, attachments: await changed(list.attachments, signal) };
			},
		};
	});
}

function bound(courier: Courier): Courier {
	return {
		taskId: courier.taskId,
		habits: courier.habits,
		prepare: files => courier.prepare(files),
		list: signal => courier.list(signal),
		listNewest: (isKnown, signal) => courier.listNewest(isKnown, signal),
		userId: signal => courier.userId(signal),
	};
}
