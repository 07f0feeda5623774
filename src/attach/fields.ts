import * as v from 'valibot';

export const statuses = ['approved', 'pending', 'required'] as const;
export const origins = ['task_panel', 'rework', 'feedback'] as const;

/** The upload's form fields other than the files (cor-api §3.1). COR uses its default for a missing field. */
export const uploadFields = v.strictObject({
	/** Whether the file is visible in COR. COR's default is `true`. */
	available: v.exactOptional(v.boolean()),
	status: v.exactOptional(v.picklist(statuses)),
	/** COR's default is `task_panel`. */
	createdFrom: v.exactOptional(v.picklist(origins)),
	/** Groups uploads into one notification. COR doesn't document when it sends that notification (cor-api §3.7). */
	sessionToken: v.exactOptional(v.string()),
});

export type UploadFields = Readonly<v.InferOutput<typeof uploadFields>>;
