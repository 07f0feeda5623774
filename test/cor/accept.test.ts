import assert from 'node:assert/strict';
import { systemClock } from '../../src/attach/clock.js';
import { Bearer, type Credential } from '../../src/cor/credentials.js';
import { reachCor } from '../../src/cor/reach/reach.js';
import { connect, fixedToken, transport } from './kit/connect.js';
import { Handles } from './kit/parts.js';
import { startedServer } from './kit/started-server.js';

const signal = new AbortController().signal;

describe('JSON is asked for', () => {
	const server = startedServer();
	const client = () => connect(server.apiUrl, { credentials: fixedToken });
	const bearer = (credential: Credential) =>
		new Bearer(credential, { apiUrl: new URL(server.apiUrl), transport, clock: systemClock });
	const expired = { kind: 'token', accessToken: 'a', refreshToken: 'r', expiresAt: 0 } as const;

	for (const [title, ask] of [
		['a token', () => bearer({ kind: 'key', apiKey: 'k', clientSecret: 's' }).bearer()],
		['a renewal', () => bearer(expired).bearer()],
		['the check whether COR can be reached', () => reachCor(transport, new URL(server.apiUrl), signal)],
		['the person', () => client().readMe()],
		['a task', () => client().readTask(1)],
		['tasks', () => client().readTasks({ pm: 1 }, 1)],
		['a search', () => client().searchTasks('a')],
		['a list', () => client().readAttachments(1)],
		['a deletion', () => client().deleteAttachment(1, 2)],
		['an upload', () => client().upload(1, [new Handles().part('a.txt', 'a')], { signal })],
	] satisfies [string, () => Promise<unknown>][]) {
		it(`with ${title}`, async () => {
			server.answer((request, response) => request.resume().once('end', () => response.writeHead(403).end()));
			await ask().catch(() => {});

			assert.deepEqual(
				server.requests.map(({ headers }) => headers.accept),
				['application/json'],
			);
		});
	}
});
