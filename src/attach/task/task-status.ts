/** Whether COR calls a task finished. A status is an open string (cor-api §4.1); one that is not known is not finished. */
export function isFinished(status: string | undefined): boolean {
	return status?.trim().toLowerCase() === 'finalizada';
}
