import { withoutEndSlashes } from '../../attach/text/end-slashes.js';

/** The value of `corAttachments.apiUrl`, or why it can't be used. */
export type ApiUrlReading =
	| { readonly status: 'ok'; readonly apiUrl: URL }
	| { readonly status: 'refused'; readonly why: 'not-an-address' | 'not-https' | 'has-credentials' };

/** COR's public API address (cor-api §1). */
export const defaultApiUrl = 'https://api.projectcor.com/v1';

/** Reads the API address: `https`, or `http` on this machine. */
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

/** Whether COR's pages can be at this address: the configured web address, or a host of COR (cor-api §4.4). */
export function isCorWeb(url: URL, webUrl: URL | undefined): boolean {
	return url.origin === webUrl?.origin || isCorHost(url.hostname);
}

/** URL of a resource. Encodes each segment, including any `/` in it. */
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

/** Whether a host name always means this machine. */
export function isLoopback(hostname: string): boolean {
	// Not all of 127.0.0.0/8: VS Code sends all other hosts to the user's proxy, which would see the credential in clear
	// text.
	return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isCorHost(hostname: string): boolean {
	return /(^|\.)(cor\.works|projectcor\.com)$/.test(hostname);
}
