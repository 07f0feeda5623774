/** Whether COR calls a task finished. COR may add statuses (cor-api §4.1); an unknown one is not finished. */
export function isFinished(status: string | undefined): boolean {
	return status?.trim().toLowerCase() === 'finalizada';
}
