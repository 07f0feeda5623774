/** What `fetch` rejects with, in the shape of undici's. */
function fetchFailed(code: string, message: string): TypeError {
	return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

export const refusedConnection = () => fetchFailed('ECONNREFUSED', 'connect ECONNREFUSED');
export const unknownCertificate = () => fetchFailed('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate');
export const lostConnection = () => fetchFailed('ECONNRESET', 'read ECONNRESET');
export const redirected = () => new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
export const proxyWantsPassword = () =>
	new TypeError('fetch failed', { cause: new Error('proxy authentication required') });
