import assert from 'node:assert/strict';
import { readWebAddress, type WebAddressReading } from '../../../src/attach/task/web-address.js';
import { isCorWeb, isLoopback } from '../../../src/cor/http/endpoint.js';

const read = (text: string): WebAddressReading => readWebAddress(text, url => isCorWeb(url, undefined), isLoopback);

describe('where somebody opens COR', () => {
	const addresses: Readonly<Record<string, string>> = {
		'https://acme.cor.works': 'https://acme.cor.works',
		' acme.cor.works/ ': 'https://acme.cor.works',
		'https://acme.cor.works/tasks/4101?tab=files': 'https://acme.cor.works',
		'acme.cor.works/tasks/4101': 'https://acme.cor.works',
		'https://acme.cor.works/dashboard?x=1#y': 'https://acme.cor.works',
		'https://cor.example.test/agency/': 'https://cor.example.test/agency/',
		'https://cor.example.test/agency/tasks/7': 'https://cor.example.test/agency',
		'http://localhost:8080/tasks/7': 'http://localhost:8080',
		'http://cor.localhost:8080': 'http://cor.localhost:8080',
	};
	for (const [text, webUrl] of Object.entries(addresses)) {
		it(`is read from ${text}`, () => {
			assert.deepEqual(read(text), { status: 'web-url', webUrl });
		});
	}

	it('is kept as it is where tasks lie elsewhere', () => {
		const pages = 'https://app.projectcor.com/projects/9/task';
		assert.deepEqual(read(`${pages}/4101`), { status: 'pages', pages });
	});

	const refused = {
		'': 'not-an-address',
		'my agency': 'not-an-address',
		agency: 'not-an-address',
		'4101': 'not-an-address',
		'https://': 'not-an-address',
		'https://lucia:clave@acme.cor.works': 'not-an-address',
		'http://acme.cor.works': 'not-https',
		'ftp://acme.cor.works': 'not-https',
		'javascript:alert(1)': 'not-an-address',
		'file:///etc/passwd': 'not-https',
	} as const;
	for (const [text, status] of Object.entries(refused)) {
		it(`is not read from "${text}"`, () => {
			assert.deepEqual(read(text), { status });
		});
	}
});
