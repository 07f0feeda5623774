import type { Fault, LeftOut, StatusAnswer } from '../../sandbox/answers/faults.js';
import {
	errorBody,
	leftOutOf,
	type RequestFault,
	retryAfterText,
	type StoredWhen,
} from '../schedules/request-faults.js';

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

/** What the sandbox does to inject this into one request. */
export function sandboxFault(fault: RequestFault, surroundings: Surroundings): Fault {
	const { fileNames, onHeld, after, otherHost } = surroundings;
	switch (fault.kind) {
		case 'reset-after-end':
			return typeof fault.stored === 'number'
				? { kind: 'late', meanwhile: 'reset', ...after(fault.stored, false) }
				: { kind: 'reset', store: fault.stored === 'yes' };
		case 'status':
			return statusFault(fault, surroundings);
		case 'garbled':
			return fault.stored === 'no' ? garbledWithoutWork(fault.form) : { kind: fault.form };
		case 'wrong-length':
			return fault;
		case 'silence':
			return silence(fault.stored, surroundings);
		case 'late':
			return lateWith(after(fault.ms, true), onHeld);
		case 'redirect':
			return { kind: 'status', status: fault.status, headers: { location: otherHost } };
		case 'file-refused': {
			const { status } = fault;
			const [one] = Object.entries(leftOutOf(fault, fileNames));
			if (one && fileNames.length > 1) {
				return { kind: 'leaves-out', how: one[0] as LeftOut, name: one[1] };
			}
			const errors = fileNames.map(filename => ({ filename, message: 'Invalid extension' }));
			const ok = { files: [], files_q: 0, errors };
			const refusal = { status: 'ERROR', code: 'FS001', message: 'Unable to upload any file', errors };
			return { kind: 'status', status, early: false, body: status === 200 ? ok : refusal };
		}
		case 'file-untold': {
			const [one] = Object.entries(leftOutOf(fault, fileNames));
			return { kind: 'leaves-out', how: (one?.[0] ?? 'untold') as LeftOut, name: one?.[1] ?? '' };
		}
		default:
			throw new Error(`the server has no part in ${fault.kind}`);
	}
}

function statusFault(
	{ status, when, stored, body, retryAfter }: Extract<RequestFault, { kind: 'status' }>,
	{ now, fileNames: [fileName = ''], after }: Surroundings,
): Fault {
	const header = retryAfterText(retryAfter, now);
	const answer: StatusAnswer = {
		status,
		body: errorBody(body, status, fileName),
		...(header !== undefined && { headers: { 'retry-after': header } }),
	};
	if (typeof stored === 'number') {
		return { kind: 'late', meanwhile: answer, ...after(stored, false) };
	}
	return { kind: 'status', ...answer, early: when === 'early', store: stored === 'yes' };
}

function silence(stored: StoredWhen, { onHeld, after }: Surroundings): Fault {
	return typeof stored === 'number'
		? { ...lateWith(after(stored, false), onHeld), meanwhile: 'silence' }
		: { kind: 'hang', store: stored === 'yes', onHeld };
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
