/** Statuses, bodies and spelling of any answer. */
export const answerVariants = {
	/** Status for a task that does not exist or belongs to somebody else. // cor-api §9.9 */
	missingTask: ['417', '404'],
	/** Body of a failed validation: the documented list, a list without `field`, or a CORCustomError. // cor-api §10 (417) */
	validationBody: ['field', 'message-only', 'custom-error'],
	/** Body of a 401. // cor-api §2.3 */
	unauthorizedBody: ['documented', 'adonis', 'html', 'empty'],
	/** How a role that may not attach is refused. // cor-api §5 */
	forbiddenRole: ['403', '417'],
	/** Body of a 403. // cor-api §9.8 */
	forbiddenBody: ['documented', 'adonis', 'html', 'empty'],
	/** Body of a 413: a proxy answers before COR does. // cor-api §3.9 */
	tooLargeBody: ['html', 'documented', 'empty'],
	/** Whether and how a 429 or 503 says when to come back. // cor-api §6.2 */
	retryAfter: ['absent', 'seconds', 'date'],
	/**
	 * Whether `Accept` decides how a refusal is told, as in AdonisJS 4: without `application/json` in it a refusal is a
	 * page, and a failed validation redirects back. // cor-api §10 (Accept)
	 */
	acceptHeader: ['ignored', 'decides'],
	/** Type of ids and sizes anywhere. // cor-api §9.15 */
	numbers: ['numbers', 'strings'],
	/** Type of `page`, `perPage`, `lastPage` and `total` of a list. // cor-api §10 (page numbers) */
	pageNumbers: ['numbers', 'strings'],
	/** How `available` and `archived` are spelled: `0` and `1`, or as text. // cor-api §10 (`available`) */
	booleans: ['booleans', 'numbers', 'text'],
	/** Dates as in the specification or as seen on the wire. // cor-api §1 */
	dates: ['iso', 'spaced'],
} as const;
