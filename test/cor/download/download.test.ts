import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fetch } from 'undici';
import { CorError } from '../../../src/attach/errors.js';
import { defaultDownloadLimits, download } from '../../../src/cor/download/download.js';
import { DownloadError } from '../../../src/cor/download/download-error.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { mainUser } from '../../sandbox/seed.js';
import type { Variants } from '../../sandbox/variants.js';

const limits = { answerMs: 20_000, idleMs: 20_000, wholeMs: 60_000 };
const publicApi = new URL('https://api.projectcor.com/v1');

/** A server anywhere, whose answers a test writes: what lies behind its address can't be had on this machine. */
function answering(...answers: readonly [status: number, headers: Readonly<Record<string, string>>, body?: string][]) {
	const asked: { readonly url: string; readonly init: RequestInit }[] = [];
	const anywhere = ((url: URL, init: RequestInit) => {
		const [status, headers, body = ''] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, {}];
		asked.push({ url: String(url), init });
		return Promise.resolve(new Response([204, 304].includes(status) ? null : body, { status, headers }));
	}) as unknown as typeof fetch;
	return { transport: { fetch: anywhere }, asked };
}

/** How it ends, and the bytes that came. */
async function outcome(
	transport: Parameters<typeof download>[0],
	source: Partial<Parameters<typeof download>[1]> & { readonly url: string },
	signal = new AbortController().signal,
	own = limits,
) {
	const chunks: Uint8Array[] = [];
	const sizes: (number | undefined)[] = [];
	const end = await download(
		transport,
		{ name: 'a.txt', apiUrl: publicApi, most: 10_000_000, ...source },
		{ begin: size => sizes.push(size), take: chunk => chunks.push(chunk) },
		signal,
		own,
	).then(() => 'done', endOf);
	return { end, size: sizes[0], text: Buffer.concat(chunks).toString() };
}

function endOf(error: unknown): string {
	if (error instanceof DownloadError) {
		return error.problem;
	}
	return error instanceof CorError ? error.kind : String(error);
}

describe('a download', () => {
	const sandbox = startedSandbox();
	const bytes = Buffer.from('línea\n'.repeat(20_000));

	const placed = async (variant: Variants['download'], name = 'notas.txt') => {
		sandbox.current.set({ variants: { download: variant } });
		const id = await sandbox.current.place(4101, { user: mainUser, name, bytes });
		const stored = sandbox.current.attachments(4101).find(each => each.id === id);
		const { origin, apiUrl } = sandbox.current;
		return { url: `${origin}/files/${stored?.storageName}/x`, name, apiUrl: new URL(apiUrl) };
	};
	const fromSandbox = async (variant: Variants['download'], name?: string, most = 10_000_000, own = limits) => {
		const source = await placed(variant, name);
		return await outcome({ fetch }, { ...source, most }, undefined, own);
	};

	it('gives the bytes, and how many there will be', async () => {
		assert.deepEqual(await fromSandbox('file'), { end: 'done', size: bytes.length, text: bytes.toString() });
	});

	it('says nothing of who asks', async () => {
		await fromSandbox('redirect');

		assert.equal(sandbox.current.downloads.length, 4);
		for (const { headers } of sandbox.current.downloads) {
			assert.deepEqual(
				Object.keys(headers).filter(name => /^(authorization|cookie|referer|origin|from)$/.test(name)),
				[],
			);
		}
		assert.deepEqual(sandbox.current.complaints, []);
	});

	it('takes what comes in pieces, from where it is led, and whatever type it is said to be', async () => {
		for (const variant of ['slow', 'redirect', 'wrong-type'] as const) {
			assert.deepEqual((await fromSandbox(variant)).text, bytes.toString(), variant);
		}
	});

	const ends: readonly (readonly [Variants['download'], string])[] = [
		['expired', 'expired'],
		['gone', 'expired'],
		['page', 'page'],
		['redirect-endless', 'redirects'],
		['redirect-private', 'address'],
		['claims-5-gb', 'too-large'],
		['endless', 'too-large'],
		['cut-short', 'network'],
		['fails-500', 'unavailable'],
	];
	for (const [variant, end] of ends) {
		it(`ends where it meets this: ${variant}`, async () => {
			assert.equal((await fromSandbox(variant)).end, end);
		});
	}

	it('follows five redirects and no more', async () => {
		await fromSandbox('redirect-endless');

		assert.equal(sandbox.current.downloads.length, 6);
	});

	it('takes none of the bytes where there will be too many, and says how many', async () => {
		const source = await placed('claims-5-gb');
		const taken: Uint8Array[] = [];
		const sink = { begin: () => assert.fail(), take: (chunk: Uint8Array) => taken.push(chunk) };
		const { signal } = new AbortController();

		await assert.rejects(
			download({ fetch }, { ...source, most: 1_000 }, sink, signal),
			(error: unknown) => error instanceof DownloadError && error.size === 5_000_000_000,
		);
		assert.deepEqual(taken, []);
	});

	it('never gives more bytes than were wanted', async () => {
		assert.ok((await fromSandbox('endless', 'a.txt', 100_000)).text.length <= 100_000);
	});

	it('takes a page for what it is where a page was attached', async () => {
		assert.equal((await fromSandbox('page', 'portada.html')).end, 'done');
	});

	it('gives up on a server that says nothing, or no more', async () => {
		for (const variant of ['silent', 'stalled'] as const) {
			const impatient = { ...limits, answerMs: variant === 'silent' ? 50 : 20_000, idleMs: 50 };
			assert.equal((await fromSandbox(variant, 'a.txt', 10_000_000, impatient)).end, 'stalled', variant);
		}
	});

	it('gives up on what takes too long in all, though bytes come', async () => {
		const impatient = { ...limits, wholeMs: 150 };
		assert.equal((await fromSandbox('slow', 'a.txt', 10_000_000, impatient)).end, 'answer-timeout');
	});

	it('ends when whoever asked gives up, and lets go of the connection', async () => {
		const source = await placed('endless');
		const giveUp = new AbortController();
		const sink = { begin: () => undefined, take: () => giveUp.abort(new Error('given up')) };

		await assert.rejects(
			download({ fetch }, { ...source, most: Number.POSITIVE_INFINITY }, sink, giveUp.signal),
			/given up/,
		);
	});

	it('ends when whoever asked gives up, also where the disk never takes what came', async () => {
		const giveUp = new AbortController();
		const sink = {
			begin: () => undefined,
			take: () => {
				setImmediate(() => giveUp.abort(new Error('given up')));
				return new Promise(() => {});
			},
		};

		await assert.rejects(
			download({ fetch }, { ...(await placed('endless')), most: 1e9 }, sink, giveUp.signal),
			/given up/,
		);
	});

	it('ends with what is wrong where the bytes go', async () => {
		const sink = {
			begin: () => undefined,
			take: () => {
				throw new Error('no space left');
			},
		};
		await assert.rejects(
			download({ fetch }, { ...(await placed('endless')), most: 1e9 }, sink, new AbortController().signal),
			/no space left/,
		);
	});

	const refused = [
		'http://files.example/a.txt',
		'https://127.0.0.1/a.txt',
		'https://localhost:8080/a.txt',
		'http://localhost/a.txt',
		'https://0x7f.1/a.txt',
		'https://[::ffff:10.0.0.1]/a.txt',
		'https://user:word@files.example/a.txt',
		'ftp://files.example/a.txt',
		'file:///etc/passwd',
		'data:text/plain,a',
		'a.txt',
		'',
	];
	for (const url of refused) {
		it(`asks nothing of ${url || 'nothing'}, nor where it is led there`, async () => {
			const first = answering([200, {}, 'a']);
			assert.equal((await outcome(first.transport, { url })).end, 'address');
			assert.deepEqual(first.asked, []);

			if (/^\w+:/.test(url)) {
				const second = answering([302, { location: url }], [200, {}, 'a']);
				assert.equal((await outcome(second.transport, { url: 'https://files.example/a.txt' })).end, 'address');
				assert.equal(second.asked.length, 1);
			}
		});
	}

	it('follows where it is led by a part of an address, over https', async () => {
		const { transport, asked } = answering([307, { location: '//other.example/b' }], [200, {}, 'b']);

		assert.equal((await outcome(transport, { url: 'https://files.example/a.txt' })).text, 'b');
		assert.deepEqual(
			asked.map(({ url, init }) => [url, init.redirect, init.credentials]),
			[
				['https://files.example/a.txt', 'manual', 'omit'],
				['https://other.example/b', 'manual', 'omit'],
			],
		);
	});

	it('asks no second time where a redirect leads nowhere', async () => {
		for (const status of [301, 302, 303, 307, 308]) {
			const { transport, asked } = answering([status, {}], [200, {}, 'a']);
			assert.equal((await outcome(transport, { url: 'https://files.example/a' })).end, 'expired', `${status}`);
			assert.equal(asked.length, 1);
		}
	});

	it('is no other success than the whole file', async () => {
		for (const status of [204, 206, 304, 300, 203]) {
			const { transport } = answering([status, {}]);
			assert.equal((await outcome(transport, { url: 'https://files.example/a' })).end, 'expired', `${status}`);
		}
	});

	it('does not believe the length of what comes packed', async () => {
		const { transport } = answering([200, { 'content-length': '1', 'content-encoding': 'gzip' }, 'unpacked']);

		const { end, size, text } = await outcome(transport, { url: 'https://files.example/a' });
		assert.deepEqual([end, size, text], ['done', undefined, 'unpacked']);
	});

	describe('of a server that does not say how much there will be', () => {
		const from = async (headers: Readonly<Record<string, string>>, size?: number) => {
			const { transport } = answering([200, headers, 'x'.repeat(40)]);
			return (await outcome(transport, { url: 'https://files.example/a', ...(size !== undefined && { size }) })).end;
		};

		it('is cut off where fewer bytes come than the list says', async () => {
			assert.equal(await from({}, 100), 'network');
		});

		it('is whole where as many come, or more, or the list says nothing', async () => {
			for (const size of [40, 39, 0, undefined]) {
				assert.equal(await from({}, size), 'done', String(size));
			}
		});

		it('is compared with no list where it comes packed, or says how much there is after all', async () => {
			assert.equal(await from({ 'content-encoding': 'gzip' }, 100), 'done');
			assert.equal(await from({ 'content-length': '40' }, 100), 'done');
		});
	});

	for (const [how, answer, end] of [
		['whole where its last chunk came', `transfer-encoding: chunked\r\n\r\n4\r\nhola\r\n0\r\n\r\n`, 'done'],
		['cut off where its last chunk is missing', `transfer-encoding: chunked\r\n\r\n4\r\nhola\r\n`, 'network'],
		['cut off where the connection ends before what the list says', `\r\nhola`, 'network'],
	] as const) {
		it(`is ${how}`, async () => {
			const server = createServer(socket => {
				socket.on('error', () => {}).once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${answer}`));
			}).listen(0, '127.0.0.1');
			await once(server, 'listening');
			const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			try {
				const source = { url: `${origin}/a.txt`, apiUrl: new URL(origin), size: 5 };
				assert.deepEqual(await outcome({ fetch }, source), { end, size: undefined, text: 'hola' });
			} finally {
				server.close();
			}
		});
	}

	it('has limits that a large file on a slow line stays within', () => {
		assert.deepEqual(defaultDownloadLimits, { answerMs: 60_000, idleMs: 60_000, wholeMs: 21_600_000 });
	});
});
