/** A path without the slashes at its end, in time that grows with its length alone: a path that is dropped may have any. */
export function withoutEndSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') {
		end -= 1;
	}
	return path.slice(0, end);
}
