import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fieldPart, filePart, startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, requestsTo } from '../kit/variant-checks.js';
import type { gatewayVariants } from './gateway-variants.js';

describe('each plausible gateway in front of COR', () => {
	const sandbox = startedSandbox();
	const { upload, list, stored, received } = requestsTo(sandbox);

	/** The status, or that there was none, and how many files are stored then. */
	const throughGateway = async () => {
		const status = await upload().then(
			answer => answer.status,
			() => 'reset',
		);
		await sandbox.current.settled();
		assert.equal((await list()).status, 200);
		return [status, stored().length];
	};
	/** Sends the head of an upload and half of its file, and the rest when there was an answer. */
	const inHalves = async () => {
		const { hostname, port } = new URL(sandbox.current.origin);
		const bytes = Buffer.alloc(1_000, 'x');
		const file = filePart({ name: 'ñandú.bin', bytes });
		const body = Buffer.concat([fieldPart('status', 'pending'), file, Buffer.from('--sandbox-test-boundary--\r\n')]);
		const socket = connect(Number(port), hostname);
		socket.write(
			`POST /v1/tasks/4101/attachments HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${body.length}\r\n` +
				`Authorization: Bearer ${sandbox.current.issueToken().access_token}\r\n` +
				'Content-Type: multipart/form-data; boundary=sandbox-test-boundary\r\n\r\n',
		);
		socket.write(body.subarray(0, body.length / 2));
		return { socket, rest: body.subarray(body.length / 2) };
	};
	const toldEarly = async () => {
		const { socket, rest } = await inHalves();
		const answer = await textUntil(socket, /\}$/);
		assert.match(answer, /^HTTP\/1\.1 200 /);
		assert.equal(stored().length, 0);
		socket.write(rest);
		await sandbox.current.settled();
		socket.destroy();
		const [file] = JSON.parse(answer.slice(answer.indexOf('{'))).files as { [key: string]: unknown }[];
		assert.deepEqual([file?.name, file?.size], ['ñandú.bin', 1_000]);
		return file?.id;
	};
	const firstLine = async () => {
		const { socket, rest } = await inHalves();
		socket.write(rest);
		const text = await textUntil(socket, /\r\n/);
		await sandbox.current.settled();
		socket.destroy();
		return text.split('\r\n')[0];
	};

	const checks: Checks<keyof typeof gatewayVariants> = {
		gateway: {
			passes: async () => assert.deepEqual(await throughGateway(), [200, 1]),
			'401': async () => assert.deepEqual(await throughGateway(), [401, 1]),
			'429': async () => assert.deepEqual(await throughGateway(), [429, 1]),
			'502': async () => assert.deepEqual(await throughGateway(), [502, 1]),
			'503': async () => {
				assert.deepEqual(await throughGateway(), [503, 1]);
				sandbox.current.set({ variants: { retryAfter: 'seconds' } });
				assert.equal((await upload()).headers.get('retry-after'), '1');
			},
			'504': async () => assert.deepEqual(await throughGateway(), [504, 1]),
			reset: async () => assert.deepEqual(await throughGateway(), ['reset', 1]),
		},
		gatewayAfter: {
			storing: async () => {
				sandbox.current.set({ variants: { gateway: '503' } });
				assert.deepEqual(await throughGateway(), [503, 1]);
			},
			reading: async () => {
				for (const gateway of ['503', 'reset'] as const) {
					sandbox.current.set({ variants: { gateway } });
					const [, count] = await throughGateway();
					const { bytesReceived = 0 } = sandbox.current.requests.findLast(({ method }) => method === 'POST') ?? {};
					assert.deepEqual([count, bytesReceived > 100], [0, true]);
				}
			},
			nothing: async () => {
				sandbox.current.set({ variants: { gateway: '503' } });
				const { socket } = await inHalves();
				assert.match(await textUntil(socket, /\r\n/), /^HTTP\/1\.1 503 /);
				socket.destroy();
				sandbox.current.set({ variants: { gateway: 'reset' } });
				assert.deepEqual(await throughGateway(), ['reset', 0]);
			},
		},
		earlyAnswer: {
			never: async () => {
				const { socket, rest } = await inHalves();
				await received(100);
				assert.deepEqual([sandbox.current.openRequests('POST'), socket.bytesRead], [1, 0]);
				socket.write(rest);
				await once(socket, 'data');
				assert.equal(stored().length, 1);
				socket.destroy();
			},
			kept: async () => {
				const id = await toldEarly();
				assert.deepEqual(
					stored().map(file => [file.id, file.originalname, file.size, file.status]),
					[[id, 'ñandú.bin', 1_000, 'pending']],
				);
			},
			dropped: async () => {
				assert.ok(Number.isInteger(await toldEarly()));
				assert.deepEqual(stored(), []);
			},
		},
		continues: {
			'when-asked': async () => assert.equal(await firstLine(), 'HTTP/1.1 200 OK'),
			unasked: async () => {
				assert.equal(await firstLine(), 'HTTP/1.1 100 Continue');
				assert.equal(stored().length, 1);
			},
		},
	};
	checkVariants(sandbox, checks);
});

async function textUntil(socket: Socket, end: RegExp): Promise<string> {
	let text = '';
	while (!end.test(text)) {
		const [chunk] = await once(socket, 'data');
		text += String(chunk);
	}
	return text;
}
