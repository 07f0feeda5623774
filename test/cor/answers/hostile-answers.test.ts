import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { fetch } from 'undici';
import type { Clock } from '../../../src/attach/clock.js';
import { toCorError } from '../../../src/attach/errors.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer } from '../../../src/cor/credentials.js';
import { Redaction } from '../../../src/cor/http/redaction.js';
import { connect, fixedToken, inShort, transport } from '../kit/connect.js';
import { growthOf } from '../kit/memory.js';
import { Handles } from '../kit/parts.js';
import { endless, rawServer } from '../kit/raw-server.js';
import { readFailure } from '../kit/read-failure.js';

const signal = new AbortController().signal;
const mebibyte = Buffer.alloc(1024 * 1024, ' ');
const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const gigabyte = 1_073_741_824;
// Generous: what is read at most is 8 MiB, and the rest is Node's own.
const mostMegabytes = 300;
const mostSaid = 64 * mebibyte.length;

describe('an answer that is meant to do harm', () => {
	const server = rawServer();
	const read = () => readFailure(connect(server.apiUrl).readTask(1));
	const upload = () => connect(server.apiUrl).upload(1, [new Handles().part('a.txt', 'a')], { signal });

	const chunkedMebibyte = Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]);
	const tooLong: Readonly<Record<string, Parameters<typeof server.answer>[0]>> = {
		'without an end': endless(`${ok}connection: close\r\n\r\n`, mebibyte),
		'in chunks without an end': endless(`${ok}transfer-encoding: chunked\r\n\r\n`, chunkedMebibyte),
		'of 1 GiB of JSON': endless(`${ok}content-length: ${gigabyte}\r\n\r\n[`, Buffer.alloc(mebibyte.length, '0,')),
		'of HTTP/1.0 without an end': endless('HTTP/1.0 200 OK\r\n\r\n', mebibyte),
		'that refuses without an end': endless(`${ok.replace('200 OK', '400 No')}\r\n`, mebibyte),
	};
	for (const [what, talk] of Object.entries(tooLong)) {
		it(`${what} is read up to 8 MiB and left`, async () => {
			server.answer(talk);
			const { result, megabytes } = await growthOf(read);
			await server.left();

			assert.equal(result.kind, what === 'that refuses without an end' ? 'rejected' : 'unreadable-answer');
			assert.ok(server.bytesSaid() < mostSaid, `${server.bytesSaid()} bytes`);
			assert.ok(megabytes < mostMegabytes, `${megabytes} MB`);
		});
	}

	it('without an end to an upload leaves the file unknown', async () => {
		server.answer(endless(`${ok}\r\n`, mebibyte));
		const [end] = await upload();
		await server.left();

		assert.equal(inShort(end), 'unknown unreadable-answer');
		assert.ok(server.bytesSaid() < mostSaid);
	});

	it('without an end to the question for a token is left', async () => {
		server.answer(endless(`${ok}\r\n`, mebibyte));
		const settings = { apiUrl: new URL(server.apiUrl), transport, clock: { now: () => 0, after: () => () => {} } };
		const bearer = new Bearer({ kind: 'key', apiKey: 'key', clientSecret: 'secret' }, settings);

		assert.equal((await readFailure(bearer.bearer())).kind, 'unreadable-answer');
		await server.left();
	});

	for (const times of [1, 2]) {
		it(`that unpacks to 1 GiB counts as it unpacks (packed ${times} times)`, async () => {
			const bomb = packedZeros(times);
			const encoding = Array(times).fill('gzip').join(', ');
			server.answer(socket => {
				socket.write(`${ok}content-encoding: ${encoding}\r\ncontent-length: ${bomb.length}\r\n\r\n`);
				socket.write(bomb);
			});
			const { result, megabytes } = await growthOf(read);

			assert.equal(result.kind, 'unreadable-answer');
			assert.ok(megabytes < mostMegabytes, `${megabytes} MB`);
		});
	}

	it('that brings 4 million bytes one by one takes no more memory than any other', async () => {
		const bytes = async function* (): AsyncGenerator<Uint8Array> {
			for (let count = 0; count < 4_000_000; count += 1) {
				yield Buffer.from(' ');
			}
			yield Buffer.from('{"id":7}');
		};
		const drip = (async () => ({ status: 200, headers: new Headers(), body: bytes() })) as unknown as typeof fetch;
		const client = new CorClient({
			apiUrl: new URL(server.apiUrl),
			transport: { fetch: drip },
			credentials: fixedToken,
		});
		const { result, megabytes } = await growthOf(() => client.readTask(7));

		assert.equal(result.id, 7);
		assert.ok(megabytes < mostMegabytes, `${megabytes} MB`);
	});

	it('with headers without an end is left, and cannot be read', async () => {
		server.answer(endless('HTTP/1.1 200 OK\r\n', `x: ${'y'.repeat(1_000)}\r\n`));

		assert.equal((await read()).kind, 'unreadable-answer');
		await server.left();
		assert.ok(server.bytesSaid() < mostSaid);
	});

	for (const [what, text] of Object.entries({
		'that is no HTTP': 'SSH-2.0-OpenSSH_9.6\r\n',
		'with a length that is no number': `${ok}content-length: x\r\n\r\n{}`,
		'with a NUL in a header': `${ok}x: a\0b\r\ncontent-length: 2\r\n\r\n{}`,
		'with chunks that have no length': `${ok}transfer-encoding: chunked\r\n\r\nzz\r\n{}`,
		'that is not packed as it says': `${ok}content-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello`,
		'packed 1,000 times': `${ok}content-encoding: ${'gzip,'.repeat(1_000)}gzip\r\ncontent-length: 5\r\n\r\nhello`,
	})) {
		it(`${what} cannot be read`, async () => {
			server.answer(socket => socket.end(text));

			assert.equal((await read()).kind, 'unreadable-answer');
		});
	}

	for (const [what, talk] of Object.entries({
		'that only ever announces another': endless('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
		'that never ends its first line': endless('HTTP/1.1 200 ', ''),
		'that drips': endless(`${ok}\r\n`, ''),
	})) {
		it(`${what} is waited for no longer than any other`, async () => {
			let pass = (): void => {};
			const clock: Clock = {
				now: () => 0,
				after: (ms, action) => {
					assert.equal(ms, 30_000);
					pass = action;
					return () => {};
				},
			};
			let began = (): void => {};
			const begun = new Promise<void>(resolve => {
				began = resolve;
			});
			server.answer(socket => {
				talk(socket);
				began();
			});
			const { result, megabytes } = await growthOf(async () => {
				const reading = readFailure(connect(server.apiUrl, { clock }).readTask(1));
				await begun;
				pass();
				return reading;
			});
			await server.left();

			assert.equal(result.kind, 'answer-timeout');
			assert.ok(megabytes < mostMegabytes, `${megabytes} MB`);
		});
	}

	const depth = 4_000_000;
	const nested = '['.repeat(depth) + ']'.repeat(depth);
	for (const [what, body] of [
		['nothing but brackets', nested],
		['brackets that never close', '['.repeat(2 * depth)],
		['brackets around a task', `{"id":7,"project":${nested}}`],
		['brackets with escapes in them', `{"id":7,"title":"\\u0041","project":${nested}}`],
	] as const) {
		it(`of 8 MB is taken for what it is: ${what}`, async () => {
			server.answer(socket => socket.end(`${ok}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`));
			const redaction = new Redaction();
			redaction.hide('token-0');
			const apiUrl = new URL(server.apiUrl);
			const client = new CorClient({ apiUrl, transport: { ...transport, redaction }, credentials: fixedToken });
			const { result, megabytes } = await growthOf(() => client.readTask(7).catch(toCorError));

			assert.equal('kind' in result && result.kind, 'unreadable-answer');
			assert.ok(megabytes < 2 * mostMegabytes, `${megabytes} MB`);
		});
	}

	for (const version of ['1.0', '1.1']) {
		it(`of HTTP/${version} that ends with its connection is an answer`, async () => {
			server.answer(socket => socket.end(`HTTP/${version} 200 OK\r\n\r\n{"id":7,"title":"Guion"}`));

			assert.deepEqual(await connect(server.apiUrl).readTask(7), { id: 7, title: 'Guion' });
		});
	}
});

/** 1 GiB of zeros, packed. */
function packedZeros(times: number): Buffer {
	const packed = gzipSync(Buffer.alloc(mebibyte.length * 16));
	// Parts of a packed file may follow one another (RFC 1952 §2.2).
	const whole = Buffer.concat(Array.from({ length: 64 }, () => packed));
	return times === 1 ? whole : gzipSync(whole);
}
