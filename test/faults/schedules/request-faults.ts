import fc from 'fast-check';
import type { LeftOutFiles } from '../model/cor-model.js';

/** Whether COR stores the file of a request that goes wrong: now, never, or so many milliseconds after the request ended. */
export type StoredWhen = 'yes' | 'no' | number;

/** How an error body looks. // cor-api §6.1 */
export type BodyShape = 'fs001' | 'custom' | 'fields' | 'error' | 'adonis' | 'html' | 'empty' | 'null';

/** What `Retry-After` says. // RFC 9110 §10.2.3, §5.6.7 */
export type RetryAfter =
	| 'none'
	| 'zero'
	| 'seconds'
	| 'imf-date'
	| 'rfc850-date'
	| 'asctime-date'
	| 'hour'
	| 'nonsense';

interface StatusFault {
	readonly kind: 'status';
	readonly status: number;
	readonly body: BodyShape;
	readonly retryAfter: RetryAfter;
	/** Before anything of the body was read, or when all of it was. */
	readonly when: 'early' | 'after';
	readonly stored: StoredWhen;
}

/** A fault of one request, before COR answers it or in place of its answer. */
export type RequestFault =
	| { readonly kind: 'none' }
	/** Nobody listens there. */
	| { readonly kind: 'refused-connection' }
	/** The server shows a certificate that nobody vouches for. */
	| { readonly kind: 'certificate' }
	/** Reset before the server has all of it; the transport had taken `taken` of the body by then, from 0 to 1. */
	| { readonly kind: 'reset-before-end'; readonly taken: number }
	| { readonly kind: 'reset-after-end'; readonly stored: StoredWhen }
	| StatusFault
	/** 200 with what is no answer of COR. */
	| {
			readonly kind: 'garbled';
			readonly form: 'empty' | 'html' | 'truncated-json' | 'no-files';
			readonly stored: StoredWhen;
	  }
	/** The answer has more or fewer bytes than it says. */
	| { readonly kind: 'wrong-length'; readonly by: number }
	/** The connection is lost, or falls silent, in the middle of the answer. */
	| { readonly kind: 'half-answer'; readonly ending: 'reset' | 'close' | 'silence' }
	/** No answer ever comes. */
	| { readonly kind: 'silence'; readonly stored: StoredWhen }
	/** Nothing of the body is taken beyond the first part, and no answer ever comes. */
	| { readonly kind: 'stall' }
	/** The work is done and answered so many milliseconds late, perhaps after nobody waits for it any more. */
	| { readonly kind: 'late'; readonly ms: number }
	/** The line takes so many milliseconds for the body, and as long for the answer. */
	| { readonly kind: 'trickle'; readonly ms: number }
	/** 307 or the like, to another host. */
	| { readonly kind: 'redirect'; readonly status: number }
	/** All access tokens given so far end just before this request. */
	| { readonly kind: 'token-ends' }
	/** COR refuses one of the files, within a 200, or all of them with a 400. `which` is its place, counted on beyond the last. */
	| { readonly kind: 'file-refused'; readonly status: 200 | 400; readonly which?: number }
	/** COR stores the files and answers 200, but the first entry is no entry of ours: an older attachment, half the size, another file. */
	| { readonly kind: 'wrong-entry'; readonly entry: 'older' | 'half-size' | 'stranger'; readonly stored: 'yes' | 'no' }
	/** 200 with entries as they would be, before anything of the body was read; nothing is stored. */
	| { readonly kind: 'answered-early' }
	/** COR's answer does not tell of one of several files. */
	| { readonly kind: 'file-untold'; readonly stored: 'yes' | 'no'; readonly which?: number };

export type RequestFaultKind = RequestFault['kind'];

/** What is not answered within this time was given up by us: 290 s for an upload, 30 s for anything else. */
const beyondPatienceMs = 400_000;

const bodyShape: fc.Arbitrary<BodyShape> = fc.constantFrom(
	'error',
	'fs001',
	'custom',
	'fields',
	'adonis',
	'html',
	'empty',
	'null',
);
const retryAfter: fc.Arbitrary<RetryAfter> = fc.constantFrom(
	'none',
	'zero',
	'seconds',
	'imf-date',
	'rfc850-date',
	'asctime-date',
	'hour',
	'nonsense',
);

// Whatever is done about it: soon, while it is looked for, when it was sent again, or when nobody looks any more.
const storedAnyTime: fc.Arbitrary<StoredWhen> = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom<StoredWhen>('no', 'yes') },
	{ weight: 2, arbitrary: fc.integer({ min: 1, max: 2_000 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 2_000, max: 30_000 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 30_000, max: 600_000 }) },
);

const when = fc.constantFrom<'early' | 'after'>('early', 'after');

// Refused before it was stored (cor-api §6.2).
const refusal = statusFault([400, 403, 404, 407, 413, 415, 417, 422], { when });
const notNow = fc.oneof(
	statusFault([429, 503], { retryAfter, when }),
	statusFault([429, 503], { retryAfter, stored: storedAnyTime }),
);
const unauthorized = fc.oneof(statusFault([401], { when }), statusFault([401], { stored: storedAnyTime }));
const serverError = statusFault([500, 502, 520], { stored: storedAnyTime });
const tiredServer = statusFault([408, 504, 524], { stored: storedAnyTime });

const simple = <Kind extends RequestFaultKind>(kind: Kind) => fc.record({ kind: fc.constant(kind) });
const resetBeforeEnd = fc.record({
	kind: fc.constant('reset-before-end' as const),
	// Often in the middle of a pack, before and after the end of each of its files.
	taken: fc.constantFrom(0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1),
});
const garbled = fc.record({
	kind: fc.constant('garbled' as const),
	form: fc.constantFrom('empty' as const, 'html' as const, 'truncated-json' as const, 'no-files' as const),
	stored: fc.constantFrom<StoredWhen>('yes', 'no'),
});
const wrongLength = fc.record({ kind: fc.constant('wrong-length' as const), by: fc.constantFrom(-20, -1, 1, 1_000) });
const halfAnswer = fc.record({
	kind: fc.constant('half-answer' as const),
	ending: fc.constantFrom('reset' as const, 'close' as const, 'silence' as const),
});
const silence = fc.record({ kind: fc.constant('silence' as const), stored: storedAnyTime });
const late = fc.record({
	kind: fc.constant('late' as const),
	ms: fc.constantFrom(10, 1_000, 60_000, beyondPatienceMs),
});
const trickle = fc.record({ kind: fc.constant('trickle' as const), ms: fc.constantFrom(5_000, 80_000, 250_000) });
const redirect = fc.record({ kind: fc.constant('redirect' as const), status: fc.constantFrom(301, 302, 307, 308) });

const none = simple('none');
const refusedConnection = simple('refused-connection');
const tokenEnds = simple('token-ends');
const fileRefused = fc.record({
	kind: fc.constant('file-refused' as const),
	status: fc.constantFrom(200 as const, 400 as const),
	which: fc.nat(4),
});
const fileUntold = fc.record({
	kind: fc.constant('file-untold' as const),
	stored: fc.constantFrom('yes' as const, 'no' as const),
	which: fc.nat(4),
});

/** The faults of an upload. */
export const uploadFault = byWeight(
	[12, none],
	[2, refusedConnection],
	[1, simple('certificate')],
	[4, resetBeforeEnd],
	[5, fc.record({ kind: fc.constant('reset-after-end' as const), stored: storedAnyTime })],
	[2, refusal],
	[2, notNow],
	[2, unauthorized],
	[4, serverError],
	[2, tiredServer],
	[3, garbled],
	[1, wrongLength],
	[2, halfAnswer],
	[3, silence],
	[1, simple('stall')],
	[2, late],
	[1, trickle],
	[1, redirect],
	[3, tokenEnds],
	[1, fileRefused],
	[1, fileUntold],
	[
		2,
		fc.record({
			kind: fc.constant('wrong-entry' as const),
			entry: fc.constantFrom('older' as const, 'half-size' as const, 'stranger' as const),
			stored: fc.constantFrom('yes' as const, 'no' as const),
		}),
	],
	[1, simple('answered-early')],
);

/** The faults of a request that changes nothing. */
export const readFault = byWeight(
	[24, none],
	[1, refusedConnection],
	[1, resetBeforeEnd],
	[2, notNow],
	[1, refusal],
	[1, unauthorized],
	[2, serverError],
	[1, garbled],
	[1, halfAnswer],
	[1, fc.record({ kind: fc.constant('silence' as const), stored: fc.constant('no' as const) })],
	[1, late],
	[1, redirect],
	[1, tokenEnds],
);

/** Draws one of several, a fault of twice the weight twice as often. */
function byWeight(...faults: readonly (readonly [weight: number, fc.Arbitrary<RequestFault>])[]) {
	return fc.oneof(...faults.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** An answer with one of these statuses: after the whole request, without `Retry-After` and nothing stored, where not given. */
function statusFault(
	statuses: readonly number[],
	given: Partial<
		Pick<{ [Key in keyof StatusFault]: fc.Arbitrary<StatusFault[Key]> }, 'retryAfter' | 'when' | 'stored'>
	>,
): fc.Arbitrary<StatusFault> {
	return fc.record<StatusFault>({
		kind: fc.constant('status'),
		status: fc.constantFrom(...statuses),
		body: bodyShape,
		retryAfter: fc.constant('none'),
		when: fc.constant('after'),
		stored: fc.constant('no'),
		...given,
	});
}

/** Which of the files of a request, by name, fare worse than the others. A single one is not left untold. */
export function leftOutOf(fault: RequestFault, names: readonly string[]): LeftOutFiles {
	if (fault.kind !== 'file-refused' && fault.kind !== 'file-untold') {
		return {};
	}
	const name = names[(fault.which ?? 0) % names.length] ?? '';
	if (fault.kind === 'file-refused') {
		return fault.status === 200 ? { refused: name } : {};
	}
	if (names.length < 2) {
		return {};
	}
	return fault.stored === 'yes' ? { untold: name } : { lost: name };
}

/** The header that a fault's answer carries, `now` being epoch milliseconds; `undefined` for none. */
export function retryAfterText(form: RetryAfter, now: number): string | undefined {
	const date = new Date(now + 5_000);
	const [weekday = '', day = '', month = '', year = '', time = ''] = date.toUTCString().replace(',', '').split(' ');
	const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
	switch (form) {
		case 'none':
			return undefined;
		case 'zero':
			return '0';
		case 'seconds':
			return '3';
		case 'imf-date':
			return date.toUTCString();
		case 'rfc850-date':
			return `${weekdays[date.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
		case 'asctime-date':
			return `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
		case 'hour':
			return '3600';
		case 'nonsense':
			return 'soon';
	}
}

/** An error body; `undefined` for none, a string for HTML. */
export function errorBody(shape: BodyShape, status: number, fileName: string): unknown {
	const message = `fault ${status}`;
	switch (shape) {
		case 'fs001':
			return {
				status: 'ERROR',
				code: 'FS001',
				message,
				errors: [{ filename: fileName, message: 'Invalid extension' }],
			};
		case 'custom':
			return { status, name: 'CORCustomError', code: 'AC001', message };
		case 'fields':
			return [{ field: 'task_id', validation: 'exists', message }];
		case 'error':
			return { error: status, message };
		case 'adonis':
			return { error: { name: 'HttpException', code: 'E_FAULT', message } };
		case 'html':
			return `<html><h1>${status}</h1></html>`;
		case 'empty':
			return undefined;
		case 'null':
			return null;
	}
}
