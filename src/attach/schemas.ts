import * as v from 'valibot';

/** A whole number, zero or more, such as a number of bytes. */
export const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** An id as COR gives it to tasks, people and attachments. */
export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** An `http` or `https` URL. */
export const webAddress = v.pipe(
	v.string(),
	v.check(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
);

/** Rejects arrays. Put it before an object schema without required fields, which would accept an array. */
export function noList(message?: string) {
	return v.custom<unknown>(value => !Array.isArray(value), message);
}

/** Data written by a later version of the extension. */
export function newerThan(version: number) {
	return v.object({ version: v.pipe(v.number(), v.gtValue(version)) });
}

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

/**
 * A copy without the properties whose value is `undefined`. Callers of the program API may pass those for missing
 * options.
 */
export function given<Values extends object>(values: Values): Given<Values> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Values>;
}

/** The valid part of data that may be partly invalid. */
export interface Found<Value> {
	readonly value: Value;
	/** `true` if nothing was invalid. */
	readonly isWhole: boolean;
}

/** A list that keeps its valid items unchanged and drops the invalid ones. */
export function rightOf<Item extends v.GenericSchema>(item: Item) {
	return v.pipe(
		v.array(v.unknown()),
		v.transform((all): Found<readonly v.InferInput<Item>[]> => {
			const value = all.filter(each => v.is(item, each));
			return { value, isWhole: value.length === all.length };
		}),
	);
}

/**
 * Validates a value. Never throws: returns `undefined` if reading the value throws, as an object of another extension
 * may do.
 */
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

/** Parses a value with a schema. Returns `undefined` if it is invalid; never throws. */
export function readAs<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown,
): v.InferOutput<Schema> | undefined {
	const looked = look(schema, value);
	return looked?.success ? looked.output : undefined;
}
