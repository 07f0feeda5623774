import * as v from 'valibot';
import { origins, statuses } from '../../attach/fields.js';
import { readAs, webAddress } from '../../attach/schemas.js';

/** What a setting may be. The manifest says the same, and a test compares them. */
export interface SettingForm<Value> {
	/** Applies if the setting isn't set. */
	readonly default: Value;
	/** Applies if the value is invalid: the default, or the value that reveals less. */
	readonly safe: Value;
	/** `undefined` if the value is invalid. */
	read(value: unknown): Value | undefined;
}

const text = v.pipe(v.string(), v.trim());
const positive = v.pipe(v.number(), v.gtValue(0), v.finite());

/**
 * All settings except `showInMenus`, which only the manifest uses, and `apiUrl`, for which nothing may replace an
 * invalid address.
 */
export const settingForms = {
	webUrl: setting('', v.pipe(text, v.union([v.literal(''), webAddress]))),
	showBranchTask: setting(true, v.boolean(), false),
	branchPattern: setting('', text),
	exclude: setting<readonly string[]>([], v.array(v.string())),
	alwaysReview: setting(false, v.boolean(), true),
	warnAboveMegabytes: setting(100, positive),
	// Such files are in memory and must not exhaust the extension host.
	maxProviderMegabytes: setting(100, v.pipe(positive, v.maxValue(1_000))),
	available: setting(true, v.boolean(), false),
	status: setting('none', v.picklist(['none', ...statuses])),
	createdFrom: setting('task_panel', v.picklist(origins)),
	groupNotifications: setting(false, v.boolean()),
} as const satisfies Readonly<Record<string, SettingForm<unknown>>>;

export type SettingName = keyof typeof settingForms;

export type SettingValue<Name extends SettingName> = NonNullable<ReturnType<(typeof settingForms)[Name]['read']>>;

function setting<Value>(
	value: NoInfer<Value>,
	schema: v.GenericSchema<unknown, Value>,
	safe: NoInfer<Value> = value,
): SettingForm<Value> {
	return { default: value, safe, read: given => readAs(schema, given) };
}
