import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { amount, given, readAs, id as wholeId } from '../../attach/schemas.js';

// Tolerant readers for COR's answers (cor-api §1, §9, §10).

/** Items of a long list that are read before other work of this process gets a turn, unless each is a list itself. */
const someAtOnce = 20;

const digits = v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number));

/** A whole number, zero or more. May be text. */
export const whole = v.pipe(v.union([v.number(), digits]), amount);

export const id = v.pipe(whole, wholeId);

const shortText = v.pipe(v.string(), v.maxLength(32), v.regex(/\S/), v.transform(Number));

/** A number within JavaScript's safe range. May be text. */
export const number = v.pipe(
	v.union([v.number(), shortText]),
	v.minValue(Number.MIN_SAFE_INTEGER),
	v.maxValue(Number.MAX_SAFE_INTEGER),
);

const yes = [true, 1, '1', 'true'];
const no = [false, 0, '0', 'false'];

/** A boolean. May be 1 or 0, or text. */
export const flag = v.pipe(v.unknown(), v.parseBoolean({ truthy: yes, falsy: no }));

/** `true` if the value is a "no"; any other value is invalid. */
export const denial = v.pipe(v.unknown(), v.parseBoolean({ truthy: no, falsy: [] }));

/** An optional field. An invalid value counts as missing. */
export function maybe<Schema extends v.GenericSchema>(schema: Schema) {
	return v.exactOptional(v.fallback(schema, undefined as never));
}

/** A field with a default for a missing or invalid value. */
export function or<Schema extends v.GenericSchema>(schema: Schema, value: v.InferOutput<Schema>) {
	return v.optional(v.fallback(schema, value), value);
}

/**
 * An object with our field names. `spellings` has COR's names, with dots for nested objects; the default is camel case
 * or snake case. If there are two names and the first is missing, `null` or empty, the second is used.
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

/** Put before the schema of an object that COR may wrap in `data` or in a list of one (cor-api §10). */
export const inEnvelope = v.pipe(
	v.unknown(),
	v.transform(value => {
		const [id, data] = [fieldOf(value, 'id'), fieldOf(value, 'data')];
		return id === undefined && data !== undefined ? data : value;
	}),
	v.transform(value => (Array.isArray(value) && value.length === 1 ? value[0] : value)),
);

/** Put before the schema of a page that COR may send as a bare list (cor-api §10). */
export const bareOrPage = v.pipe(
	v.unknown(),
	v.transform(value => (Array.isArray(value) ? { data: value } : value)),
);

/** Length of a list. */
export const howMany = v.pipe(
	v.array(v.unknown()),
	v.transform(({ length }) => length),
);

/** The valid ones among the first `most` items. */
export function listOf<Item extends v.GenericSchema>(item: Item, most: number) {
	return v.pipe(
		v.array(v.unknown()),
		v.transform(items => readEach(item, items.slice(0, most))),
	);
}

/**
 * Like `listOf`, for long lists: returns a function that reads some items at a time and lets other work run in between.
 */
export function longListOf<Item extends v.GenericSchema>(
	item: Item,
	most = Number.POSITIVE_INFINITY,
	atOnce = someAtOnce,
) {
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
