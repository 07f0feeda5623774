import type { UploadFields } from '../../attach/fields.js';

/** What a setting may be; the manifest says the same to the editor, and a test compares the two. */
export interface SettingForm<Value> {
	/** Counts where nothing is set, and where what is set is wrong. */
	readonly default: Value;
	/** Who may set it: only the person (`application`), or a workspace (`window`) and a folder of it (`resource`) as well. */
	readonly scope: 'application' | 'window' | 'resource';
	/** `undefined` where the value is wrong. */
	read(value: unknown): Value | undefined;
	/** What counts where the value is wrong, if not the default. */
	instead?(wrong: unknown): Value;
}

/** What may be set, but `apiUrl`: no other address may stand in for one that is wrong. */
export const settingForms = {
	webUrl: personal('', readWebAddress),
	branchPattern: personal('', readText),
	// Only the editor reads it, in `when` clauses, and takes everything for true that JavaScript does.
	showInMenus: { default: true, scope: 'window', read: readToggle, instead: Boolean },
	exclude: { default: [], scope: 'resource', read: readPatterns },
	alwaysReview: personal(false, readToggle),
	warnAboveMegabytes: personal(100, readPositive),
	maxProviderMegabytes: personal(100, readProviderMegabytes),
	available: personal(true, readToggle),
	status: personal(
		'none',
		oneOf<'none' | NonNullable<UploadFields['status']>>('none', 'approved', 'pending', 'required'),
	),
	createdFrom: personal(
		'task_panel',
		oneOf<NonNullable<UploadFields['createdFrom']>>('task_panel', 'rework', 'feedback'),
	),
	groupNotifications: personal(false, readToggle),
} as const satisfies Readonly<Record<string, SettingForm<unknown>>>;

export type SettingName = keyof typeof settingForms;

export type SettingValue<Name extends SettingName> = NonNullable<ReturnType<(typeof settingForms)[Name]['read']>>;

function personal<Value>(value: NoInfer<Value>, read: SettingForm<Value>['read']): SettingForm<Value> {
	return { default: value, scope: 'application', read };
}

function readToggle(value: unknown): boolean | undefined {
	return typeof value === 'boolean' ? value : undefined;
}

function readText(value: unknown): string | undefined {
	return typeof value === 'string' ? value.trim() : undefined;
}

function readPatterns(value: unknown): readonly string[] | undefined {
	return Array.isArray(value) && value.every(pattern => typeof pattern === 'string') ? value : undefined;
}

/** Empty, or an address that a browser opens. */
function readWebAddress(value: unknown): string | undefined {
	const text = readText(value);
	const isRight = text === '' || (text && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));
	return isRight ? text : undefined;
}

function readPositive(value: unknown): number | undefined {
	return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
}

function oneOf<Value>(...values: readonly Value[]): SettingForm<Value>['read'] {
	return value => values.find(each => each === value);
}

// What is held in memory must not be the end of the extension host.
function readProviderMegabytes(value: unknown): number | undefined {
	const megabytes = readPositive(value);
	return megabytes !== undefined && megabytes <= 1_000 ? megabytes : undefined;
}
