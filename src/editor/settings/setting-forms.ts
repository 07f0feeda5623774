import { origins, statuses } from '../../attach/fields.js';

/** What a setting may be; the manifest says the same to the editor, and a test compares the two. */
export interface SettingForm<Value> {
	/** Applies if nothing is set. */
	readonly default: Value;
	/** Applies if what is set is wrong: the default, or what shows less to others. */
	readonly safe: Value;
	/** `undefined` where the value is wrong. */
	read(value: unknown): Value | undefined;
}

/**
 * What may be set, without `showInMenus`, which only the editor reads, and `apiUrl`: nothing replaces an address that is
 * wrong.
 */
export const settingForms = {
	webUrl: setting('', readWebAddress),
	branchPattern: setting('', readText),
	exclude: setting<readonly string[]>([], readPatterns),
	alwaysReview: setting(false, readToggle, true),
	warnAboveMegabytes: setting(100, readPositive),
	maxProviderMegabytes: setting(100, readProviderMegabytes),
	available: setting(true, readToggle, false),
	status: setting('none', oneOf<'none' | (typeof statuses)[number]>('none', ...statuses)),
	createdFrom: setting('task_panel', oneOf(...origins)),
	groupNotifications: setting(false, readToggle),
} as const satisfies Readonly<Record<string, SettingForm<unknown>>>;

export type SettingName = keyof typeof settingForms;

export type SettingValue<Name extends SettingName> = NonNullable<ReturnType<(typeof settingForms)[Name]['read']>>;

function setting<Value>(
	value: NoInfer<Value>,
	read: SettingForm<Value>['read'],
	safe: NoInfer<Value> = value,
): SettingForm<Value> {
	return { default: value, safe, read };
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
