import fc from 'fast-check';

/** Makes a value anew: some can't be looked at without harm, not even by who draws them. */
export type Made = () => unknown;

type Place = readonly string[];
type Change = (holder: object, name: string) => void;

/** What may lie on a disk in the place of `right`: the same, the same but for something in it, or anything. */
export function nearJson(right: unknown): fc.Arbitrary<unknown> {
	const json = fc.jsonValue({ maxDepth: 2 });
	const replaced = json.map(
		(value): Change =>
			(holder, name) =>
				define(holder, name, value),
	);
	const others = json.map(
		(value): Made =>
			() =>
				value,
	);
	return near(right, others, fc.oneof(replaced, left, added(json))).map(made => made());
}

/** What another extension may hand over in the place of `right`: also what throws when it is looked at, or has no end. */
export function nearAnything(right: unknown): fc.Arbitrary<Made> {
	const drawn = fc.anything({ maxDepth: 2, withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
	const others = fc.oneof(
		fc.constantFrom(...hostile),
		drawn.map(
			(value): Made =>
				() =>
					value,
		),
	);
	const replaced = others.map(
		(made): Change =>
			(holder, name) =>
				define(holder, name, made()),
	);
	const throwing = fc.constantFrom(...thrown).map((what): Change => {
		const getter = { enumerable: true, configurable: true, get: () => fail(what) };
		return (holder, name) => Object.defineProperty(holder, name, getter);
	});
	return near(right, others, fc.oneof(replaced, throwing, left, added(fc.constant(1))));
}

/** The tests of a drawn type's parts; a name with `?` behind it may be missing. */
export type Shape = ((value: unknown) => boolean) | readonly [each: Shape] | { readonly [name: string]: Shape };

/** Whether a value is of a type, told by other means than the product's. */
export function isOf(shape: Shape, value: unknown): boolean {
	if (typeof shape === 'function') {
		return shape(value);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(shape) !== Array.isArray(value)) {
		return false;
	}
	if (Array.isArray(shape)) {
		return (value as unknown[]).every(each => isOf(shape[0], each));
	}
	return Object.entries(shape).every(([key, part]) => {
		const name = key.replace('?', '');
		return Object.hasOwn(value, name) ? isOf(part, Reflect.get(value, name)) : name !== key;
	});
}

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isNumber = (value: unknown): boolean => typeof value === 'number';
export const isId = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
export const isAmount = (value: unknown): boolean => value === 0 || isId(value);
export const isOneOf =
	(...values: readonly unknown[]) =>
	(value: unknown): boolean =>
		values.includes(value);

const thrown: readonly unknown[] = [new Error('looked at'), undefined, Symbol('thrown'), Object.create(null)];

const hostile: readonly Made[] = [
	...thrown.map(
		(what): Made =>
			() =>
				new Proxy({}, trapsThat(what)),
	),
	...thrown.map(
		(what): Made =>
			() =>
				new Proxy([], trapsThat(what)),
	),
	() => {
		const { proxy, revoke } = Proxy.revocable({}, {});
		revoke();
		return proxy;
	},
	() => {
		const cycle: unknown[] = [];
		cycle.push(cycle);
		return cycle;
	},
	() => new Array(2 ** 32 - 1),
	() => Array.from({ length: 10_000 }, () => 'a:b'),
	() => Array.from({ length: 100_000 }, () => null),
	() => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`name${index}`, index])),
	() => JSON.parse('{"__proto__": {"taskId": 1, "task": 1}, "constructor": 1}'),
	() => Object.create({ taskId: 4101, task: 4101, paths: ['a'], globs: 'a' }),
	() => ({ constructor: { name: Symbol('name') } }),
	() => ({ toString: () => fail('toString'), [Symbol.toPrimitive]: () => fail('toPrimitive') }),
	() => Symbol('value'),
	() => 10n ** 500n,
	() => () => 4101,
	() => 'x'.repeat(1_000_000),
	() => '/tasks'.repeat(10_000),
	() => Object('4101'),
	() => Object(4101),
];

function trapsThat(what: unknown): ProxyHandler<object> {
	const names = Object.getOwnPropertyNames(Reflect);
	return Object.fromEntries(names.map(name => [name, () => fail(what)]));
}

function fail(what: unknown): never {
	throw what;
}

const left = fc.constant<Change>((holder, name) => Reflect.deleteProperty(holder, name));

function added(values: fc.Arbitrary<unknown>): fc.Arbitrary<Change> {
	const names = fc.constantFrom('extra', '__proto__', 'constructor', 'toString', 'version');
	return fc.tuple(names, values).map(
		([name, value]) =>
			holder =>
				define(holder, name, value),
	);
}

function define(holder: object, name: string, value: unknown): void {
	Object.defineProperty(holder, name, { enumerable: true, configurable: true, writable: true, value });
}

/** The same, one of the others, or the same with a change somewhere in it. */
function near(right: unknown, others: fc.Arbitrary<Made>, changes: fc.Arbitrary<Change>): fc.Arbitrary<Made> {
	const places = placesIn(right);
	const same = fc.constant((): unknown => structuredClone(right));
	if (places.length === 0) {
		return fc.oneof(same, others);
	}
	const changed = fc.tuple(fc.constantFrom(...places), changes).map(
		([place, change]): Made =>
			() => {
				const copy: unknown = structuredClone(right);
				const holder = place.slice(0, -1).reduce((value, name) => Reflect.get(Object(value), name), copy);
				change(Object(holder), place.at(-1) ?? '');
				return copy;
			},
	);
	return fc.oneof(same, others, { weight: 5, arbitrary: changed });
}

function placesIn(value: unknown): readonly Place[] {
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, part]) => [[name], ...placesIn(part).map(place => [name, ...place])])
		: [];
}
