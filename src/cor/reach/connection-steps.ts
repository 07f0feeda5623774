import { CorError, type FailureKind } from '../../attach/errors.js';
import type { ProxyChoice } from './proxy-choice.js';

/** What has to work one after another until a file can be attached. */
export const connectionSteps = ['address', 'name', 'connect', 'proxy', 'tls', 'answer', 'sign-in', 'rights'] as const;
export type ConnectionStep = (typeof connectionSteps)[number];

/** What became of a request that was made to find out. */
export interface Trial {
	/** Missing where it worked. */
	readonly error?: CorError;
	readonly tookMs: number;
}

/** What was found out; a trial that is missing was not made. */
export interface ConnectionFacts {
	/** Missing where the setting is no address that a credential may be sent to. */
	readonly apiUrl?: URL;
	readonly proxy: ProxyChoice;
	/** The look-up of the host's name, where no proxy does that. */
	readonly lookup?: Trial;
	/** A request without a credential. */
	readonly reach?: Trial;
	/** COR was asked who this is. */
	readonly signIn?: Trial;
	/** COR was asked for tasks. */
	readonly rights?: Trial;
}

/**
 * `passed` and `failed` are known. `not-needed`: it does not take part. `not-told`: nobody can say, as with a request
 * that was not answered in time. `not-reached`: something before it failed.
 */
export interface StepFinding {
	readonly step: ConnectionStep;
	readonly verdict: 'passed' | 'failed' | 'not-needed' | 'not-told' | 'not-reached';
	readonly error?: CorError;
	readonly tookMs?: number;
}

/** The verdict on each step, in their order; at most one has failed. */
export function judgeConnection(facts: ConnectionFacts): readonly StepFinding[] {
	const failure = findFailure(facts);
	const place = failure ? connectionSteps.indexOf(failure.step) : connectionSteps.length;
	return connectionSteps.map((step, index): StepFinding => {
		if (step === failure?.step) {
			return failure;
		}
		if (isLeftOut(step, facts, failure)) {
			return { step, verdict: 'not-needed' };
		}
		if (index > place) {
			return { step, verdict: 'not-reached' };
		}
		return isUntold(step, facts) ? { step, verdict: 'not-told' } : { step, verdict: 'passed', ...timeOf(step, facts) };
	});
}

/** The first step that failed. */
export function failedStep(findings: readonly StepFinding[]): StepFinding | undefined {
	return findings.find(({ verdict }) => verdict === 'failed');
}

function findFailure({ apiUrl, proxy, lookup, reach, signIn, rights }: ConnectionFacts): StepFinding | undefined {
	if (!apiUrl) {
		return failed('address', { error: new CorError('refused-api-url', 'corAttachments.apiUrl'), tookMs: 0 });
	}
	if (reach?.error) {
		return failed(stepBehind(reach.error, proxy, lookup), reach);
	}
	if (signIn?.error) {
		return failed('sign-in', signIn);
	}
	return rights?.error && failed('rights', rights);
}

function failed(step: ConnectionStep, { error, tookMs }: Trial): StepFinding {
	return { step, verdict: 'failed', ...(error && { error }), tookMs };
}

const ofProxy: ReadonlySet<FailureKind> = new Set(['proxy', 'proxy-password', 'proxy-unreachable']);
const ofCertificate: ReadonlySet<FailureKind> = new Set(['certificate', 'certificate-dates', 'certificate-host']);

/** The step at which a request ended that brought no answer, or not COR's. */
function stepBehind({ kind, message }: CorError, proxy: ProxyChoice, lookup: Trial | undefined): ConnectionStep {
	if (ofProxy.has(kind)) {
		return 'proxy';
	}
	// undici's words, and OpenSSL's
	if (
		ofCertificate.has(kind) ||
		(kind === 'network' && /secure TLS connection|EPROTO|ERR_SSL|SSL routines/.test(message))
	) {
		return 'tls';
	}
	if (kind === 'no-connection' || kind === 'connect-timeout' || kind === 'network') {
		// Which of both broke the connection cannot be seen from here; the proxy comes first.
		if (proxy.way === 'proxy') {
			return 'proxy';
		}
		return lookup?.error || /ENOTFOUND|EAI_/.test(message) ? 'name' : 'connect';
	}
	return 'answer';
}

function isLeftOut(
	step: ConnectionStep,
	{ apiUrl, proxy }: ConnectionFacts,
	failure: StepFinding | undefined,
): boolean {
	const isProxied = proxy.way === 'proxy' || failure?.step === 'proxy';
	switch (step) {
		case 'name':
			return apiUrl !== undefined && (isProxied || isAddress(apiUrl.hostname)); // the proxy looks it up
		case 'connect':
			return apiUrl !== undefined && isProxied;
		case 'proxy':
			return apiUrl !== undefined && !isProxied;
		case 'tls':
			return apiUrl?.protocol === 'http:';
		default:
			return false;
	}
}

function isAddress(hostname: string): boolean {
	return /^(\d+(\.\d+){3}|\[.*\])$/.test(hostname);
}

// A time-out is over the whole way: only what was found out by itself is known then.
function isUntold(step: ConnectionStep, { reach, lookup }: ConnectionFacts): boolean {
	if (reach?.error?.kind !== 'answer-timeout' || step === 'address') {
		return false;
	}
	return !(step === 'name' && lookup && !lookup.error);
}

function timeOf(step: ConnectionStep, { lookup, reach, signIn, rights }: ConnectionFacts): { tookMs?: number } {
	const trials: Partial<Record<ConnectionStep, Trial | undefined>> = {
		name: lookup,
		answer: reach,
		'sign-in': signIn,
		rights,
	};
	const trial = trials[step];
	return trial && !trial.error ? { tookMs: trial.tookMs } : {};
}
