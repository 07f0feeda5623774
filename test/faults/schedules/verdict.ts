import { createHash } from 'node:crypto';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { mayBecomeOne } from '../../../src/attach/plan/file-names.js';
import { mainUser } from '../../sandbox/seed.js';
import type { Mishap } from './mishaps.js';
import type { Ending, Rehearsal } from './rehearsal.js';
import type { Schedule, StagedFile } from './schedule.js';
import type { Held } from './stage.js';

/** What may be wrong with what came of a schedule. */
export interface Wrong {
	/**
	 * `lost`: a file without exactly one end, or said to be attached and not there. `doubled`: there more often than it was
	 * said to be. `untrue`: an end that is not what the server holds. `endless`: more requests than the tries allow.
	 */
	readonly kind: 'lost' | 'doubled' | 'untrue' | 'endless';
	readonly what: string;
}

// Four tries, and each may meet one 401 that renews the token, and one that asks for another credential; and as many
// with others before it.
const maxRequestsPerFile = 24;

/** Everything that is wrong: nothing, where the promise was kept. */
export function judge(rehearsal: Rehearsal): readonly Wrong[] {
	const ours = rehearsal.held.filter(({ id, userId }) => userId === mainUser.id && !rehearsal.priorIds.has(id));
	return [
		...(rehearsal.isStuck ? [{ kind: 'lost' as const, what: 'the batch never ends' }] : []),
		...rehearsal.endings.flatMap(ending => judgeEnding(ending, ours, rehearsal)),
		...judgeCounts(rehearsal, ours),
		...judgeIds(rehearsal),
		...rehearsal.complaints.map(what => ({ kind: 'untrue' as const, what })),
	];
}

function judgeEnding(ending: Ending, ours: readonly Held[], rehearsal: Rehearsal): Wrong[] {
	const { file, ends } = ending;
	const [end, ...more] = ends;
	if (!end || more.length > 0) {
		return [{ kind: 'lost', what: `${label(ending)} has ${ends.length} ends` }];
	}
	if (end.status === 'attached') {
		const held = ours.find(({ id }) => id === end.attachmentId);
		if (!held) {
			return [{ kind: 'lost', what: `${label(ending)} is attached as ${end.attachmentId}, which is not ours` }];
		}
		const isIt =
			held.sha256 === sha256(file) &&
			held.name === file.planned.name &&
			held.parentId === (file.planned.parentId ?? null);
		return isIt ? [] : [{ kind: 'untrue', what: `${label(ending)} is attached as ${held.id}, which is ${held.name}` }];
	}
	if (end.status === 'unknown' && !mayBeUnknown(ending, rehearsal)) {
		return [{ kind: 'untrue', what: `${label(ending)} is unknown (${end.kind}) where it can be known` }];
	}
	const requests = rehearsal.script.attempts.filter(attempt => attempt.file.planned.uri === file.planned.uri).length;
	return requests > maxRequestsPerFile ? [{ kind: 'endless', what: `${label(ending)}: ${requests} requests` }] : [];
}

/** Of what looks the same on the server there are as many as are said to be there, and no more than may be. */
function judgeCounts({ endings }: Rehearsal, ours: readonly Held[]): Wrong[] {
	const groups = new Map<string, Ending[]>();
	for (const ending of endings) {
		const look = looks(ending.file);
		groups.set(look, [...(groups.get(look) ?? []), ending]);
	}
	const strangers = ours.filter(held => !groups.has(heldLooks(held)));
	const wrong: Wrong[] = strangers.map(({ name }) => ({
		kind: 'doubled',
		what: `${name} is there, and nobody sent it`,
	}));
	for (const [look, group] of groups) {
		const there = ours.filter(held => heldLooks(held) === look).length;
		const count = (status: FileEnd['status']) => group.filter(({ ends }) => ends[0]?.status === status).length;
		const [attached, unknown] = [count('attached'), count('unknown')];
		const what = `${group.map(label).join(', ')}: ${there} there, ${attached} attached, ${unknown} unknown`;
		if (there > group.length) {
			wrong.push({ kind: 'doubled', what });
		} else if (there > attached + unknown) {
			wrong.push({ kind: 'untrue', what });
		} else if (there < attached) {
			wrong.push({ kind: 'lost', what });
		}
	}
	return wrong;
}

function judgeIds({ endings }: Rehearsal): Wrong[] {
	const ids = endings.flatMap(({ ends }) => ends.flatMap(end => end.attachmentId ?? []));
	return ids
		.filter((id, index) => ids.indexOf(id) !== index)
		.map(id => ({ kind: 'untrue', what: `two files are attached as ${id}` }));
}

/**
 * Whether it could not be known how the file ended: for a reason of its own, or since another one of its size is there of
 * which it is not known either that it is that one.
 */
function mayBeUnknown(ending: Ending, rehearsal: Rehearsal): boolean {
	return (
		hasReason(ending, rehearsal) ||
		rehearsal.endings.some(
			other =>
				other.batch === ending.batch &&
				other.told[0]?.status === 'unknown' &&
				isAsLarge(other.file, ending.file) &&
				hasReason(other, rehearsal),
		)
	);
}

/** After a reset or a 5xx with a list that can be read there is none: the file is found, or it surely is not there. */
function hasReason({ file, batch }: Ending, { script, schedule, endings }: Rehearsal): boolean {
	const attempts = script.attempts.filter(attempt => attempt.file.planned.uri === file.planned.uri);
	if (script.crashes > 0 || script.wasCancelled) {
		return true;
	}
	if (!attempts.some(({ mishap, together }) => leavesDoubt(mishap, together.length, schedule))) {
		return false;
	}
	return (
		// Of its own, or of a file of the same size: what is seen of that may be this one under another name.
		script.attempts.some(({ mishap, file: other }) => leavesOthersInDoubt(mishap) && isAsLarge(other, file)) ||
		// It is not there, and the answer that says so cannot be read, or tells of no file.
		(schedule.several === 'first' &&
			attempts.some(
				({ mishap: { kind }, together }) => together.length > 1 && (kind === 'wrong-length' || kind === 'file-untold'),
			)) ||
		// The list tells too little, or could not be read.
		script.readMishaps.some(({ kind }) => kind !== 'none') ||
		attempts.some(({ mishap }) => mishap.kind === 'token-ends') ||
		schedule.names === 'ascii' ||
		schedule.names === 'numbered' ||
		script.twins > 0 ||
		endings.some(other => mayStillCome(other, batch) && other.file !== file && isInTheWay(other.file, file))
	);
}

/** Whether it may come while that batch is looked at: it is of the same one, or nobody knows what became of it. */
function mayStillCome(other: Ending, batch: number): boolean {
	return other.batch === batch || (other.batch < batch && other.told[0]?.status === 'unknown');
}

/** Whether the request may have stored the file without saying so. */
function leavesDoubt(mishap: Mishap, files: number, { several, names }: Schedule): boolean {
	const isRenamed = names === 'ascii' || names === 'numbered';
	if (files > 1 && (['first', 'tells-first', 'fails-500'].includes(several) || isRenamed)) {
		return true;
	}
	switch (mishap.kind) {
		case 'file-untold':
			return files > 1;
		case 'none':
		case 'refused-connection':
		case 'certificate':
		case 'token-ends':
		case 'file-refused':
			return false;
		case 'status':
			return mishap.status >= 500 ? mishap.status !== 503 : [407, 408].includes(mishap.status);
		default:
			return true;
	}
}

/** Whether the file may be seen on the task long before it is known to be there. */
function leavesOthersInDoubt(mishap: Mishap): boolean {
	return isUnknowable(mishap) || mishap.kind === 'trickle';
}

/** Whether one may be taken for the other, or hide it: of the versions only the newest is listed. */
function isInTheWay(a: StagedFile, b: StagedFile): boolean {
	const isNamesake = isAsLarge(a, b) && mayBecomeOne(a.planned.name, b.planned.name);
	return isNamesake || (a.planned.parentId !== undefined && a.planned.parentId === b.planned.parentId);
}

function isAsLarge(a: StagedFile, b: StagedFile): boolean {
	return a.bytes.length === b.bytes.length;
}

/** Whether nobody may send the file again after it, although it may not be there. */
function isUnknowable(mishap: Mishap): boolean {
	switch (mishap.kind) {
		case 'status':
			// `fetch` gives a 407 as a broken connection.
			return [407, 408, 504, 524].includes(mishap.status);
		case 'half-answer':
			return mishap.ending === 'silence';
		case 'garbled':
		case 'silence':
		case 'stall':
		case 'late':
		case 'redirect':
			return true;
		default:
			return false;
	}
}

function looks({ planned, ...file }: StagedFile): string {
	return [planned.name, planned.parentId ?? null, sha256({ planned, ...file })].join('\n');
}

function heldLooks({ name, parentId, sha256: hash }: Held): string {
	return [name, parentId, hash].join('\n');
}

function label({ file, batch }: Ending): string {
	const { name, parentId } = file.planned;
	return `"${name}"${parentId === undefined ? '' : ` (version of ${parentId})`} of batch ${batch}`;
}

const hashes = new WeakMap<Buffer, string>();

function sha256({ bytes }: StagedFile): string {
	const known = hashes.get(bytes) ?? createHash('sha256').update(bytes).digest('hex');
	hashes.set(bytes, known);
	return known;
}
