import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from '../kit/text.js';
import { setApiUrl, signInAs, signInWithToken, useCor } from '../kit/use-cor.js';

const taskId = 4101;
const attachments = `/v1/tasks/${taskId}/attachments`;

/** A server that is not COR, or that COR has become. */
interface Stranger {
	readonly origin: string;
	readonly visits: readonly IncomingMessage[];
	answer: (request: IncomingMessage, response: ServerResponse) => void;
}

describe('the credential', () => {
	const cor = useCor();
	const stranger = useStranger();
	const evil = useStranger();
	afterEach(() => setApiUrl(cor.sandbox.apiUrl));

	it('stays with the address at which a batch began, whatever the settings say meanwhile', async () => {
		const uris = await Promise.all(['1.txt', '2.txt', '3.txt', '4.txt'].map(name => cor.write(name, name)));
		cor.sandbox.set({ latencyMs: 150 });
		const receipt = cor.attach({ taskId, uris });
		await cor.sandbox.seen(({ path }) => path.endsWith('/attachments'));

		await setApiUrl(`${stranger.origin}/v1`);

		assert.deepEqual(
			(await receipt).outcomes.map(({ status }) => status),
			['attached', 'attached', 'attached', 'attached'],
		);
		assert.equal(cor.sandbox.attachments(taskId).length, 4);
		assert.equal(stranger.visits.length, 0);
	});

	for (const status of [301, 302, 307, 308]) {
		for (const [what, method, path] of [
			['the token', 'POST', '/v1/oauth/token'],
			['the task', 'GET', `/v1/tasks/${taskId}`],
			['the list', 'GET', attachments],
			['the file', 'POST', attachments],
		] as const) {
			it(`goes to no other host by a ${status} to the request for ${what}`, async () => {
				const headers = { location: `${stranger.origin}${path}` };
				cor.sandbox.failNext({ method, path }, { kind: 'status', status, headers, body: '', early: false });
				// A key of its own, so that a token is asked for.
				signInAs(cor.sandbox.collaboratorCredentials);
				cor.sandbox.expireTokens();

				await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

				assert.ok(cor.sandbox.requests.some(request => request.method === method && request.status === status));
				assert.equal(stranger.visits.length, 0);
			});
		}
	}

	it('goes to no address that COR gives for a file', async () => {
		evil.answer = (request, response) => {
			const url = `${stranger.origin}/files/a.txt`;
			const file = { id: 900, originalname: 'a.txt', url, size: 1, version: 1 };
			const listed = { ...file, id: 899, originalname: 'b.txt' };
			const task = { id: taskId, title: 'Tarea', files: [file], data: [listed], lastPage: 1 };
			request.resume().once('end', () => response.end(JSON.stringify(task)));
		};
		await setApiUrl(`${evil.origin}/v1`);
		signInWithToken('token-for-the-stranger');

		const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(outcomes[0]?.status, 'attached');
		assert.ok(evil.visits.length > 0);
		assert.equal(stranger.visits.length, 0);
	});

	it('is in nothing that a program is told where COR repeats it', async () => {
		const token = 'token-that-is-repeated';
		evil.answer = (request, response) => {
			const said = `no ${request.headers.authorization?.replace('Bearer ', '')}`;
			const task = { id: taskId, title: said, message: said, errors: [{ filename: 'a.txt', message: said }] };
			const isTask = request.method === 'GET';
			request.resume().once('end', () => response.writeHead(isTask ? 200 : 400).end(JSON.stringify(task)));
		};
		await setApiUrl(`${evil.origin}/v1`);
		signInWithToken(token);

		const receipt = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(receipt.outcomes[0]?.reason, text('COR refused it: {0}', 'no •••'));
		assert.ok(!JSON.stringify(receipt).includes(token));
	});
});

function useStranger(): Stranger {
	const visits: IncomingMessage[] = [];
	let server: Server;
	const stranger = {
		visits,
		answer: (_request: IncomingMessage, response: ServerResponse): void => {
			response.end('{}');
		},
		get origin() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		},
	};
	before(async () => {
		server = createServer((request, response) => {
			visits.push(request);
			stranger.answer(request, response);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		visits.length = 0;
	});
	after(async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	});
	return stranger;
}
