import type { Credential } from '../../cor/credentials.js';
import { accountId, type Person } from './account.js';

/** Somebody signed in to COR. */
export interface Session extends Person {
	/** What tells accounts of one address apart. */
	readonly id: string;
	/** When they signed in, ISO 8601. */
	readonly createdAt: string;
	readonly credential: Credential;
}

/** What a stored text says. */
export type StoredReading =
	/** `isWhole`: nothing in it was passed over. */
	| { readonly status: 'read'; readonly sessions: readonly Session[]; readonly isWhole: boolean }
	/** Of a newer version of the extension, or cut off in the middle. */
	| { readonly status: 'newer' | 'broken' };

const version = 2;

export function writeSessions(sessions: readonly Session[]): string {
	return JSON.stringify({ version, sessions });
}

/** Reads what this version or an older one has stored. */
export function readSessions(text: string): StoredReading {
	const stored = parse(text);
	if (!isRecord(stored) || typeof stored.version !== 'number') {
		return { status: 'broken' };
	}
	if (stored.version > version) {
		return { status: 'newer' };
	}
	const readEach = stored.version === 1 ? fromVersion1 : readSession;
	if (!Array.isArray(stored.sessions)) {
		return { status: 'broken' };
	}
	const sessions = stored.sessions.flatMap(each => readEach(each) ?? []);
	return { status: 'read', sessions, isWhole: sessions.length === stored.sessions.length };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function readSession(value: unknown): Session | undefined {
	if (!isRecord(value)) {
		return undefined;
	}
	const { id, userId, name, email, createdAt, credential } = value;
	return isText(id) &&
		isUserId(userId) &&
		isText(name) &&
		(email === undefined || isText(email)) &&
		isText(createdAt) &&
		isCredential(credential)
		? { id, userId, name, ...(email !== undefined && { email }), createdAt, credential }
		: undefined;
}

/** Version 1 had name and mail address in one text, and took the number for enough to tell people apart. */
function fromVersion1(value: unknown): Session | undefined {
	if (!isRecord(value) || !isText(value.label)) {
		return undefined;
	}
	const [, name = value.label, email] = /^(.*) \(([^()]+)\)$/.exec(value.label) ?? [];
	return readSession({
		...value,
		id: isUserId(value.userId) ? accountId({ userId: value.userId, ...(email && { email }) }) : undefined,
		name,
		email,
	});
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

function isUserId(value: unknown): value is number {
	return Number.isSafeInteger(value);
}
