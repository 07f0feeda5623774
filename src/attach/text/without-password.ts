/**
 * The URI without the password that a file system's address may contain: for what is stored, and to recognize it again.
 * Without it the file may not be found again.
 */
export function withoutPassword(uri: string): string {
	const [begin = '', start = '', authority = ''] = /^([^/]*\/\/)([^/?#]*)/.exec(uri) ?? [];
	// VS Code takes the first @ and the last colon for the ends, so it encodes those of a password.
	const host = authority.split(/@|%40/i).at(-1) ?? '';
	const person = authority.slice(0, authority.length - host.length);
	const [name = ''] = person.split(/:|%3a/i, 1);
	return name === person ? uri : `${start}${name}@${host}${uri.slice(begin.length)}`;
}
