import document from './cor-document.json' with { type: 'json' };

/** A schema of COR's document, as far as it is kept here. */
export interface Schema {
	/** The name of another schema, which this one is. */
	readonly schema?: string;
	readonly type?: string | readonly string[];
	readonly nullable?: boolean;
	readonly enum?: readonly unknown[];
	readonly format?: string;
	readonly items?: Schema;
	/** An object without them may hold anything. */
	readonly properties?: Readonly<Record<string, Schema>>;
	/** Properties that an object need not have. */
	readonly optional?: readonly string[];
}

interface Operation {
	/** Names of the query's parameters. */
	readonly query?: readonly string[];
	readonly body?: { readonly type: string; readonly properties: Readonly<Record<string, Schema>> };
	/** By status. */
	readonly answers: Readonly<Record<string, Schema>>;
}

/** What COR's official OpenAPI document says of the operations that the extension uses, by method and path. */
export const operations: Readonly<Record<string, Operation>> = document.operations;

export const schemas: Readonly<Record<string, Schema>> = document.schemas;

/**
 * How a value differs from its schema: fields that are not documented, documented ones that are missing, other types.
 * @param met gets the name of every schema that some value was held against
 */
export function differences(schema: Schema, value: unknown, met: Set<string>, where = 'answer'): readonly string[] {
	if (schema.schema !== undefined) {
		met.add(schema.schema);
		return differences(schemas[schema.schema] ?? {}, value, met, where);
	}
	if (value === null && schema.nullable) {
		return [];
	}
	const types = [schema.type ?? []].flat();
	if (!types.some(type => isOf(type, value))) {
		return [`${where} is ${JSON.stringify(value)}, not ${types.join(' or ')}`];
	}
	if (schema.enum && !schema.enum.includes(value)) {
		return [`${where} is ${JSON.stringify(value)}, not one of ${JSON.stringify(schema.enum)}`];
	}
	if (schema.format === 'date-time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value))) {
		return [`${where} is ${JSON.stringify(value)}, not a time`];
	}
	if (Array.isArray(value)) {
		return value.flatMap((item, index) => differences(schema.items ?? {}, item, met, `${where}[${index}]`));
	}
	return schema.properties ? fieldDifferences(schema, value as Readonly<Record<string, unknown>>, met, where) : [];
}

function fieldDifferences(
	{ properties = {}, optional = [] }: Schema,
	fields: Readonly<Record<string, unknown>>,
	met: Set<string>,
	where: string,
): readonly string[] {
	const undocumented = Object.keys(fields).filter(name => !Object.hasOwn(properties, name));
	const missing = Object.keys(properties).filter(name => !Object.hasOwn(fields, name) && !optional.includes(name));
	return [
		...undocumented.map(name => `${where}.${name} is not documented`),
		...missing.map(name => `${where}.${name} is missing`),
		...Object.entries(properties)
			.filter(([name]) => Object.hasOwn(fields, name))
			.flatMap(([name, schema]) => differences(schema, fields[name], met, `${where}.${name}`)),
	];
}

function isOf(type: string, value: unknown): boolean {
	switch (type) {
		case 'integer':
			return Number.isInteger(value);
		case 'array':
			return Array.isArray(value);
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		default:
			return typeof value === type;
	}
}
