import { withoutEndSlashes } from '../../attach/text/end-slashes.js';

/** What `corAttachments.apiUrl` may be, and why another value is not honoured. */
export type ApiUrlReading =
	| { readonly status: 'ok'; readonly apiUrl: URL }
	| { readonly status: 'refused'; readonly why: 'not-an-address' | 'not-https' | 'has-credentials' };

/** COR's one public address (cor-api §1). */
export const defaultApiUrl = 'https://api.projectcor.com/v1';

/** Reads the API address: `https`, or `http` on loopback, where nothing leaves the machine. */
export function readApiUrl(text: string): ApiUrlReading {
	if (!URL.canParse(text.trim())) {
		return { status: 'refused', why: 'not-an-address' };
	}
	const apiUrl = new URL(text.trim());
	if (apiUrl.username !== '' || apiUrl.password !== '') {
		return { status: 'refused', why: 'has-credentials' };
	}
	if (apiUrl.protocol !== 'https:' && !(apiUrl.protocol === 'http:' && isLoopback(apiUrl.hostname))) {
		return { status: 'refused', why: 'not-https' };
	}
	apiUrl.search = '';
	apiUrl.hash = '';
	apiUrl.pathname = withoutEndSlashes(apiUrl.pathname);
	return { status: 'ok', apiUrl };
}

/** Whether COR shows its pages there: the configured web address, or a host of COR's (cor-api §4.4). */
export function isCorWeb(url: URL, webUrl: URL | undefined): boolean {
	return url.origin === webUrl?.origin || isCorHost(url.hostname);
}

/** The address of one resource: `segments` are encoded, `/` included. */
export function resourceUrl(
	apiUrl: URL,
	segments: readonly (string | number)[],
	query: Readonly<Record<string, string | number>> = {},
): URL {
	const url = new URL(apiUrl);
	url.pathname = [apiUrl.pathname.replace(/\/$/, ''), ...segments.map(part => encodeURIComponent(part))].join('/');
	for (const [key, value] of Object.entries(query)) {
		url.searchParams.set(key, String(value));
	}
	return url;
}

/** Whether a host name means this machine, whatever a name server or a proxy says. */
export function isLoopback(hostname: string): boolean {
	// Not all of 127.0.0.0/8: VS Code asks the user's proxy for any host but these, and would give it the credential in clear.
	return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isCorHost(hostname: string): boolean {
	return /(^|\.)(cor\.works|projectcor\.com)$/.test(hostname);
}
