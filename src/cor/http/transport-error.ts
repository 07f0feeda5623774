import { CorError, type FailureKind } from '../../attach/errors.js';
import type { Redaction } from './redaction.js';

type Cause = Error & {
	readonly code?: string | number;
	/** Set if a name lookup failed. */
	readonly hostname?: string;
	/** Set if a connection failed. */
	readonly port?: number;
};

// Nothing can have left: no such name, no route, or nobody listening.
const noConnectionCodes =
	/^(ENOTFOUND|EAI_|ECONNREFUSED|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EHOSTDOWN|UND_ERR_CONNECT_TIMEOUT)/;

// Characters of a message that the log shows; it may repeat what a server or proxy sent.
const maxWords = 4_000;

// Endless headers, or contents that don't decompress.
const unreadableCodes = /^(UND_ERR_HEADERS_OVERFLOW|Z_)/;

/** The error for a rejected `fetch` of `url`. The first cause with a known meaning decides. */
export function toTransportError(error: unknown, url: URL, redaction?: Redaction): CorError {
	const chain = [...causes(error)];
	const own = chain.find(cause => cause instanceof CorError);
	if (own instanceof CorError) {
		return own;
	}
	const words = chain.map(cause => [cause.code, cause.message].filter(Boolean).join(' ')).join(': ');
	const message = redaction?.redact(words.slice(0, maxWords)) ?? words;
	const details = message === words ? { cause: error } : {};
	const status = chain.map(tunnelStatus).find(found => found !== undefined);
	if (status !== undefined) {
		return new CorError(status === 407 ? 'proxy-password' : 'proxy', message, { ...details, status });
	}
	const kind = chain.map(cause => toKind(cause, url)).find(found => found !== undefined) ?? 'network';
	return new CorError(kind, message, details);
}

function* causes(error: unknown): Generator<Cause> {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
		yield cause;
		if (cause instanceof AggregateError) {
			yield* cause.errors.slice(0, 2);
		}
	}
}

// A proxy that refuses the tunnel: undici's message, and the editor's for a 407 it can't answer ("?.== 200").
function tunnelStatus({ message }: Cause): number | undefined {
	const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
	return status === undefined ? undefined : Number(status);
}

function toKind(cause: Cause, url: URL): FailureKind | undefined {
	const { code, message } = cause;
	if (message === 'unexpected redirect') {
		return 'redirected';
	}
	if (isOfProxyAddress(cause) || isOfAnotherHost(cause, url)) {
		return 'proxy-unreachable';
	}
	if (isUnreadable(cause)) {
		return 'unreadable-answer';
	}
	if (typeof code !== 'string') {
		return undefined;
	}
	return noConnectionCodes.test(code) ? 'no-connection' : toCertificateKind(code);
}

/**
 * Whether something came that isn't HTTP or can't be read. An answer that was cut off is a broken connection instead.
 */
function isUnreadable({ name, code, message }: Cause): boolean {
	const isNoHttp = name === 'HTTPParserError' && !/EOF/.test(message);
	return isNoHttp || /^too many content-encodings/.test(message) || unreadableCodes.test(String(code));
}

// COR's address is valid, so the invalid one is the proxy's. `UND_ERR_PRX_TLS`: a TLS proxy with another name.
function isOfProxyAddress(cause: Cause): boolean {
	return cause.code === 'ERR_INVALID_URL' || cause instanceof URIError || cause.code === 'UND_ERR_PRX_TLS';
}

/** Whether the failed connection was to another host or port than COR's, so to a proxy. */
function isOfAnotherHost({ hostname, port, message }: Cause, url: URL): boolean {
	const attempted = /attempted address(?:es)?: \S{0,300}?:(\d{1,5})[,)]/.exec(message)?.[1];
	const failedPort = port ?? (attempted === undefined ? undefined : Number(attempted));
	const ownPort = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
	return (hostname !== undefined && hostname !== url.hostname) || (failedPort !== undefined && failedPort !== ownPort);
}

const untrusted =
	/^(UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_(CHAIN_TOO_LONG|REVOKED|SIGNATURE_FAILURE|REJECTED|UNTRUSTED)|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)/;

/** Maps the error codes of OpenSSL's certificate verification (Node.js, "TLS: X509 certificate error codes"). */
function toCertificateKind(code: string): FailureKind | undefined {
	if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
		return 'certificate-dates';
	}
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
		return 'certificate-host';
	}
	return untrusted.test(code) ? 'certificate' : undefined;
}
