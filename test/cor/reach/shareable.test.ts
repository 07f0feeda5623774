import assert from 'node:assert/strict';
import { proxyPasswords, shareable, shareableProxy } from '../../../src/cor/reach/shareable.js';

describe('what may be given to strangers', () => {
	for (const [text, expected] of [
		['http://lucia:clave@proxy:8080', 'http://•••@proxy:8080'],
		['via http://lucia:cla@ve@proxy:8080/ failed', 'via http://•••@proxy:8080/ failed'],
		['http://lucia:cla/ve@proxy:8080', 'http://•••@proxy:8080'],
		['`https://lucia@cor.example/v1`', '`https://•••@cor.example/v1`'],
		['https://cor.example/v1', 'https://cor.example/v1'],
		['/home/lucia/certs/ca.crt', '/home/•••/certs/ca.crt'],
		['/Users/lucia/certs/ca.crt:/Users/ana', '/Users/•••/certs/ca.crt:/Users/•••'],
		['C:\\Users\\Lucía Fernández\\ca.crt', 'C:\\Users\\•••\\ca.crt'],
		['c:/users/lucia/ca.crt', 'c:/users/•••/ca.crt'],
		['/etc/ssl/certs', '/etc/ssl/certs'],
	] as const) {
		it(`is ${expected} of ${text}`, () => assert.equal(shareable(text), expected));
	}

	it("calls the person's own home by no name, wherever it is", () => {
		assert.equal(shareable('/srv/people/lucia/ca.crt', '/srv/people/lucia'), '~/ca.crt');
		assert.equal(shareable('/etc/ca.crt', '/'), '/etc/ca.crt');
	});

	for (const [address, expected] of [
		['lucia:clave@proxy:8080', '•••@proxy:8080'],
		['http://lucia:100% de@verdad@proxy:8080', 'http://•••@proxy:8080'],
		['proxy:8080', 'proxy:8080'],
	] as const) {
		it(`is ${expected} of the proxy ${address}`, () => assert.equal(shareableProxy(address), expected));
	}

	for (const [address, passwords] of [
		['http://lucia:clave%40casa@proxy:8080', ['clave%40casa', 'clave@casa']],
		['http://lucia:100%@proxy:8080', ['100%', '100%']],
		['lucia:cla:ve@proxy:8080', ['cla:ve', 'cla:ve']],
		['http://lucia@proxy:8080', []],
		['http://proxy:8080', []],
	] as const) {
		it(`is not the password of ${address}`, () => assert.deepEqual(proxyPasswords(address), passwords));
	}
});
