const mark = '•••';

/**
 * A text as it may be given to strangers: addresses without user name and password, and no home folder's name. `home` is
 * the person's own, where there is one.
 */
export function shareable(text: string, home = ''): string {
	const withoutHome = home.length > 1 ? text.replaceAll(home, '~') : text;
	return withoutUserInfo(withoutHome)
		.replace(/(\/(?:home|Users)\/)[^/\s:;,"'`]+/g, `$1${mark}`)
		.replace(/(\b[a-z]:[\\/]+Users[\\/]+)[^\\/\r\n:;,"'`]+/gi, `$1${mark}`);
}

/** Addresses without what stands before their `@`: greedy, since a password may hold an `@` or a `/` that is not encoded. */
function withoutUserInfo(text: string): string {
	return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>]*@/gi, `$1${mark}@`);
}

/** The address of a proxy as it may be given to strangers; it may lack its scheme. */
export function shareableProxy(address: string): string {
	const { scheme, userInfo, rest } = partsOf(address);
	return userInfo === undefined ? address : `${scheme}${mark}@${rest}`;
}

/** The password in the address of a proxy, as it is written and as it is meant; empty where it has none. */
export function proxyPasswords(address: string): readonly string[] {
	const [, written] = /:(.*)$/s.exec(partsOf(address).userInfo ?? '') ?? [];
	return written ? [written, decoded(written)] : [];
}

function partsOf(address: string): { readonly scheme: string; readonly userInfo?: string; readonly rest: string } {
	const scheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i.exec(address)?.[0] ?? '';
	const at = address.lastIndexOf('@');
	return at < scheme.length
		? { scheme: scheme.trim(), rest: address.slice(scheme.length) }
		: { scheme: scheme.trim(), userInfo: address.slice(scheme.length, at), rest: address.slice(at + 1) };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text; // a `%` that encodes nothing
	}
}
