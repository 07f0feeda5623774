import assert from 'node:assert/strict';
import { errors } from 'undici';
import { CorError } from '../../../src/attach/errors.js';
import { toTransportError } from '../../../src/cor/http/transport-error.js';

const cor = new URL('https://api.example.test/v1/tasks');
const ownPort = new URL('https://api.example.test:8443/v1/tasks');

/** As `fetch` rejects: the reason is the cause, or the cause of the cause. */
function rejected(...chain: readonly Error[]): Error {
	return [new TypeError('fetch failed'), ...chain].reduceRight((cause, error) => Object.assign(error, { cause }));
}

function broken(code: string, more: object = {}): Error {
	return Object.assign(new Error(`connect ${code}`), { code, ...more });
}

function kindOf(error: unknown, url = cor): string {
	return toTransportError(error, url).kind;
}

describe('a request that brought no answer', () => {
	for (const [kind, code] of [
		['certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['certificate', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
		['certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['certificate', 'SELF_SIGNED_CERT_IN_CHAIN'],
		['certificate', 'CERT_REVOKED'],
		['certificate', 'CERT_UNTRUSTED'],
		['certificate', 'INVALID_CA'],
		['certificate-dates', 'CERT_HAS_EXPIRED'],
		['certificate-dates', 'CERT_NOT_YET_VALID'],
		['certificate-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['certificate-host', 'HOSTNAME_MISMATCH'],
		['network', 'ERR_SSL_WRONG_VERSION_NUMBER'],
		['network', 'ECONNRESET'],
		['network', 'EPIPE'],
		['network', 'ETIMEDOUT'],
		['network', 'ECONNABORTED'],
		['network', 'UND_ERR_SOCKET'],
	] as const) {
		it(`is ${kind} for ${code}`, () => assert.equal(kindOf(rejected(broken(code))), kind));
	}

	it('is the refusal of a proxy, with its status, and a wanted password apart from others', () => {
		const refused = (status: number) =>
			rejected(
				new DOMException('Request was cancelled.'),
				new errors.RequestAbortedError(`Proxy response (${status}) !== 200 when HTTP Tunneling`),
			);

		const { kind, details } = toTransportError(refused(502), cor);
		assert.deepEqual([kind, details.status], ['proxy', 502]);
		assert.equal(kindOf(refused(407)), 'proxy-password');
	});

	it('is a proxy out of reach where the connection that failed was to another host or port', () => {
		const timeout = (address: string) =>
			new errors.ConnectTimeoutError(`Connect Timeout Error (attempted ${address}, timeout: 10000ms)`);

		for (const [error, url] of [
			[broken('ENOTFOUND', { hostname: 'proxy.example.test' }), cor],
			[broken('ECONNREFUSED', { address: '10.0.0.1', port: 8080 }), cor],
			[broken('ECONNREFUSED', { address: '10.0.0.1', port: 443 }), ownPort],
			[new AggregateError([broken('ECONNREFUSED', { address: '::1', port: 3128 })], 'all failed'), cor],
			[timeout('address: proxy.example.test:3128'), cor],
			[timeout('addresses: 10.0.0.1:3128, 10.0.0.2:3128'), cor],
		] as const) {
			assert.equal(kindOf(rejected(error), url), 'proxy-unreachable', error.message);
		}
		for (const [error, url] of [
			[broken('ENOTFOUND', { hostname: 'api.example.test' }), cor],
			[broken('ECONNREFUSED', { address: '10.0.0.1', port: 443 }), cor],
			[broken('ECONNREFUSED', { address: '10.0.0.1', port: 8443 }), ownPort],
			[broken('ECONNREFUSED', { address: '10.0.0.1', port: 80 }), new URL('http://localhost/v1')],
			[timeout('address: api.example.test:443'), cor],
			[timeout('addresses: 10.0.0.1:8443'), ownPort],
		] as const) {
			assert.equal(kindOf(rejected(error), url), 'no-connection', error.message);
		}
	});

	it('is a proxy out of reach where its address cannot be read', () => {
		assert.equal(kindOf(new URIError('URI malformed')), 'proxy-unreachable');
		assert.equal(kindOf(broken('ERR_INVALID_URL')), 'proxy-unreachable');
		assert.equal(
			kindOf(rejected(new errors.SecureProxyConnectionError(broken('ERR_TLS_CERT_ALTNAME_INVALID')))),
			'proxy-unreachable',
		);
	});

	it('is not taken for a redirect or a proxy by the name of a host or the number of a port', () => {
		const named = new Error('read ECONNRESET proxy-redirect.example.test:4070');
		assert.equal(kindOf(rejected(named)), 'network');
		assert.equal(kindOf(rejected(new Error('unexpected redirect'))), 'redirected');
	});

	it('is what stopped it, where that was us', () => {
		const own = new CorError('stalled', 'no byte for a while');
		assert.equal(toTransportError(rejected(own), cor), own);
	});

	it('keeps for the log what every cause says', () => {
		const { message } = toTransportError(rejected(broken('ECONNRESET')), cor);
		assert.equal(message, 'fetch failed: ECONNRESET connect ECONNRESET');
	});
});
