import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accountId, toAccounts } from '../../../src/machine/sessions/account.js';
import { readSessions, type Session, writeSessions } from '../../../src/machine/sessions/session-format.js';
import { isNumber, isOf, isOneOf, isText, nearJson, type Shape } from '../../attach/kit/drawn-values.js';

const key = { kind: 'key', apiKey: 'made-up-key', clientSecret: 'made-up-secret' } as const;
const lucia: Session = {
	id: '501 lucia@agencia.example',
	userId: 501,
	name: 'Lucía Fernández',
	email: 'lucia@agencia.example',
	createdAt: '2026-11-23T10:00:00.000Z',
	credential: key,
};
const { email: _, ...withoutMail } = lucia;

const sessionShape: Shape = {
	id: isText,
	userId: Number.isSafeInteger,
	name: isText,
	'email?': isText,
	createdAt: isText,
	credential: value =>
		isOf({ kind: isOneOf('key'), apiKey: isText, clientSecret: isText }, value) ||
		isOf({ kind: isOneOf('token'), accessToken: isText, 'refreshToken?': isText, 'expiresAt?': isNumber }, value),
};

describe('stored sessions', () => {
	it('come back as they were written, in their order', () => {
		const token = { kind: 'token', accessToken: 'made-up', refreshToken: 'made-up-too', expiresAt: 1 } as const;
		const sessions = [lucia, { ...withoutMail, id: '7', userId: 7, credential: token }];

		assert.deepEqual(readSessions(writeSessions(sessions)), { status: 'read', sessions, isWhole: true });
		assert.deepEqual(readSessions(writeSessions([])), { status: 'read', sessions: [], isWhole: true });
	});

	it('come back without those that are not whole', () => {
		for (const bad of [
			null,
			7,
			[],
			{},
			{ ...lucia, id: 501 },
			{ ...lucia, userId: '501' },
			{ ...lucia, userId: 1.5 },
			{ ...lucia, name: undefined },
			{ ...lucia, email: null },
			{ ...lucia, createdAt: 5 },
			{ ...lucia, credential: undefined },
			{ ...lucia, credential: { kind: 'key', apiKey: 'half' } },
			{ ...lucia, credential: { kind: 'token' } },
			{ ...lucia, credential: { kind: 'token', accessToken: 'made-up', refreshToken: 5 } },
			{ ...lucia, credential: { kind: 'token', accessToken: 'made-up', expiresAt: 'soon' } },
			{ ...lucia, credential: { kind: 'cookie', accessToken: 'made-up' } },
		]) {
			const text = JSON.stringify({ version: 2, sessions: [lucia, bad] });
			assert.deepEqual(readSessions(text), { status: 'read', sessions: [lucia], isWhole: false }, text);
		}
	});

	for (const text of [
		'',
		'null',
		'[]',
		'7',
		'{}',
		'{"version":"2","sessions":[]}',
		'{"version":1,"sessions":[]}',
		'{"version":2}',
		'{"version":2,"sessions":{}}',
		'{"version":2,"s',
	]) {
		it(`that are no such list are broken: ${text}`, () => {
			assert.deepEqual(readSessions(text), { status: 'broken' });
		});
	}

	it('are, whatever is stored, sessions of their type, of a newer version, or broken', () => {
		const token = { kind: 'token', accessToken: 'made-up', refreshToken: 'made-up-too', expiresAt: 1 };
		const right = { version: 2, sessions: [lucia, { ...lucia, credential: token }] };
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					nearJson(right).map(value => JSON.stringify(value)),
				),
				text => {
					const reading = readSessions(text);
					const sessions = reading.status === 'read' ? reading.sessions : [];
					assert.ok(['read', 'newer', 'broken'].includes(reading.status));
					assert.ok(isOf([sessionShape], sessions), text);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('of a newer version are newer, whatever is in them', () => {
		for (const text of ['{"version":3}', '{"version":3,"sessions":[]}', '{"version":99,"accounts":{}}']) {
			assert.deepEqual(readSessions(text), { status: 'newer' });
		}
	});
});

describe('accounts', () => {
	it('are one for a person however the mail address is written, and another for another number or address', () => {
		const ids = [
			{ userId: 501, email: 'lucia@agencia.example' },
			{ userId: 502, email: 'lucia@agencia.example' },
			{ userId: 501, email: 'lucia@otra.example' },
			{ userId: 501 },
		].map(accountId);
		assert.equal(new Set(ids).size, 4);
		assert.equal(accountId({ userId: 501, email: 'LUCIA@agencia.example' }), ids[0]);
	});

	it('are told apart in as few words as do', () => {
		const people = [
			lucia,
			{ ...lucia, id: 'b', email: 'lucia@otra.example' },
			{ ...lucia, id: 'c', userId: 7 },
			{ ...withoutMail, id: 'd', name: 'Ana', userId: 8 },
		].map(person => ({ ...person, isStored: true }));

		assert.deepEqual(
			toAccounts(people).map(({ label, shortName }) => [label, shortName]),
			[
				['Lucía Fernández (lucia@agencia.example) · 501', 'Lucía Fernández (lucia@agencia.example) · 501'],
				['Lucía Fernández (lucia@otra.example)', 'Lucía Fernández (lucia@otra.example)'],
				['Lucía Fernández (lucia@agencia.example) · 7', 'Lucía Fernández (lucia@agencia.example) · 7'],
				['Ana', 'Ana'],
			],
		);
		assert.doesNotMatch(JSON.stringify(toAccounts(people)), /made-up/);
	});
});
