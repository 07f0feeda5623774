/** Messages of a task. */
export const messageVariants = {
	/** What a message that was taken is answered with: nothing is declared. // cor-api §3.5 */
	messageAnswer: ['empty', 'message', 'html', 'no-content'],
	/** Whether the list tells what messages refer to: as documented, with nothing in it, or not at all. // cor-api §3.5 */
	messageReferences: ['documented', 'untold', 'missing'],
	/** Shape of the list: the documented array, or in an envelope. // cor-api §10 */
	messageList: ['array', 'wrapped'],
} as const;
