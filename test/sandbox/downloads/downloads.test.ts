import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, requestsTo } from '../kit/variant-checks.js';
import type { downloadVariants } from './download-variants.js';

describe('each plausible thing that lies at the address of an attachment', () => {
	const sandbox = startedSandbox();
	const { upload } = requestsTo(sandbox);
	const ask = async (redirect: 'manual' | 'follow' = 'manual', signal?: AbortSignal) => {
		const [file] = (await upload({ name: 'hola.txt', bytes: Buffer.from('hola') })).json.files;
		return fetch(file.url, { redirect, ...(signal && { signal }) });
	};
	const failing = async (status: number) => {
		const answer = await ask();
		assert.equal(answer.status, status);
		assert.match(await answer.text(), /^<Error>/);
	};
	/** What comes before the caller gives up. */
	const beginning = async () => {
		const answer = await ask();
		const reader = answer.body?.getReader();
		const { value } = (await reader?.read()) ?? {};
		await reader?.cancel();
		return { length: answer.headers.get('content-length'), bytes: value };
	};

	const checks: Checks<keyof typeof downloadVariants> = {
		download: {
			file: async () => assert.equal(await (await ask()).text(), 'hola'),
			expired: () => failing(403),
			gone: () => failing(404),
			'fails-500': () => failing(500),
			page: async () => assert.match((await ask()).headers.get('content-type') ?? '', /^text\/html/),
			redirect: async () => {
				assert.equal(await (await ask('follow')).text(), 'hola');
				assert.equal(sandbox.current.downloads.length, 4);
			},
			'redirect-endless': async () => {
				await assert.rejects(ask('follow'));
				assert.ok(sandbox.current.downloads.length > 10);
			},
			'redirect-private': async () =>
				assert.equal((await ask()).headers.get('location'), 'https://[::ffff:169.254.169.254]/latest/meta-data'),
			slow: async () => assert.equal(await (await ask()).text(), 'hola'),
			silent: async () => {
				const giveUp = new AbortController();
				const asking = ask('manual', giveUp.signal);
				while (sandbox.current.downloads.length === 0) {
					await new Promise(setImmediate);
				}
				giveUp.abort();
				await assert.rejects(asking);
			},
			stalled: async () => assert.equal((await beginning()).length, '4'),
			endless: async () => assert.equal((await beginning()).length, null),
			'wrong-type': async () => assert.equal((await ask()).headers.get('content-type'), 'image/png'),
			'claims-5-gb': async () => assert.equal((await beginning()).length, '5000000000'),
			'cut-short': async () => {
				const answer = await ask();
				await assert.rejects(answer.text());
			},
		},
	};
	checkVariants(sandbox, checks);

	it('complains of a credential', async () => {
		const [file] = (await upload()).json.files;
		await fetch(file.url, { headers: { authorization: 'Bearer x' } });

		assert.deepEqual([...sandbox.current.complaints], ['§3.10: a download with the header authorization']);
	});
});
