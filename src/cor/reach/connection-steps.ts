import { CorError, type FailureKind } from '../../attach/errors.js';
import type { ProxyChoice } from './proxy-choice.js';

/** What has to work, one after another, before a file can be attached. */
const connectionSteps = ['address', 'host', 'proxy', 'tls', 'answer', 'sign-in', 'rights'] as const;
export type ConnectionStep = (typeof connectionSteps)[number];

/** What was tried, until something failed. */
export interface ConnectionFacts {
	/** Missing if the setting is no address that a credential may be sent to. */
	readonly apiUrl?: URL;
	readonly proxy?: ProxyChoice;
	/** `reach`: a request without a credential. `sign-in`: asking who this is. `rights`: asking for tasks. */
	readonly failure?: { readonly during: 'reach' | 'sign-in' | 'rights'; readonly error: CorError };
}

/** `not-needed`: the step takes no part. `unknown`: a step before it failed, or the whole way took too long. */
export interface StepFinding {
	readonly step: ConnectionStep;
	readonly verdict: 'passed' | 'failed' | 'not-needed' | 'unknown';
	/** Of the one step that failed. */
	readonly error?: CorError;
}

/** The verdict on each step, in their order; at most one has failed. */
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

/** The step at which a request ended that brought no answer, or not COR's. */
function stepBehind({ kind, message }: CorError, proxy: ProxyChoice | undefined): ConnectionStep {
	if (ofProxy.has(kind)) {
		return 'proxy';
	}
	// undici's words, and OpenSSL's
	const isOfTls = kind === 'network' && /secure TLS connection|EPROTO|ERR_SSL|SSL routines/.test(message);
	if (isOfTls || ofCertificate.has(kind)) {
		return 'tls';
	}
	if (!ofHost.has(kind)) {
		return 'answer';
	}
	// Which of both broke the connection cannot be seen from here; the proxy comes first.
	return proxy?.way === 'proxy' ? 'proxy' : 'host';
}

function isLeftOut(step: ConnectionStep, { apiUrl, proxy }: ConnectionFacts, failed: StepFinding | undefined): boolean {
	const isProxied = proxy?.way === 'proxy' || failed?.step === 'proxy';
	switch (apiUrl && step) {
		case 'host':
			return isProxied; // the proxy connects to it
		case 'proxy':
			return !isProxied;
		case 'tls':
			return apiUrl?.protocol === 'http:';
		default:
			return false;
	}
}
