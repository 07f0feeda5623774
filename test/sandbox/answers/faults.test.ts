import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startedSandbox } from '../kit/started-sandbox.js';
import { collaborator } from '../seed.js';

const hola = { name: 'hola.txt', bytes: Buffer.from('hola') };

describe('a sandbox that misbehaves', () => {
	const sandbox = startedSandbox();
	const upload = () => sandbox.upload(4101, [hola]);
	const stored = () => sandbox.current.attachments(4101).length;

	it('answers what it was told, as often as it was told, to the requests that match', async () => {
		const headers = { 'retry-after': '7' };
		sandbox.current.failNext({ method: 'POST', times: 2 }, { kind: 'status', status: 429, headers });

		assert.equal((await sandbox.call('/me')).status, 200);
		const first = await upload();
		assert.deepEqual([first.status, first.headers.get('retry-after'), await first.text()], [429, '7', '']);
		assert.deepEqual([(await upload()).status, stored()], [429, 0]);
		assert.deepEqual([(await upload()).status, stored()], [200, 1]);
	});

	it('matches by path, pattern or test', async () => {
		const fault = { kind: 'status', status: 502, body: '<h1>Bad Gateway</h1>', early: false } as const;
		sandbox.current.failNext({ path: '/v1/me' }, fault);
		sandbox.current.failNext({ path: /\/attachments$/ }, { ...fault, body: { message: 'no' } });
		sandbox.current.failNext({ path: path => path.endsWith('4105') }, fault);

		const me = await sandbox.call('/me');
		assert.deepEqual([me.status, await me.text()], [502, '<h1>Bad Gateway</h1>']);
		assert.match(me.headers.get('content-type') ?? '', /text\/html/);
		const refused = await upload();
		assert.deepEqual([refused.status, await refused.json()], [502, { message: 'no' }]);
		assert.equal((await sandbox.call('/tasks/4101')).status, 200);
		assert.equal((await sandbox.call('/tasks/4105')).status, 502);
	});

	it('can answer early, before the body has left', async () => {
		sandbox.current.failNext({ method: 'POST' }, { kind: 'status', status: 413 });
		const { hostname, port } = new URL(sandbox.current.origin);
		const socket = connect(Number(port), hostname);
		socket.write('POST /v1/tasks/4101/attachments HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');

		const [chunk] = await once(socket, 'data');
		assert.match(String(chunk), /^HTTP\/1\.1 413/);
		socket.destroy();
	});

	for (const [kind, text] of [
		['empty', /^$/],
		['html', /^<!doctype html>/],
		['truncated-json', /^\{"files":\[\{[\s\S]*[^}]$/],
		['no-files', /^\{"files":\[\],"files_q":1\}$/],
	] as const) {
		it(`stores the file and answers 200 with ${kind}`, async () => {
			sandbox.current.failNext({ method: 'POST' }, { kind });
			const response = await upload();

			assert.deepEqual([response.status, stored()], [200, 1]);
			assert.match(await response.text(), text);
		});
	}

	it('stores the file and resets the connection', async () => {
		sandbox.current.failNext({ method: 'POST' }, { kind: 'reset' });

		await assert.rejects(upload(), (error: Error) => /ECONNRESET|closed/.test(String(error.cause)));
		assert.equal(stored(), 1);
		await sandbox.current.settled();
		assert.equal(sandbox.current.requests.at(-1)?.state, 'aborted');
	});

	it('resets the connection before anything is stored', async () => {
		sandbox.current.failNext({ method: 'POST' }, { kind: 'reset-early' });

		await assert.rejects(upload(), TypeError);
		assert.equal(stored(), 0);
	});

	for (const [title, fault, count] of [
		['reads and never answers', { kind: 'hang' }, 0],
		['stores and never answers', { kind: 'hang', store: true }, 1],
		['neither reads nor answers', { kind: 'stall' }, 0],
	] as const) {
		it(title, async () => {
			sandbox.current.failNext({ method: 'POST' }, fault);
			const controller = new AbortController();
			const hanging = sandbox.call('/tasks/4101/attachments', {
				method: 'POST',
				headers: { 'content-type': 'multipart/form-data; boundary=b' },
				body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--b--\r\n',
				signal: controller.signal,
			});
			await sandbox.current.seen(request => request.method === 'POST');
			while (stored() < count) {
				await sandbox.call('/me'); // the work of one request is done while others come and go
			}
			assert.equal(sandbox.current.openRequests('POST'), 1);

			controller.abort();
			await assert.rejects(hanging);
			await sandbox.current.settled();
			assert.equal(stored(), count);
		});
	}

	it('stores the file and answers what it was told', async () => {
		sandbox.current.failNext({ method: 'POST' }, { kind: 'status', status: 502, body: '<h1>', store: true });
		const response = await upload();

		assert.deepEqual([response.status, await response.text(), stored()], [502, '<h1>', 1]);
	});

	it('reads the body and resets the connection without storing', async () => {
		sandbox.current.failNext({ method: 'POST' }, { kind: 'reset', store: false });

		await assert.rejects(upload(), TypeError);
		await sandbox.current.settled();
		assert.deepEqual([stored(), (sandbox.current.requests.at(-1)?.bytesReceived ?? 0) > 100], [0, true]);
	});

	for (const by of [5, -5]) {
		it(`stores the file and says that its answer is ${Math.abs(by)} bytes ${by > 0 ? 'longer' : 'shorter'} than it is`, async () => {
			sandbox.current.failNext({ method: 'POST' }, { kind: 'wrong-length', by });
			const reading = upload().then(response => response.text());

			await (by > 0 ? assert.rejects(reading) : reading.then(text => assert.doesNotMatch(text, /\}$/)));
			assert.equal(stored(), 1);
		});
	}

	for (const [title, meanwhile, seen] of [
		['nobody having heard anything', undefined, '200'],
		['having reset the connection', 'reset', 'TypeError'],
		['having answered 504', { status: 504 }, '504'],
	] as const) {
		it(`stores the file late, ${title}`, async () => {
			let release = (): void => {};
			const until = new Promise<void>(resolve => {
				release = resolve;
			});
			const held = new Promise<void>(onHeld => {
				const fault = { kind: 'late', until, onHeld, ...(meanwhile && { meanwhile }) } as const;
				sandbox.current.failNext({ method: 'POST' }, fault);
			});
			const ending = upload().then(
				({ status }) => String(status),
				(error: Error) => error.name,
			);
			await held;
			const early = meanwhile && (await ending);
			assert.equal(stored(), 0);
			release();
			await sandbox.current.settled();

			assert.deepEqual([stored(), early ?? (await ending)], [1, seen]);
		});
	}

	it('answers a list late', async () => {
		await upload();
		const until = upload();
		sandbox.current.failNext({ method: 'GET' }, { kind: 'late', until });

		const { total } = (await (await sandbox.call('/tasks/4101/attachments')).json()) as { total: number };
		assert.equal(total, 2);
	});

	it('matches by a header', async () => {
		sandbox.current.failNext({ header: ['x-mark', '7'] }, { kind: 'status', status: 500 });

		assert.equal((await sandbox.call('/me')).status, 200);
		assert.equal((await sandbox.call('/me', { headers: { 'x-mark': '7' } })).status, 500);
	});

	it('holds what somebody else put there', async () => {
		const id = await sandbox.current.place(4101, { user: collaborator, name: 'hola.txt', bytes: hola.bytes });
		const [own] = ((await (await upload()).json()) as { files: { id: number }[] }).files;
		const [theirs, ours] = sandbox.current.attachments(4101);

		assert.deepEqual([theirs?.id, theirs?.userId, ours?.id, ours?.userId], [id, 503, own?.id, 501]);
		assert.equal(theirs?.sha256, ours?.sha256);
	});

	it('forgets the faults that wait for requests when it is cleared', async () => {
		sandbox.current.failNext({}, { kind: 'status', status: 500 });
		await sandbox.current.clear();

		assert.equal((await sandbox.call('/me')).status, 200);
	});
});
