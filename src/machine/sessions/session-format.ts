import * as v from 'valibot';
import { newerThan, readAs, rightOf } from '../../attach/schemas.js';
import { credential } from '../../cor/credentials.js';
import { person } from './account.js';

/** Somebody signed in to COR. */
const session = v.object({
	...person.entries,
	/** What tells accounts of one address apart. */
	id: v.string(),
	/** When they signed in, ISO 8601. */
	createdAt: v.string(),
	credential,
});

export type Session = Readonly<v.InferOutput<typeof session>>;

const version = 2;

const stored = v.pipe(
	v.string(),
	v.parseJson(),
	v.union([
		v.pipe(
			newerThan(version),
			v.transform(() => ({ status: 'newer' as const })),
		),
		v.pipe(
			v.object({ version: v.literal(version), sessions: rightOf(session) }),
			v.transform(({ sessions: { value, isWhole } }) => ({ status: 'read' as const, sessions: value, isWhole })),
		),
	]),
);

/**
 * What a stored text says. `newer`: of a later version of the extension; `broken`: neither that nor of this one. `isWhole`:
 * nothing in it was passed over.
 */
export type SessionsReading = v.InferOutput<typeof stored> | { readonly status: 'broken' };

export function writeSessions(sessions: readonly Session[]): string {
	return JSON.stringify({ version, sessions });
}

export function readSessions(text: string): SessionsReading {
	return readAs(stored, text) ?? { status: 'broken' };
}
