import assert from 'node:assert/strict';
import { chooseProxy, type ProxyFacts } from '../../../src/cor/reach/proxy-choice.js';

const cor = new URL('https://api.projectcor.com/v1');
const nothing: ProxyFacts = {
	proxy: '',
	proxySupport: 'override',
	noProxy: [],
	fetchAdditionalSupport: true,
	environment: {},
};
const inSettings = { proxy: 'http://proxy:8080' };
const inEnvironment = { environment: { HTTPS_PROXY: 'http://other:3128' } };

function choose(facts: Partial<ProxyFacts>, url = cor): string {
	const choice = chooseProxy(url, { ...nothing, ...facts });
	return choice.way === 'direct' ? `direct: ${choice.why}` : `${choice.from}: ${choice.address}`;
}

describe('the proxy that counts', () => {
	for (const [what, facts, expected] of [
		['none where none is named', {}, 'direct: none-known'],
		['that of the setting', inSettings, 'http.proxy: http://proxy:8080'],
		['that of the environment', inEnvironment, 'HTTPS_PROXY: http://other:3128'],
		[
			'that of the setting before that of the environment',
			{ ...inSettings, ...inEnvironment },
			'http.proxy: http://proxy:8080',
		],
		['that of HTTP_PROXY for https too', { environment: { HTTP_PROXY: 'http://p:1' } }, 'HTTP_PROXY: http://p:1'],
		['none where its address lacks the scheme', { proxy: 'proxy:8080' }, 'direct: none-known'],
		[
			'none where the first variable that is set lacks the scheme',
			{ environment: { HTTPS_PROXY: 'proxy:8080', HTTP_PROXY: 'http://p:1' } },
			'direct: none-known',
		],
		['a SOCKS proxy', { proxy: 'socks5://proxy:1080' }, 'http.proxy: socks5://proxy:1080'],
		['none where http.proxySupport is off', { ...inSettings, proxySupport: 'off' }, 'direct: switched-off'],
		['none where fetch gets none', { ...inSettings, fetchAdditionalSupport: false }, 'direct: switched-off'],
		[
			'none for a host that http.noProxy names',
			{ ...inSettings, noProxy: ['projectcor.com'] },
			'direct: no-proxy-setting',
		],
		['none for any host with *', { ...inSettings, noProxy: ['*'] }, 'direct: no-proxy-setting'],
		[
			'none for a host that NO_PROXY names, with its port',
			{ ...inSettings, environment: { NO_PROXY: 'localhost, .projectcor.com:443' } },
			'direct: no-proxy-environment',
		],
		[
			'one where the port is another',
			{ ...inSettings, environment: { NO_PROXY: 'projectcor.com:8443' } },
			'http.proxy: http://proxy:8080',
		],
		[
			'one where only the end of a name is alike',
			{ ...inSettings, noProxy: ['cor.com'] },
			'http.proxy: http://proxy:8080',
		],
		[
			'one where http.noProxy names others, whatever NO_PROXY says',
			{ ...inSettings, noProxy: ['example.com'], environment: { NO_PROXY: '*' } },
			'http.proxy: http://proxy:8080',
		],
	] as const satisfies readonly [string, Partial<ProxyFacts>, string][]) {
		it(`is ${what}`, () => assert.equal(choose(facts), expected));
	}

	for (const host of ['localhost', '127.0.0.1', '[::1]']) {
		it(`is none for ${host}`, () => {
			assert.equal(choose(inSettings, new URL(`http://${host}:8080/v1`)), 'direct: loopback');
		});
	}
});
