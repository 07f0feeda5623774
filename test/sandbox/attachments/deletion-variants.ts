/** Deleting attachments. */
export const deletionVariants = {
	/** What becomes of the versions when their root is deleted. // cor-api §3.6 */
	deletedParent: ['takes-versions', 'promotes-version'],
	/**
	 * How a deletion ends: `not-deleted` says so with 200, `gone` finds that somebody else was faster (404 FS003), `refused`
	 * is the 417 of a failed validation. // cor-api §3.3
	 */
	deletion: ['documented', 'not-deleted', 'gone', 'refused'],
} as const;
