import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reachCor } from '../../../src/cor/reach/reach.js';
import { ManualClock } from '../../attach/kit/manual-clock.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { transport } from '../kit/connect.js';
import { readFailure } from '../kit/read-failure.js';

const never = new AbortController().signal;

describe('the way to COR', () => {
	const sandbox = startedSandbox();

	it('is there where COR refuses a request that has no credential', async () => {
		await reachCor(transport, new URL(sandbox.current.apiUrl), never);

		assert.deepEqual(
			sandbox.current.requests.map(({ method, path }) => [method, path]),
			[['GET', '/me']],
		);
	});

	for (const [kind, status, body] of [
		['not-cor', 200, '<h1>Bienvenido</h1>'],
		['not-cor', 404, '<h1>Not found</h1>'],
		['redirected', 302, ''],
		['rate-limited', 429, ''],
		['server', 500, ''],
		['unavailable', 503, ''],
	] as const) {
		it(`ends at ${kind} where the answer is ${status}`, async () => {
			const answer: RequestListener = (_request, response) => {
				response.writeHead(status, { location: '/login' }).end(body);
			};
			await withServer(answer, async url =>
				assert.equal((await readFailure(reachCor(transport, url, never))).kind, kind),
			);
		});
	}

	it('is given up where nobody answers in time', async () => {
		const silent: RequestListener = () => {};

		await withServer(silent, async url => {
			assert.equal((await readFailure(reachCor(transport, url, never, new ManualClock()))).kind, 'answer-timeout');
		});
	});

	it('is given up at once where the person gives up', async () => {
		const abort = new AbortController();
		const reason = new Error('given up');

		await withServer(
			() => abort.abort(reason),
			async url => assert.rejects(reachCor(transport, url, abort.signal), reason),
		);
	});
});

async function withServer(answer: RequestListener, work: (url: URL) => Promise<void>): Promise<void> {
	const server = createServer(answer).listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	try {
		await work(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
