import * as v from 'valibot';
import { origins, statuses } from '../../attach/fields.js';
import { readAs, webAddress } from '../../attach/schemas.js';

/** What a setting may be; the manifest says the same to the editor, and a test compares the two. */
export interface SettingForm<Value> {
	/** Applies if nothing is set. */
	readonly default: Value;
	/** Applies if what is set is wrong: the default, or what shows less to others. */
	readonly safe: Value;
	/** `undefined` where the value is wrong. */
	read(value: unknown): Value | undefined;
}

const text = v.pipe(v.string(), v.trim());
const positive = v.pipe(v.number(), v.gtValue(0), v.finite());

/**
 * What may be set, without `showInMenus`, which only the editor reads, and `apiUrl`: nothing replaces an address that is
 * wrong.
 */
export const settingForms = {
	webUrl: setting('', v.pipe(text, v.union([v.literal(''), webAddress]))),
	showBranchTask: setting(true, v.boolean(), false),
	branchPattern: setting('', text),
	exclude: setting<readonly string[]>([], v.array(v.string())),
	alwaysReview: setting(false, v.boolean(), true),
	warnAboveMegabytes: setting(100, positive),
	// What is held in memory must not be the end of the extension host.
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
