import * as v from 'valibot';
import { look, noList } from '../../attach/schemas.js';

/** The schema of an object of arguments; what is missing has the complaint of the entry that it would be. */
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

/** @throws what `refuse` makes of the complaint about the first argument that is wrong; nothing else, whatever the value does */
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
