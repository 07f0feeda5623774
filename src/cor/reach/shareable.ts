const mark = '•••';

/**
 * A text that is safe to share: URLs without user name and password, paths without the name of a home folder.
 * @param home the person's own home folder, if known
 */
export function shareable(text: string, home = ''): string {
	const withoutHome = home.length > 1 ? text.replaceAll(home, '~') : text;
	return withoutUserInfo(withoutHome)
		.replace(/(\/(?:home|Users)\/)[^/\s:;,"'`]+/g, `$1${mark}`)
		.replace(/(\b[a-z]:[\\/]+Users[\\/]+)[^\\/\r\n:;,"'`]+/gi, `$1${mark}`);
}

/** Removes everything before the last `@` of a URL, since a password may contain an unencoded `@` or `/`. */
function withoutUserInfo(text: string): string {
	return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>]*@/gi, `$1${mark}@`);
}

/** A proxy's address, with or without scheme, that is safe to share. */
export function shareableProxy(address: string): string {
	const { scheme, userInfo, rest } = partsOf(address);
	return userInfo === undefined ? address : `${scheme}${mark}@${rest}`;
}

/** The password in a proxy's address, as written and decoded. Empty if there is none. */
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
		return text; // an invalid percent-encoding
	}
}
