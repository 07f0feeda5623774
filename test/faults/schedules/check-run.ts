import { createHash } from 'node:crypto';
import { mayBecomeOne } from '../../../src/attach/names/file-names.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { mainUser } from '../../sandbox/seed.js';
import type { RequestFault } from './request-faults.js';
import type { FileResult, ScheduleRun } from './run-schedule.js';
import { asDocumented, type BatchFile, type Schedule } from './schedule.js';
import type { StoredFile } from './testbed.js';

/** A promise that a run of a schedule broke. */
export interface Violation {
	/**
	 * `lost`: a file without exactly one end, or said to be attached and not there. `duplicated`: there more often than it was
	 * said to be. `misreported`: an end that is not what the server holds. `endless`: more requests than the tries allow.
	 */
	readonly kind: 'lost' | 'duplicated' | 'misreported' | 'endless';
	readonly what: string;
}

// Four tries, and each may meet one 401 that renews the token, and one that asks for another credential; and as many
// with others before it.
const maxRequestsPerFile = 24;

/** Checks what a run came to against what the testbed stored. Empty if every promise was kept. */
export function checkRun(run: ScheduleRun): readonly Violation[] {
	const ours = run.stored.filter(({ id, userId }) => userId === mainUser.id && !run.priorIds.has(id));
	return [
		...(run.isStuck ? [{ kind: 'lost' as const, what: 'the batch never ends' }] : []),
		...run.results.flatMap(result => checkResult(result, ours, run)),
		...checkCounts(run, ours),
		...checkIds(run),
		...run.complaints.map(what => ({ kind: 'misreported' as const, what })),
	];
}

function checkResult(result: FileResult, ours: readonly StoredFile[], run: ScheduleRun): Violation[] {
	const { file, ends } = result;
	const [end, ...more] = ends;
	if (!end || more.length > 0) {
		return [{ kind: 'lost', what: `${label(result)} has ${ends.length} ends` }];
	}
	if (end.status === 'attached') {
		const stored = ours.find(({ id }) => id === end.attachmentId);
		if (!stored && isOlderUnseen(result, run)) {
			return [];
		}
		if (!stored) {
			return [{ kind: 'lost', what: `${label(result)} is attached as ${end.attachmentId}, which is not ours` }];
		}
		const isIt =
			stored.sha256 === sha256(file) &&
			stored.name === file.planned.name &&
			stored.parentId === (file.planned.parentId ?? null);
		return isIt
			? []
			: [{ kind: 'misreported', what: `${label(result)} is attached as ${stored.id}, which is ${stored.name}` }];
	}
	if (end.status === 'unknown' && !mayBeUnknown(result, run)) {
		return [{ kind: 'misreported', what: `${label(result)} is unknown (${end.kind}) where it can be known` }];
	}
	const requests = run.injector.attempts.filter(attempt => attempt.file.planned.uri === file.planned.uri).length;
	return requests > maxRequestsPerFile ? [{ kind: 'endless', what: `${label(result)}: ${requests} requests` }] : [];
}

/** Whether COR's answer named an older attachment with the file's name and size, and its list could not be read before. */
function isOlderUnseen({ file }: FileResult, { injector }: ScheduleRun): boolean {
	return (
		injector.readFaults.some(({ kind }) => kind !== 'none') &&
		injector.attempts.some(
			({ file: sent, fault }) =>
				sent.planned.uri === file.planned.uri && fault.kind === 'wrong-entry' && fault.entry === 'older',
		)
	);
}

/** Of what looks the same on the server there are as many as are said to be there, and no more than may be. */
function checkCounts(run: ScheduleRun, ours: readonly StoredFile[]): Violation[] {
	const { results } = run;
	const groups = new Map<string, FileResult[]>();
	for (const result of results) {
		const look = looks(result.file);
		groups.set(look, [...(groups.get(look) ?? []), result]);
	}
	const strangers = ours.filter(stored => !groups.has(storedLooks(stored)));
	const violations: Violation[] = strangers.map(({ name }) => ({
		kind: 'duplicated',
		what: `${name} is there, and nobody sent it`,
	}));
	for (const [look, group] of groups) {
		const all = ours.filter(stored => storedLooks(stored) === look);
		const known = group.flatMap(({ ends }) => ends[0]?.attachmentId ?? []);
		const told = new Set(group.flatMap(({ told: ids }) => ids).filter(id => !known.includes(id)));
		const isLeft = group.some(each => each.isLeft || each.isToldOfVersions);
		// People know of those, or nobody could tell them any more.
		const untold = all.filter(({ id }) => !told.has(id)).length;
		const unwritten = group.reduce((sum, each) => sum + each.unwritten, 0);
		const there = isLeft
			? Math.min(all.length, group.length)
			: Math.max(untold - unwritten, Math.min(untold, group.length));
		const count = (status: FileEnd['status']) => group.filter(({ ends }) => ends[0]?.status === status).length;
		const [attached, unknown] = [count('attached'), count('unknown')];
		const what = `${group.map(label).join(', ')}: ${there} there, ${attached} attached, ${unknown} unknown`;
		if (there > group.length) {
			violations.push({ kind: 'duplicated', what });
		} else if (there > attached + unknown && !isLeft) {
			violations.push({ kind: 'misreported', what });
		} else if (there < attached && !group.some(each => isOlderUnseen(each, run))) {
			violations.push({ kind: 'lost', what });
		}
	}
	return violations;
}

function checkIds({ results }: ScheduleRun): Violation[] {
	const ids = results.flatMap(({ ends }) => ends.flatMap(end => end.attachmentId ?? []));
	return ids
		.filter((id, index) => ids.indexOf(id) !== index)
		.map(id => ({ kind: 'misreported', what: `two files are attached as ${id}` }));
}

/**
 * Whether it could not be known how the file ended: for a reason of its own, or since another one of its size is there of
 * which it is not known either that it is that one.
 */
function mayBeUnknown(result: FileResult, run: ScheduleRun): boolean {
	return (
		hasReason(result, run) ||
		run.results.some(
			other =>
				other.batch === result.batch &&
				other.firstEnds[0]?.status === 'unknown' &&
				isAsLarge(other.file, result.file) &&
				hasReason(other, run),
		)
	);
}

/** After a reset or a 5xx with a list that can be read there is none: the file is found, or it surely is not there. */
function hasReason(
	{ file, batch, firstEnds, isMissed }: FileResult,
	{ injector, schedule, results }: ScheduleRun,
): boolean {
	const attempts = injector.attempts.filter(attempt => attempt.file.planned.uri === file.planned.uri);
	const isNamedAnew = schedule.names === 'ascii' || schedule.names === 'numbered';
	const isListUnread = injector.readFaults.some(({ kind }) => kind !== 'none');
	if (
		injector.crashes > 0 ||
		injector.wasCancelled ||
		tellsTooLittle(schedule, file) ||
		(isNamedAnew && isListUnread)
	) {
		return true;
	}
	if (firstEnds[0]?.kind === 'unauthorized' && injector.attempts.some(({ fault }) => fault.kind === 'token-ends')) {
		return true; // the token ended with another request, before this one had its answer
	}
	if (!attempts.some(({ fault, together }) => leavesDoubt(fault, together.length, schedule))) {
		return false;
	}
	return (
		// Of its own, or of a file of the same size: what is seen of that may be this one under another name.
		injector.attempts.some(
			({ fault, file: other, together }) =>
				other !== file && isAsLarge(other, file) && leavesDoubt(fault, together.length, schedule),
		) ||
		// A later look for a file that was sent again takes nothing new for certain, whatever its name and size.
		injector.attempts.some(
			({ fault, file: other }) => leavesOthersInDoubt(fault) && (isMissed || isAsLarge(other, file)),
		) ||
		// It is not there, and the answer that says so cannot be read, or tells of no file.
		(schedule.several === 'first' &&
			attempts.some(
				({ fault: { kind }, together }) => together.length > 1 && (kind === 'wrong-length' || kind === 'file-untold'),
			)) ||
		// The list tells too little, or could not be read.
		injector.readFaults.some(({ kind }) => kind !== 'none') ||
		attempts.some(({ fault }) => fault.kind === 'token-ends') ||
		schedule.names === 'ascii' ||
		schedule.names === 'numbered' ||
		injector.twins > 0 ||
		results.some(
			other => mayStillCome(other, batch, schedule.atOnce) && other.file !== file && isInTheWay(other.file, file),
		) ||
		// The list was read before another batch added a version: whether this one lies below that, no list tells.
		(schedule.listRead === 'before-all' &&
			results.some(other => other.batch < batch && isVersionOfTheSame(other.file, file) && mayBeStored(other))) ||
		// It became unknown when it was looked for later, and what was sent since may lie above it.
		(firstEnds[0]?.status !== 'unknown' &&
			results.some(other => other.batch > batch && isVersionOfTheSame(other.file, file)))
	);
}

/** Whether lists, as COR gives them, cannot show that an attachment is this file. */
function tellsTooLittle({ world = asDocumented }: Schedule, { planned: { parentId } }: BatchFile): boolean {
	const { sizes, owners, versions } = world;
	const isPlain = (sizes === 'bytes' || sizes === 'text') && owners === 'same';
	return !isPlain || (versions === 'silent' && parentId !== undefined);
}

function mayBeStored({ firstEnds, isMissed }: FileResult): boolean {
	const [end] = firstEnds;
	return end?.status === 'attached' || end?.status === 'unknown' || isMissed;
}

/** Whether it may come while that batch is looked at: it is of the same one, or nobody knows what became of it. */
function mayStillCome(other: FileResult, batch: number, atOnce = false): boolean {
	const isOpen = other.firstEnds[0]?.status === 'unknown' || other.isMissed;
	return atOnce || other.batch === batch || (other.batch < batch && isOpen);
}

/** Whether the request may have stored the file without saying so. */
function leavesDoubt(fault: RequestFault, files: number, { several, names }: Schedule): boolean {
	const isRenamed = names === 'ascii' || names === 'numbered';
	if (files > 1 && (['first', 'tells-first', 'fails-500'].includes(several) || isRenamed)) {
		return true;
	}
	switch (fault.kind) {
		case 'file-untold':
			return files > 1;
		case 'none':
		case 'refused-connection':
		case 'certificate':
		case 'file-refused':
			return false;
		case 'status':
			return fault.status >= 500 || [401, 407, 408, 429].includes(fault.status);
		default:
			return true;
	}
}

/** Whether the file may be seen on the task long before it is known to be there. */
function leavesOthersInDoubt(fault: RequestFault): boolean {
	return isUnknowable(fault) || fault.kind === 'trickle';
}

/** Whether one may be taken for the other, or hide it: of the versions only the newest is listed. */
function isInTheWay(a: BatchFile, b: BatchFile): boolean {
	return mayBecomeOne(a.planned.name, b.planned.name) || isVersionOfTheSame(a, b);
}

function isVersionOfTheSame(a: BatchFile, b: BatchFile): boolean {
	return a.planned.parentId !== undefined && a.planned.parentId === b.planned.parentId;
}

function isAsLarge(a: BatchFile, b: BatchFile): boolean {
	return a.bytes.length === b.bytes.length;
}

/** Whether nobody may send the file again after it, although it may not be there. */
function isUnknowable(fault: RequestFault): boolean {
	switch (fault.kind) {
		case 'status':
			// `fetch` gives a 407 as a broken connection.
			return [407, 408, 504, 524].includes(fault.status);
		case 'half-answer':
			return fault.ending === 'silence';
		case 'garbled':
		case 'silence':
		case 'stall':
		case 'late':
		case 'redirect':
		case 'answered-early':
			return true;
		default:
			return false;
	}
}

function looks({ planned, ...file }: BatchFile): string {
	return [planned.name, planned.parentId ?? null, sha256({ planned, ...file })].join('\n');
}

function storedLooks({ name, parentId, sha256: hash }: StoredFile): string {
	return [name, parentId, hash].join('\n');
}

function label({ file, batch }: FileResult): string {
	const { name, parentId } = file.planned;
	return `"${name}"${parentId === undefined ? '' : ` (version of ${parentId})`} of batch ${batch}`;
}

const hashes = new WeakMap<Buffer, string>();

function sha256({ bytes }: BatchFile): string {
	const known = hashes.get(bytes) ?? createHash('sha256').update(bytes).digest('hex');
	hashes.set(bytes, known);
	return known;
}
