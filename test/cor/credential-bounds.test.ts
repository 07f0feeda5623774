import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { systemClock } from '../../src/attach/clock.js';
import { CorClient } from '../../src/cor/client.js';
import { Bearer, type Credential } from '../../src/cor/credentials.js';
import { Redaction } from '../../src/cor/http/redaction.js';
import { Handles } from './kit/parts.js';
import { afterBody, send, startedServer } from './kit/started-server.js';

const key: Credential = { kind: 'key', apiKey: 'key-4711', clientSecret: 'secret-4712' };
const token: Credential = { kind: 'token', accessToken: 'access-4713', refreshToken: 'refresh-4714' };
const tokenAnswer = JSON.stringify({ access_token: 'access-4715', expires_in: 3_600, refresh_token: 'refresh-4716' });
const secrets = /471[1-6]/;
const signal = new AbortController().signal;

function clientOf(apiUrl: string, credential: Credential): CorClient {
	const transport = { fetch, redaction: new Redaction() };
	const settings = { apiUrl: new URL(apiUrl), transport };
	return new CorClient({ ...settings, credentials: new Bearer(credential, { ...settings, clock: systemClock }) });
}

interface Endpoint {
	readonly credential: Credential;
	/** Where its requests go, below the API's address. */
	readonly path: RegExp;
	/** Resolves with everything that the caller is told. */
	ask(client: CorClient): Promise<unknown>;
}

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const upload = (client: CorClient): Promise<unknown> =>
	client.upload(4101, [new Handles().part('a.txt', 'hola')], { signal });

const endpoints: Readonly<Record<string, Endpoint>> = {
	'the token endpoint': { credential: key, path: /oauth\/token/, ask: client => failureOf(client.readMe()) },
	'the refresh endpoint': {
		credential: { ...token, expiresAt: 0 },
		path: /oauth\/refreshtoken/,
		ask: client => failureOf(client.readMe()),
	},
	'the person': { credential: key, path: /\/me/, ask: client => failureOf(client.readMe()) },
	'the task': { credential: key, path: /tasks\/4101$/, ask: client => failureOf(client.readTask(4101)) },
	'the list': { credential: key, path: /attachments\?/, ask: client => failureOf(client.readAttachments(4101)) },
	'an upload': { credential: key, path: /attachments$/, ask: upload },
};

describe('a credential', () => {
	const server = startedServer();
	const other = startedServer();

	for (const [name, { credential, path, ask }] of Object.entries(endpoints)) {
		for (const status of [301, 302, 303, 307, 308]) {
			it(`does not go on where ${name} is sent on by a ${status}, to another host or to the same`, async () => {
				for (const to of [other.apiUrl, server.apiUrl]) {
					const before = server.requests.length;
					server.answer((request, response) => {
						const isIt = path.test(request.url ?? '');
						request.resume().once('end', () => {
							send(response, isIt ? status : 200, isIt ? '' : tokenAnswer, isIt ? { location: `${to}/elsewhere` } : {});
						});
					});

					const told = await ask(clientOf(server.apiUrl, credential));

					assert.match(inspectAll(told), /redirected/);
					const asked = server.requests.slice(before).map(({ url }) => url ?? '');
					assert.ok(asked.some(url => path.test(url)));
					assert.ok(!asked.some(url => url.includes('elsewhere')));
					assert.equal(other.requests.length, 0);
				}
			});
		}

		it(`is not in what the caller is told where ${name} repeats it in an error`, async () => {
			server.answer((request, response) => {
				const said = echo(request.headers.authorization, ...Object.values(credential).map(String), 'refresh-4716');
				const isIt = path.test(request.url ?? '');
				request.resume().once('end', () => send(response, isIt ? 422 : 200, isIt ? said : tokenAnswer));
			});

			const told = inspectAll(await ask(clientOf(server.apiUrl, credential)));

			assert.match(told, /rejected/);
			assert.doesNotMatch(told, secrets);
			assert.ok(!told.includes(Buffer.from('key-4711:secret-4712').toString('base64')));
		});
	}

	it('is not in what COR tells of the person, the task and the attachments', async () => {
		server.answer((request, response) => {
			const said = `name of ${request.headers.authorization?.replace('Bearer ', '')}`;
			const body = { id: 1, first_name: said, title: said, data: [{ id: 2, originalname: said, url: said }] };
			send(response, 200, JSON.stringify(body));
		});
		const client = clientOf(server.apiUrl, token);

		const told = inspectAll([await client.readMe(), await client.readTask(4101), await client.readAttachments(4101)]);

		assert.match(told, /name of •••/);
		assert.doesNotMatch(told, secrets);
	});

	it('is not in the error of a transport that repeats what it was given', async () => {
		const transport = {
			redaction: new Redaction(),
			fetch: (async (_url: unknown, init?: { headers?: unknown }) => {
				throw new TypeError('fetch failed', { cause: new Error(`bad header ${JSON.stringify(init?.headers)}`) });
			}) as unknown as typeof fetch,
		};
		const settings = { apiUrl: new URL(server.apiUrl), transport };
		const client = new CorClient({ ...settings, credentials: new Bearer(token, { ...settings, clock: systemClock }) });

		const told = inspectAll(await failureOf(client.readMe()));

		assert.match(told, /bad header/);
		assert.doesNotMatch(told, secrets);
	});

	it('goes to no address that an attachment has', async () => {
		const url = `${other.apiUrl}/files/a.txt`;
		server.answer(
			afterBody(
				200,
				JSON.stringify({ files: [{ id: 900, originalname: 'a.txt', size: 4, url }], data: [{ id: 900, url }] }),
			),
		);
		const client = clientOf(server.apiUrl, token);

		assert.match(inspectAll(await upload(client)), /attached/);
		await client.readAttachments(4101);
		assert.equal(other.requests.length, 0);
	});

	it('is renewed by an answer that holds the same refresh token, unharmed', async () => {
		const kept: Credential[] = [];
		const transport = { fetch, redaction: new Redaction() };
		server.answer(afterBody(200, JSON.stringify({ access_token: 'access-4715', refresh_token: 'refresh-4714' })));
		const bearer = new Bearer(token, {
			apiUrl: new URL(server.apiUrl),
			transport,
			clock: systemClock,
			keeper: {
				read: async () => token,
				replace: async next => {
					kept.push(next);
					return true;
				},
			},
		});

		assert.equal(await bearer.renew('access-4713'), 'access-4715');
		assert.equal(kept[0]?.kind === 'token' && kept[0].refreshToken, 'refresh-4714');
	});
});

/** Every shape in which COR says something, with everything it knows. */
function echo(...known: readonly (string | undefined)[]): string {
	const message = known.join(' ');
	return JSON.stringify({ message, error: { message }, errors: [{ filename: 'a.txt', message }] });
}

/** Everything that can be read off a value, down to the causes of errors. */
function inspectAll(value: unknown): string {
	if (value instanceof Error) {
		const { cause, stack, ...rest } = value;
		return [value.message, stack, JSON.stringify(rest), cause === undefined ? '' : inspectAll(cause)].join('\n');
	}
	if (Array.isArray(value)) {
		return value.map(inspectAll).join('\n');
	}
	const { error, ...rest } = (value ?? {}) as { error?: unknown };
	return `${JSON.stringify(rest)}${error ? inspectAll(error) : ''}`;
}
