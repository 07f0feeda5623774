/** The list of a task's attachments. */
export const listVariants = {
	/** Shape of the list; a bare one has the page that was asked for, or everything on each page. // cor-api §10 */
	listBody: ['paged', 'bare-page', 'bare-all'],
	/** Whether the list can be read at all. // cor-api §3.2 (500) */
	listStatus: ['200', '500-null', '500-empty'],
	/** The order where none is asked for. // cor-api §10 (lists) */
	listOrder: ['newest-first', 'oldest-first', 'newest-version-first', 'by-name', 'scattered'],
	/** How ids follow one another. // cor-api §9.15 */
	idOrder: ['rising', 'falling', 'scattered'],
	/** What a file name comes back as: in a Unicode form, without accents, or with a number in front. // cor-api §9.5, §9.22 */
	fileNameForm: ['as-sent', 'NFC', 'NFD', 'ascii', 'numbered'],
	/** `originalname`, which may be empty or missing beside a `name`. // cor-api §10 */
	originalname: ['told', 'empty', 'missing'],
	/** The size in the list. // cor-api §10 (end) */
	listedSize: ['bytes', 'half', 'rounded', 'kilobytes', 'text', 'text-with-unit', 'zero', 'missing'],
	/** Whose id `user_id` is: the one of `/me`, or another one for the same person. // cor-api §10 (end) */
	userIds: ['own', 'other-in-list', 'other', 'missing-in-list'],
	/**
	 * `currentVersion`, `currentVersionId` and `currentVersionData`: left out, all `null`, the number beside `null` for the
	 * data, the root itself where it has no versions, or `{ id, version }` alone. // cor-api §10
	 */
	currentVersions: ['documented', 'absent', 'null', 'null-data', 'root-data', 'short-data'],
} as const;
