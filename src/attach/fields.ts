import * as v from 'valibot';

export const statuses = ['approved', 'pending', 'required'] as const;
export const origins = ['task_panel', 'rework', 'feedback'] as const;

/** The fields of the upload beside the files (cor-api §3.1). What is left out takes COR's default. */
export const uploadFields = v.strictObject({
	/** Whether the file is visible; COR's default is `true`. */
	available: v.exactOptional(v.boolean()),
	status: v.exactOptional(v.picklist(statuses)),
	/** COR's default is `task_panel`. */
	createdFrom: v.exactOptional(v.picklist(origins)),
	/** Groups uploads and holds back their notification; COR does not say when that goes out (cor-api §3.7). */
	sessionToken: v.exactOptional(v.string()),
});

export type UploadFields = Readonly<v.InferOutput<typeof uploadFields>>;
