import assert from 'node:assert/strict';
import { defaultApiUrl, isCorWeb, readApiUrl, resourceUrl } from '../../../src/cor/http/endpoint.js';
import { connect, inShort } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { afterBody, startedServer } from '../kit/started-server.js';

describe('the address of the API', () => {
	for (const [text, href] of [
		[defaultApiUrl, 'https://api.projectcor.com/v1'],
		[' https://api.projectcor.com/v1/ ', 'https://api.projectcor.com/v1'],
		['https://cor.example:8443/base//?x=1#y', 'https://cor.example:8443/base'],
		['http://127.0.0.1:4180/v1', 'http://127.0.0.1:4180/v1'],
		['http://localhost:4180/v1', 'http://localhost:4180/v1'],
		['http://[::1]:4180/v1', 'http://[::1]:4180/v1'],
		['http://2130706433/v1', 'http://127.0.0.1/v1'],
	] as const) {
		it(`may be ${text}`, () => {
			const reading = readApiUrl(text);
			assert.equal(reading.status === 'ok' && reading.apiUrl.href, href);
		});
	}

	for (const [text, why] of [
		['', 'not-an-address'],
		['api.projectcor.com/v1', 'not-an-address'],
		['https://', 'not-an-address'],
		['http://api.projectcor.com/v1', 'not-https'],
		['http://192.168.1.5/v1', 'not-https'],
		['http://0.0.0.0/v1', 'not-https'],
		['http://127.0.0.1.example.com/v1', 'not-https'],
		['http://127.0.0.2/v1', 'not-https'],
		['http://localhost.example.com/v1', 'not-https'],
		['http://[::2]/v1', 'not-https'],
		['ftp://127.0.0.1/v1', 'not-https'],
		['file:///v1', 'not-https'],
		['javascript:alert(1)', 'not-https'],
		['https://user@api.projectcor.com/v1', 'has-credentials'],
		['https://user:pw@api.projectcor.com/v1', 'has-credentials'],
		['https://api.projectcor.com:x@example.com/v1', 'has-credentials'],
		['http://:pw@127.0.0.1/v1', 'has-credentials'],
	] as const) {
		it(`may not be ${JSON.stringify(text)}: ${why}`, () => {
			assert.deepEqual(readApiUrl(text), { status: 'refused', why });
		});
	}

	it('keeps its path below every resource, whose parts are encoded', () => {
		const url = resourceUrl(new URL('https://cor.example/a%20b/'), ['tasks', '../me?x', 7], { page: 1, q: 'ñ&=' });

		assert.equal(url.href, 'https://cor.example/a%20b/tasks/..%2Fme%3Fx/7?page=1&q=%C3%B1%26%3D');
	});
});

describe("COR's web", () => {
	for (const [address, is] of [
		['https://acme.cor.works/tasks/1', true],
		['https://cor.works/', true],
		['https://app.projectcor.com/', true],
		['https://cor.example/', true],
		['https://cor.example:8443/', false],
		['http://cor.example/', false],
		['https://notcor.works/', false],
		['https://cor.works.example.com/', false],
	] as const) {
		it(`${is ? 'is' : 'is not'} at ${address}`, () => {
			assert.equal(isCorWeb(new URL(address), new URL('https://cor.example/start')), is);
		});
	}
});

describe('an upload that is sent elsewhere', () => {
	const server = startedServer();
	const other = startedServer();

	for (const status of [301, 302, 303, 307, 308]) {
		it(`by a ${status} does not go there: neither the file nor the token`, async () => {
			server.answer(afterBody(status, '', { location: `${other.apiUrl}/tasks/1/attachments` }));
			const [end] = await connect(server.apiUrl).upload(1, [new Handles().part('a.txt', 'hola')], {
				signal: new AbortController().signal,
			});

			assert.equal(inShort(end), 'unknown redirected');
			assert.deepEqual([server.requests.length, other.requests.length], [1, 0]);
		});
	}
});
