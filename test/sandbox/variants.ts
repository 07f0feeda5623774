/**
 * What COR does not document, one field for each unknown, each plausible behaviour a literal.
 * The first literal is the default: documented, or the most likely one.
 */
export interface Variants {
	/** Status for a task that does not exist or belongs to somebody else. // cor-api §9.9 */
	readonly missingTask: '417' | '404';
	/** Body of a 401. // cor-api §2.3 */
	readonly unauthorizedBody: 'documented' | 'adonis' | 'html' | 'empty';
	/** How a role that may not attach is refused. // cor-api §5 */
	readonly forbiddenRole: '403' | '417';
	/** Body of a 403. // cor-api §9.8 */
	readonly forbiddenBody: 'documented' | 'adonis' | 'html' | 'empty';
	/** Body of a 413: a proxy answers before COR does. // cor-api §3.9 */
	readonly tooLargeBody: 'html' | 'documented' | 'empty';
	/** Whether and how a 429 says when to come back. // cor-api §6.2 */
	readonly retryAfter: 'absent' | 'seconds' | 'date';
	/** Status of the token endpoints for a wrong key, secret or refresh token. // cor-api §2.2 */
	readonly rejectedCredentials: '401' | '400' | '403' | '417';
	/** Shape of a token answer. // cor-api §2.2 */
	readonly tokenShape: 'flat' | 'nested';
	/** Whether a refresh token works once or again and again. // cor-api §9.10 */
	readonly refreshTokens: 'rotating' | 'reusable';
	/** What a request gets of which not one file was stored. // cor-api §9.6 */
	readonly singleRefusal: '400' | '200';
	/**
	 * What becomes of a request with several files, which is documented and nobody has seen: each is stored; the first
	 * alone is, or is told of; none is, and the answer names none of them. // cor-api §3.1, §9.1
	 */
	readonly severalFiles: 'each' | 'first' | 'tells-first' | 'refused-400' | 'refused-417' | 'fails-500';
	/** Type of `total` in the task list. // cor-api §4.1 */
	readonly totals: 'string' | 'number';
	/** Type of ids and sizes anywhere. // cor-api §9.15 */
	readonly numbers: 'numbers' | 'strings';
	/** Dates as in the specification or as seen on the wire. // cor-api §1 */
	readonly dates: 'iso' | 'spaced';
	/** Shape of a list that was asked for with `page=false`. // cor-api §1 */
	readonly unpaged: 'array' | 'wrapped';
	/** Largest page that is given whatever was asked for. // cor-api §9.14 */
	readonly pageCap: 'none' | '50';
	/** Fields of a task: with what others saw, or the documented ones alone. // cor-api §4.1 */
	readonly taskFields: 'seen' | 'documented';
	/** Whether `filters.collaborator` has an effect. // cor-api §9.17 */
	readonly collaboratorFilter: 'honoured' | 'ignored';
	/** How a plain `filename=` is decoded; `filename*` is always UTF-8. // cor-api §9.5 */
	readonly fileNameCharset: 'latin1' | 'utf8';
	/** What a file name comes back as: in a Unicode form, without accents, or with a number in front. // cor-api §9.5, §9.22 */
	readonly fileNameForm: 'as-sent' | 'NFC' | 'NFD' | 'ascii' | 'numbered';
	/** A version whose `attachment_parent_id` is itself a version. // cor-api §3.6 */
	readonly childAsParent: 'accepted' | 'refused';
	/** What becomes of the versions when their root is deleted. // cor-api §3.6 */
	readonly deletedParent: 'takes-versions' | 'promotes-version';
}

export const defaultVariants: Variants = {
	missingTask: '417',
	unauthorizedBody: 'documented',
	forbiddenRole: '403',
	forbiddenBody: 'documented',
	tooLargeBody: 'html',
	retryAfter: 'absent',
	rejectedCredentials: '401',
	tokenShape: 'flat',
	refreshTokens: 'rotating',
	singleRefusal: '400',
	severalFiles: 'each',
	totals: 'string',
	numbers: 'numbers',
	dates: 'iso',
	unpaged: 'array',
	pageCap: 'none',
	taskFields: 'seen',
	collaboratorFilter: 'honoured',
	fileNameCharset: 'latin1',
	fileNameForm: 'as-sent',
	childAsParent: 'accepted',
	deletedParent: 'takes-versions',
};
