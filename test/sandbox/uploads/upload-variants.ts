/** What becomes of an upload, and how it is told. */
export const uploadVariants = {
	/** What a request gets of which not one file was stored. // cor-api §9.6 */
	singleRefusal: ['400', '200'],
	/** Whether an answer that refuses a file names an older attachment among `files` too. // cor-api §10 (Upload 200) */
	refusalBeside: ['nothing', 'older'],
	/**
	 * What becomes of a request with several files, which is documented and nobody has seen: each is stored; the first
	 * alone is, or is told of; none is, and the answer names none of them. // cor-api §3.1, §9.1
	 */
	severalFiles: ['each', 'first', 'tells-first', 'refused-400', 'refused-417', 'fails-500'],
	/** How a plain `filename=` is decoded; `filename*` is always UTF-8. // cor-api §9.5 */
	fileNameCharset: ['latin1', 'utf8'],
	/** A version whose `attachment_parent_id` is itself a version. // cor-api §3.6 */
	childAsParent: ['accepted', 'refused'],
	/** Status for a parent that is not on the task; 404 is FS003. // cor-api §10 (404) */
	missingParent: ['417', '404'],
	/** A field whose validation fails whatever it holds; the files are not stored. // cor-api §10 (417) */
	failedField: ['none', 'task_id', 'created_from', 'attachmentParentId'],
	/** How much of a file is kept; the sizes that COR tells are those of what it kept. // cor-api §10 (end) */
	keptBytes: ['all', 'half'],
	/**
	 * Which attachment the answer tells of: the one that was stored, the latest one that was there before (of the same name,
	 * if there is one), or both. // cor-api §10 (end)
	 */
	toldEntry: ['stored', 'older', 'older-first'],
	/** The size in the answer. // cor-api §10 (end) */
	toldSize: ['bytes', 'half', 'rounded', 'kilobytes', 'text', 'text-with-unit', 'zero', 'missing'],
	/** What the answer is. // cor-api §10 (200 with `null`) */
	uploadBody: ['documented', 'null', 'no-content', 'wrapped'],
} as const;
