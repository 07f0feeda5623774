/** Reading tasks. */
export const taskVariants = {
	/** Type of `total` in the task list; both are documented. // cor-api §4.1 */
	totals: ['string', 'number'],
	/** Shape of the task list; a bare one has the page that was asked for, or everything on each page. // cor-api §10 */
	taskListBody: ['paged', 'bare-page', 'bare-all'],
	/** Shape of a list that was asked for with `page=false`. // cor-api §1 */
	unpaged: ['one-page', 'array', 'wrapped'],
	/** Largest page that is given whatever was asked for, of tasks and attachments. // cor-api §9.14, §10 */
	pageCap: ['none', '50', '20'],
	/** Fields of a task: the documented ones alone, or with what others saw. // cor-api §4.1 */
	taskFields: ['documented', 'seen'],
	/** Statuses of tasks: the documented four, or with the two more that others saw. // cor-api §4.1 */
	taskStatuses: ['documented', 'seen'],
	/** What one task comes as. // cor-api §10 (200 with `null`) */
	taskBody: ['object', 'list', 'wrapped', 'null', 'no-content'],
	/** Whether `filters.collaborator` has an effect. // cor-api §9.17 */
	collaboratorFilter: ['honoured', 'ignored'],
} as const;
