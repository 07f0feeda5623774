import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { amount, given, readAs, id as wholeId } from '../../attach/schemas.js';

// How leniently COR's answers are read, said once (cor-api §1, §9 and §10).

/** After so many items of a long list the other work of this process has its turn. */
const atOnce = 20;

const digits = v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number));

/** A whole number from 0 on, also as text. */
export const whole = v.pipe(v.union([v.number(), digits]), amount);

export const id = v.pipe(whole, wholeId);

const shortText = v.pipe(v.string(), v.maxLength(32), v.regex(/\S/), v.transform(Number));

/** A number that can be reckoned with, also as text. */
export const number = v.pipe(
	v.union([v.number(), shortText]),
	v.minValue(Number.MIN_SAFE_INTEGER),
	v.maxValue(Number.MAX_SAFE_INTEGER),
);

const yes = [true, 1, '1', 'true'];
const no = [false, 0, '0', 'false'];

/** Yes or no, also as 1 or 0, or as text. */
export const flag = v.pipe(v.unknown(), v.parseBoolean({ truthy: yes, falsy: no }));

/** `true` for a no, and nothing else. */
export const denial = v.pipe(v.unknown(), v.parseBoolean({ truthy: no, falsy: [] }));

/** A field that is missing where it is something else. */
export function maybe<Schema extends v.GenericSchema>(schema: Schema) {
	return v.exactOptional(v.fallback(schema, undefined as never));
}

/** A field that has this value where it is missing, or something else. */
export function or<Schema extends v.GenericSchema>(schema: Schema, value: v.InferOutput<Schema>) {
	return v.optional(v.fallback(schema, value), value);
}

/**
 * An object with these fields, by our names. COR spells them as `spellings` says, with dots where one is in an object of
 * its own; else in camel case or in snake case. Where the first of two is missing, `null` or empty, the second counts.
 */
export function fields<const Entries extends v.ObjectEntries>(
	entries: Entries,
	spellings: { readonly [Name in keyof Entries]?: string | readonly [string, string] } = {},
): v.GenericSchema<unknown, v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
	const places = Object.keys(entries).map(name => {
		const spelled = [spellings[name] ?? [name, inSnakeCase(name)]].flat();
		return { name, paths: spelled.map(spelling => spelling.split('.')) };
	});
	return v.pipe(
		v.unknown(),
		v.transform(value => given(Object.fromEntries(places.map(({ name, paths }) => [name, firstAt(paths, value)])))),
		v.object(entries),
		v.transform(found => given(found) as typeof found),
	);
}

/** Stands before the schema of one object, which may come in an envelope, or alone in a list (cor-api §10). */
export const inEnvelope = v.pipe(
	v.unknown(),
	v.transform(value => {
		const [id, data] = [fieldOf(value, 'id'), fieldOf(value, 'data')];
		return id === undefined && data !== undefined ? data : value;
	}),
	v.transform(value => (Array.isArray(value) && value.length === 1 ? value[0] : value)),
);

/** Stands before the schema of a page, which may come as a bare list (cor-api §10). */
export const bareOrPage = v.pipe(
	v.unknown(),
	v.transform(value => (Array.isArray(value) ? { data: value } : value)),
);

/** How long a list is. */
export const howMany = v.pipe(
	v.array(v.unknown()),
	v.transform(({ length }) => length),
);

/** The first items of a list that are what they should be; the others are left out. */
export function listOf<Item extends v.GenericSchema>(item: Item, most: number) {
	return v.pipe(
		v.array(v.unknown()),
		v.transform(items => readEach(item, items.slice(0, most))),
	);
}

/** The same for long lists: what reads them, some items at a time with other work in between. */
export function longListOf<Item extends v.GenericSchema>(item: Item, most = Number.POSITIVE_INFINITY) {
	return v.pipe(
		v.array(v.unknown()),
		v.transform(items => async () => {
			const found: v.InferOutput<Item>[] = [];
			for (let from = 0; from < Math.min(items.length, most); from += atOnce) {
				found.push(...readEach(item, items.slice(from, from + atOnce)));
				await setImmediate();
			}
			return found;
		}),
	);
}

function readEach<Item extends v.GenericSchema>(item: Item, items: readonly unknown[]): v.InferOutput<Item>[] {
	return items.map(each => readAs(item, each)).filter(found => found !== undefined);
}

function firstAt(paths: readonly (readonly string[])[], value: unknown): unknown {
	const told = paths.map(path => path.reduce(fieldOf, value));
	return told.find(each => each !== '') ?? told.at(-1);
}

function fieldOf(value: unknown, name: string): unknown {
	return (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}

function inSnakeCase(name: string): string {
	return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
