export const statuses = ['approved', 'pending', 'required'] as const;
export const origins = ['task_panel', 'rework', 'feedback'] as const;

/** The fields of the upload beside the files (cor-api §3.1). What is left out takes COR's default. */
export interface UploadFields {
	/** Whether the file is visible; COR's default is `true`. */
	readonly available?: boolean;
	readonly status?: (typeof statuses)[number];
	/** COR's default is `task_panel`. */
	readonly createdFrom?: (typeof origins)[number];
	/** Groups uploads and holds back their notification; COR does not say when that goes out (cor-api §3.7). */
	readonly sessionToken?: string;
}
