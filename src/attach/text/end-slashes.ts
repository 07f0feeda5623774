/** The path without trailing slashes. Takes linear time, because a dropped path may have very many. */
export function withoutEndSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') {
		end -= 1;
	}
	return path.slice(0, end);
}
