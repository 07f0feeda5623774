import assert from 'node:assert/strict';
import { CorError, type FailureKind } from '../../../src/attach/errors.js';
import { type ConnectionFacts, type ConnectionStep, judgeConnection } from '../../../src/cor/reach/connection-steps.js';
import type { ProxyChoice } from '../../../src/cor/reach/proxy-choice.js';

const apiUrl = new URL('https://api.projectcor.com/v1');
const direct: ProxyChoice = { way: 'direct', why: 'none-known' };
const proxied: ProxyChoice = { way: 'proxy', from: 'http.proxy', address: 'http://proxy:8080' };
const allWorks: ConnectionFacts = { apiUrl, proxy: direct };

/** The verdicts in the order of the steps: `+` passed, `!` failed, `-` not needed, `?` unknown. */
function verdicts(facts: ConnectionFacts): string {
	const signs = { passed: '+', failed: '!', 'not-needed': '-', unknown: '?' } as const;
	return judgeConnection(facts)
		.map(({ verdict }) => signs[verdict])
		.join('');
}

describe('the verdict on each step of the connection', () => {
	it('is good if everything works, in the order of the steps', () => {
		assert.equal(verdicts(allWorks), '++-++++');
		assert.deepEqual(
			judgeConnection(allWorks).map(({ step }) => step),
			['address', 'host', 'proxy', 'tls', 'answer', 'sign-in', 'rights'],
		);
		assert.ok(judgeConnection(allWorks).every(({ error }) => !error));
	});

	it('leaves the host to a proxy', () => {
		assert.equal(verdicts({ ...allWorks, proxy: proxied }), '+-+++++');
	});

	it('needs no TLS on this machine', () => {
		assert.equal(verdicts({ ...allWorks, apiUrl: new URL('http://127.0.0.1:8080/v1') }), '++--+++');
	});

	it('ends at an address that is not used', () => {
		assert.equal(verdicts({}), '!??????');
		assert.equal(judgeConnection({})[0]?.error?.kind, 'refused-api-url');
	});

	for (const [step, expected, kind, message, proxy] of [
		['host', '+!-????', 'no-connection', 'ENOTFOUND getaddrinfo ENOTFOUND api.projectcor.com', direct],
		['host', '+!-????', 'no-connection', 'UND_ERR_CONNECT_TIMEOUT', direct],
		['host', '+!-????', 'no-connection', 'ECONNREFUSED connect ECONNREFUSED 192.0.2.1:443', direct],
		['host', '+!-????', 'connect-timeout', '', direct],
		['host', '+!-????', 'network', 'ECONNRESET read ECONNRESET', direct],
		['proxy', '+-!????', 'proxy-password', '', proxied],
		['proxy', '+-!????', 'proxy-unreachable', '', proxied],
		['proxy', '+-!????', 'network', 'ECONNRESET read ECONNRESET', proxied],
		// One of the system, which nobody here knows of.
		['proxy', '+-!????', 'proxy', '', direct],
		['tls', '++-!???', 'certificate', '', direct],
		['tls', '+-+!???', 'certificate-dates', '', proxied],
		['tls', '++-!???', 'certificate-host', '', direct],
		['tls', '++-!???', 'network', 'EPROTO write EPROTO … wrong version number', direct],
		['answer', '++-+!??', 'not-cor', '', direct],
		['answer', '++-+!??', 'server', '', direct],
		['answer', '++-+!??', 'redirected', '', direct],
		['answer', '+?-?!??', 'answer-timeout', '', direct],
		['answer', '+-??!??', 'answer-timeout', '', proxied],
	] as const satisfies readonly [ConnectionStep, string, FailureKind, string, ProxyChoice][]) {
		it(`fails at ${step} for ${kind}${message && ` (${message})`}${proxy === proxied ? ' of a proxy' : ''}`, () => {
			const error = new CorError(kind, message);
			const facts: ConnectionFacts = { apiUrl, proxy, failure: { during: 'reach', error } };

			assert.equal(verdicts(facts), expected);
			assert.deepEqual(
				judgeConnection(facts).filter(finding => finding.error),
				[{ step, verdict: 'failed', error }],
			);
		});
	}

	for (const [during, expected, kind] of [
		['sign-in', '++-++!?', 'no-credential'],
		['sign-in', '++-++!?', 'answer-timeout'],
		['rights', '++-+++!', 'forbidden'],
	] as const) {
		it(`fails at the ${during} for ${kind} if the way there works`, () => {
			assert.equal(verdicts({ ...allWorks, failure: { during, error: new CorError(kind, kind) } }), expected);
		});
	}
});
