import * as v from 'valibot';
import { newerThan, readAs, rightOf } from '../../attach/schemas.js';
import { credential } from '../../cor/credentials.js';
import { person } from './account.js';

/** A signed-in person with their credential. */
const session = v.object({
	...person.entries,
	/** Unique among the accounts at one address. */
	id: v.string(),
	/** When the person signed in, ISO 8601. */
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
 * The stored sessions. `newer`: a later version of the extension wrote them. `broken`: this version can't parse them.
 * `isWhole`: no session was skipped.
 */
export type SessionsReading = v.InferOutput<typeof stored> | { readonly status: 'broken' };

export function writeSessions(sessions: readonly Session[]): string {
	return JSON.stringify({ version, sessions });
}

export function readSessions(text: string): SessionsReading {
	return readAs(stored, text) ?? { status: 'broken' };
}
