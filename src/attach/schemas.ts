import * as v from 'valibot';

/** A whole number that is none below zero, such as bytes. */
export const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What COR counts its tasks, people and attachments by. */
export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** What a schema makes of a value; `undefined` where it is none of these. */
export function readAs<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown,
): v.InferOutput<Schema> | undefined {
	const { success, output } = v.safeParse(schema, value, { abortEarly: true });
	return success ? output : undefined;
}
