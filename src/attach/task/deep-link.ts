/** What a link to the extension asks for. */
type DeepLink =
	| { readonly status: 'attach'; readonly taskId: number }
	/** The link isn't followed. `why` goes to the log. */
	| { readonly status: 'refused'; readonly why: string };

/**
 * Reads the path and query of a link. Only `/attach?task=123` is accepted: anybody can write a link, so it may
 * preselect a task and nothing else.
 */
export function readDeepLink(path: string, query: string, fragment: string): DeepLink {
	if (path !== '/attach') {
		return { status: 'refused', why: 'the path is not /attach' };
	}
	const digits = /^task=([1-9]\d{0,14})$/.exec(query)?.[1];
	if (digits === undefined || fragment !== '') {
		return { status: 'refused', why: 'the query is not exactly task= and digits, or the link has a fragment' };
	}
	return { status: 'attach', taskId: Number(digits) };
}
