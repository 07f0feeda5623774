/** What a link to the extension asks for. */
type DeepLink =
	| { readonly status: 'attach'; readonly taskId: number }
	/** It is none that is followed; `why` is for the log. */
	| { readonly status: 'refused'; readonly why: string };

/**
 * Reads the path and the query of a link: `/attach` and `task=123`, and nothing else, since whoever wrote it may be
 * anybody. Where a link goes to is a person's to say.
 */
export function readDeepLink(path: string, query: string, fragment: string): DeepLink {
	if (path !== '/attach') {
		return { status: 'refused', why: 'its path is not /attach' };
	}
	const digits = /^task=([1-9]\d{0,14})$/.exec(query)?.[1];
	if (digits === undefined || fragment !== '') {
		return { status: 'refused', why: 'it has more, or something else, than task= and digits' };
	}
	return { status: 'attach', taskId: Number(digits) };
}
