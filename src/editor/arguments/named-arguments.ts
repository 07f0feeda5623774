import * as v from 'valibot';
import { look, noList } from '../../attach/schemas.js';

/**
 * The schema of an object of arguments. A missing argument gets the message of its entry.
 * @param unknown returns the message for an unknown argument
 */
export function namedArguments<Entries extends v.ObjectEntries & Record<string, { readonly message?: unknown }>>(
	name: string,
	entries: Entries,
	unknown: (argument: string) => string,
) {
	const notAnObject = `${name} must be an object`;
	return v.pipe(
		noList(notAnObject),
		v.strictObject(entries, ({ expected, path }) => {
			if (!path) {
				return notAnObject;
			}
			const argument = String(path[0].key);
			return expected === 'never' ? unknown(argument) : String(entries[argument]?.message);
		}),
	);
}

/** @throws the error that `refuse` returns for the first wrong argument, and no other */
export function readArguments<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown,
	refuse: (complaint: string) => Error,
): v.InferOutput<Schema> {
	const looked = look(schema, value);
	if (!looked?.success) {
		throw refuse(looked ? looked.issues[0].message : 'it cannot be read');
	}
	return looked.output;
}
