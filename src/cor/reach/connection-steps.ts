import { CorError, type FailureKind } from '../../attach/errors.js';
import type { ProxyChoice } from './proxy-choice.js';

/** The steps that must work before a file can be attached, in order. */
const connectionSteps = ['address', 'host', 'proxy', 'tls', 'answer', 'sign-in', 'rights'] as const;
export type ConnectionStep = (typeof connectionSteps)[number];

/** What was tried until something failed. */
export interface ConnectionFacts {
	/** Missing if the setting isn't an address that may receive credentials. */
	readonly apiUrl?: URL;
	readonly proxy?: ProxyChoice;
	/** `reach`: a request without a credential. `sign-in`: reading the account. `rights`: reading tasks. */
	readonly failure?: { readonly during: 'reach' | 'sign-in' | 'rights'; readonly error: CorError };
}

/**
 * `not-needed`: this connection doesn't use the step. `unknown`: an earlier step failed, or everything together took
 * too long.
 */
export interface StepFinding {
	readonly step: ConnectionStep;
	readonly verdict: 'passed' | 'failed' | 'not-needed' | 'unknown';
	/** Only for the step that failed. */
	readonly error?: CorError;
}

/** A verdict for each step, in order. At most one has failed. */
export function judgeConnection(facts: ConnectionFacts): readonly StepFinding[] {
	const failed = findFailed(facts);
	const place = failed ? connectionSteps.indexOf(failed.step) : connectionSteps.length;
	const isLate = failed?.step === 'answer' && failed.error?.kind === 'answer-timeout';
	return connectionSteps.map((step, index): StepFinding => {
		if (step === failed?.step) {
			return failed;
		}
		if (isLeftOut(step, facts, failed)) {
			return { step, verdict: 'not-needed' };
		}
		return { step, verdict: index > place || (isLate && step !== 'address') ? 'unknown' : 'passed' };
	});
}

function findFailed({ apiUrl, proxy, failure }: ConnectionFacts): StepFinding | undefined {
	if (!apiUrl) {
		return { step: 'address', verdict: 'failed', error: new CorError('refused-api-url', 'corAttachments.apiUrl') };
	}
	if (!failure) {
		return undefined;
	}
	const { during, error } = failure;
	return { step: during === 'reach' ? stepBehind(error, proxy) : during, verdict: 'failed', error };
}

const ofProxy: ReadonlySet<FailureKind> = new Set(['proxy', 'proxy-password', 'proxy-unreachable']);
const ofCertificate: ReadonlySet<FailureKind> = new Set(['certificate', 'certificate-dates', 'certificate-host']);
const ofHost: ReadonlySet<FailureKind> = new Set(['no-connection', 'connect-timeout', 'network']);

/** The step at which a request failed without an answer from COR. */
function stepBehind({ kind, message }: CorError, proxy: ProxyChoice | undefined): ConnectionStep {
	if (ofProxy.has(kind)) {
		return 'proxy';
	}
	// messages of undici and OpenSSL
	const isOfTls = kind === 'network' && /secure TLS connection|EPROTO|ERR_SSL|SSL routines/.test(message);
	if (isOfTls || ofCertificate.has(kind)) {
		return 'tls';
	}
	if (!ofHost.has(kind)) {
		return 'answer';
	}
	// It isn't visible which of them broke the connection, so check the proxy first.
	return proxy?.way === 'proxy' ? 'proxy' : 'host';
}

function isLeftOut(step: ConnectionStep, { apiUrl, proxy }: ConnectionFacts, failed: StepFinding | undefined): boolean {
	const isProxied = proxy?.way === 'proxy' || failed?.step === 'proxy';
	switch (apiUrl && step) {
		case 'host':
			return isProxied; // the proxy resolves the name and connects
		case 'proxy':
			return !isProxied;
		case 'tls':
			return apiUrl?.protocol === 'http:';
		default:
			return false;
	}
}
