import assert from 'node:assert/strict';
import { CorError, type FailureKind } from '../../src/attach/errors.js';
import {
	type ConnectionFacts,
	type ConnectionStep,
	failedStep,
	judgeConnection,
} from '../../src/cor/reach/connection-steps.js';
import type { ProxyChoice } from '../../src/cor/reach/proxy-choice.js';

const apiUrl = new URL('https://api.projectcor.com/v1');
const direct: ProxyChoice = { way: 'direct', why: 'none-known' };
const proxied: ProxyChoice = { way: 'proxy', from: 'http.proxy', address: 'http://proxy:8080' };
const works = { tookMs: 12 };
const allWorks: ConnectionFacts = {
	apiUrl,
	proxy: direct,
	lookup: { tookMs: 3 },
	reach: works,
	signIn: works,
	rights: works,
};

function fails(kind: FailureKind, message: string = kind) {
	return { error: new CorError(kind, message), tookMs: 5 };
}

/** The verdicts in the order of the steps: `+` passed, `!` failed, `-` not needed, `?` not told, `.` not reached. */
function verdicts(facts: ConnectionFacts): string {
	const signs = { passed: '+', failed: '!', 'not-needed': '-', 'not-told': '?', 'not-reached': '.' } as const;
	return judgeConnection(facts)
		.map(({ verdict }) => signs[verdict])
		.join('');
}

describe('the verdict on each step of the connection', () => {
	it('is good where all works, with the times that were taken', () => {
		assert.equal(verdicts(allWorks), '+++-++++');
		assert.deepEqual(
			judgeConnection(allWorks).map(({ step, tookMs }) => [step, tookMs]),
			[
				['address', undefined],
				['name', 3],
				['connect', undefined],
				['proxy', undefined],
				['tls', undefined],
				['answer', 12],
				['sign-in', 12],
				['rights', 12],
			],
		);
		assert.equal(failedStep(judgeConnection(allWorks)), undefined);
	});

	it('leaves name and connection to a proxy', () => {
		assert.equal(verdicts({ ...allWorks, proxy: proxied }), '+--+++++');
	});

	it('needs neither name nor TLS for a number on this machine', () => {
		const loopback = { ...allWorks, apiUrl: new URL('http://127.0.0.1:8080/v1') };

		assert.equal(verdicts(loopback), '+-+--+++');
	});

	it('ends at an address that is not used', () => {
		assert.equal(verdicts({ proxy: direct }), '!.......');
	});

	for (const [step, expected, reach, more] of [
		['name', '+!.-....', fails('no-connection', 'ENOTFOUND getaddrinfo ENOTFOUND api.projectcor.com'), {}],
		['name', '+!.-....', fails('no-connection', 'UND_ERR_CONNECT_TIMEOUT'), { lookup: fails('unexpected') }],
		['connect', '++!-....', fails('no-connection', 'ECONNREFUSED connect ECONNREFUSED 192.0.2.1:443'), {}],
		['connect', '++!-....', fails('connect-timeout'), {}],
		['connect', '++!-....', fails('network', 'ECONNRESET read ECONNRESET'), {}],
		['proxy', '+--!....', fails('proxy-password'), { proxy: proxied }],
		['proxy', '+--!....', fails('proxy-unreachable'), { proxy: proxied }],
		['proxy', '+--!....', fails('network', 'ECONNRESET read ECONNRESET'), { proxy: proxied }],
		// One of the system, which nobody here knows of.
		['proxy', '+--!....', fails('proxy'), {}],
		['tls', '+++-!...', fails('certificate'), {}],
		['tls', '+--+!...', fails('certificate-dates'), { proxy: proxied }],
		['tls', '+++-!...', fails('certificate-host'), {}],
		['tls', '+++-!...', fails('network', 'EPROTO write EPROTO … wrong version number'), {}],
		['answer', '+++-+!..', fails('not-cor'), {}],
		['answer', '+++-+!..', fails('server'), {}],
		['answer', '+++-+!..', fails('redirected'), {}],
		['answer', '++?-?!..', fails('answer-timeout'), {}],
		['answer', '+--??!..', fails('answer-timeout'), { proxy: proxied }],
	] as const satisfies readonly [ConnectionStep, string, object, Partial<ConnectionFacts>][]) {
		it(`fails at ${step} for ${reach.error.kind} (${reach.error.message}) ${'proxy' in more ? 'of a proxy' : ''}`, () => {
			const { signIn: _, rights: __, ...before } = allWorks;
			const findings = { ...before, reach, ...more };

			assert.equal(verdicts(findings), expected);
			assert.equal(failedStep(judgeConnection(findings))?.step, step);
			assert.equal(failedStep(judgeConnection(findings))?.error, reach.error);
		});
	}

	it('fails at the sign-in, and at the rights, where the way there works', () => {
		const { rights: _, ...before } = allWorks;

		assert.equal(verdicts({ ...before, signIn: fails('no-credential') }), '+++-++!.');
		assert.equal(verdicts({ ...allWorks, rights: fails('forbidden') }), '+++-+++!');
	});
});
