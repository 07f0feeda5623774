import type { Credential } from '../../cor/credentials.js';
import type { Person } from './account.js';

/** Somebody signed in to COR. */
export interface Session extends Person {
	/** What tells accounts of one address apart. */
	readonly id: string;
	/** When they signed in, ISO 8601. */
	readonly createdAt: string;
	readonly credential: Credential;
}

/** What a stored text says. `newer`: of a later version of the extension; `broken`: neither that nor of this one. */
export type SessionsReading =
	/** `isWhole`: nothing in it was passed over. */
	| { readonly status: 'read'; readonly sessions: readonly Session[]; readonly isWhole: boolean }
	| { readonly status: 'newer' | 'broken' };

const version = 2;

export function writeSessions(sessions: readonly Session[]): string {
	return JSON.stringify({ version, sessions });
}

export function readSessions(text: string): SessionsReading {
	const stored = parse(text);
	if (!isRecord(stored)) {
		return { status: 'broken' };
	}
	if (typeof stored.version === 'number' && stored.version > version) {
		return { status: 'newer' };
	}
	const { sessions } = stored;
	if (stored.version !== version || !Array.isArray(sessions)) {
		return { status: 'broken' };
	}
	const right = sessions.filter(isSession);
	return { status: 'read', sessions: right, isWhole: right.length === sessions.length };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isSession(value: unknown): value is Session {
	return (
		isRecord(value) &&
		isText(value.id) &&
		Number.isSafeInteger(value.userId) &&
		isText(value.name) &&
		(value.email === undefined || isText(value.email)) &&
		isText(value.createdAt) &&
		isCredential(value.credential)
	);
}

function isCredential(value: unknown): value is Credential {
	if (!isRecord(value)) {
		return false;
	}
	const { kind, apiKey, clientSecret, accessToken, refreshToken, expiresAt } = value;
	return kind === 'key'
		? isText(apiKey) && isText(clientSecret)
		: kind === 'token' &&
				isText(accessToken) &&
				(refreshToken === undefined || isText(refreshToken)) &&
				(expiresAt === undefined || typeof expiresAt === 'number');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
