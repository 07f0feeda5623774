import type { Fault, LeftOut, StatusAnswer } from '../../sandbox/faults.js';
import { errorBody, type Keeping, leftOutOf, type Mishap, retryAfterText } from '../schedules/mishaps.js';

interface Surroundings {
	readonly fileNames: readonly string[];
	/** Epoch milliseconds. */
	readonly now: number;
	readonly otherHost: string;
	/** Told when the server does no more with the request for now. */
	readonly onHeld: () => void;
	/** `answers`: whether the caller then gets its answer. */
	after(ms: number, answers: boolean): Later;
}

/** How a `late` fault is told when to go on, and tells how far it is. */
export type Later = Pick<Extract<Fault, { kind: 'late' }>, 'until'> & {
	readonly onHeld: () => void;
	readonly onDone: () => void;
};

/** What the sandbox does to have this befall one request. */
export function faultOf(mishap: Mishap, surroundings: Surroundings): Fault {
	const { fileNames, onHeld, after, otherHost } = surroundings;
	switch (mishap.kind) {
		case 'reset-after-end':
			return typeof mishap.kept === 'number'
				? { kind: 'late', meanwhile: 'reset', ...after(mishap.kept, false) }
				: { kind: 'reset', store: mishap.kept === 'yes' };
		case 'status':
			return statusFault(mishap, surroundings);
		case 'garbled':
			return mishap.kept === 'no' ? garbledWithoutWork(mishap.form) : { kind: mishap.form };
		case 'wrong-length':
			return mishap;
		case 'silence':
			return silence(mishap.kept, surroundings);
		case 'late':
			return lateWith(after(mishap.ms, true), onHeld);
		case 'redirect':
			return { kind: 'status', status: mishap.status, headers: { location: otherHost } };
		case 'file-refused': {
			const { status } = mishap;
			const [one] = Object.entries(leftOutOf(mishap, fileNames));
			if (one && fileNames.length > 1) {
				return { kind: 'leaves-out', how: one[0] as LeftOut, name: one[1] };
			}
			const errors = fileNames.map(filename => ({ filename, message: 'Invalid extension' }));
			const ok = { files: [], files_q: 0, errors };
			const refusal = { status: 'ERROR', code: 'FS001', message: 'Unable to upload any file', errors };
			return { kind: 'status', status, early: false, body: status === 200 ? ok : refusal };
		}
		case 'file-untold': {
			const [one] = Object.entries(leftOutOf(mishap, fileNames));
			return { kind: 'leaves-out', how: (one?.[0] ?? 'untold') as LeftOut, name: one?.[1] ?? '' };
		}
		default:
			throw new Error(`the server has no part in ${mishap.kind}`);
	}
}

function statusFault(
	{ status, when, kept, body, retryAfter }: Extract<Mishap, { kind: 'status' }>,
	{ now, fileNames: [fileName = ''], after }: Surroundings,
): Fault {
	const header = retryAfterText(retryAfter, now);
	const answer: StatusAnswer = {
		status,
		body: errorBody(body, status, fileName),
		...(header !== undefined && { headers: { 'retry-after': header } }),
	};
	if (typeof kept === 'number') {
		return { kind: 'late', meanwhile: answer, ...after(kept, false) };
	}
	return { kind: 'status', ...answer, early: when === 'early', store: kept === 'yes' };
}

function silence(kept: Keeping, { onHeld, after }: Surroundings): Fault {
	return typeof kept === 'number'
		? { ...lateWith(after(kept, false), onHeld), meanwhile: 'silence' }
		: { kind: 'hang', store: kept === 'yes', onHeld };
}

/** Nothing is heard until then. */
function lateWith(later: Later, onHeld: () => void): Extract<Fault, { kind: 'late' }> {
	const both = (): void => {
		later.onHeld();
		onHeld();
	};
	return { kind: 'late', ...later, onHeld: both };
}

function garbledWithoutWork(form: 'empty' | 'html' | 'truncated-json' | 'no-files'): Fault {
	const bodies = {
		empty: undefined,
		html: '<!doctype html><title>Mantenimiento</title>',
		'truncated-json': '{"files":[{"id":9',
		'no-files': { files: [], files_q: 0 },
	};
	return { kind: 'status', status: 200, early: false, body: bodies[form] };
}
