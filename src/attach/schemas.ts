import * as v from 'valibot';

/** A whole number that is none below zero, such as bytes. */
export const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What COR counts its tasks, people and attachments by. */
export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** An address that a browser opens. */
export const webAddress = v.pipe(
	v.string(),
	v.check(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
);

/** Stands before the schema of an object that may be empty: a list would pass for one. */
export function noList(message?: string) {
	return v.custom<unknown>(value => !Array.isArray(value), message);
}

/** Data of a later version of the extension than that. */
export function newerThan(version: number) {
	return v.object({ version: v.pipe(v.number(), v.gtValue(version)) });
}

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

/** What is there of it: whoever wrote it may have put `undefined` for what is left out. */
export function given<Values extends object>(values: Values): Given<Values> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Values>;
}

/** What was found in data of which a part may be wrong. */
export interface Found<Value> {
	/** As much of it as is right. */
	readonly value: Value;
	/** Whether that is all of it. */
	readonly isWhole: boolean;
}

/** A list of which the items that are right count, as they are; one that is wrong costs none of the others. */
export function rightOf<Item extends v.GenericSchema>(item: Item) {
	return v.pipe(
		v.array(v.unknown()),
		v.transform((all): Found<readonly v.InferInput<Item>[]> => {
			const value = all.filter(each => v.is(item, each));
			return { value, isWhole: value.length === all.length };
		}),
	);
}

/** What a schema says of a value; `undefined` where looking at it throws, as an object of another extension may. Never throws. */
export function look<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown,
): v.SafeParseResult<Schema> | undefined {
	try {
		return v.safeParse(schema, value, { abortEarly: true });
	} catch {
		return undefined;
	}
}

/** What a schema makes of a value; `undefined` where it is none of these. Never throws. */
export function readAs<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown,
): v.InferOutput<Schema> | undefined {
	const looked = look(schema, value);
	return looked?.success ? looked.output : undefined;
}
