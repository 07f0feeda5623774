import type { Request } from 'express';

/** An answer that is not the one hoped for, thrown by whoever finds out and sent in one place. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	constructor(
		readonly status: number,
		/** A string is sent as it is, as HTML; `undefined` sends no body; anything else is JSON. */
		readonly body: unknown,
		/** Set when the caller did what COR does not document: ends up in the list that tests read. */
		readonly complaint?: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(complaint ?? `HTTP ${status}`);
	}
}

/** A request that leaves COR's documentation, which is no way to find out what COR does with it. */
export function undocumented(section: string, what: string): Refusal {
	return new Refusal(
		400,
		{ error: 400, message: `Refused by the sandbox (cor-api ${section}): ${what}` },
		`${what} (cor-api ${section})`,
	);
}

/** Reads an integer of a path, a query or a form field. */
export function integer(text: string, section: string, name: string): number {
	if (!/^\d{1,15}$/.test(text)) {
		throw undocumented(section, `${name} must be an integer`);
	}
	return Number(text);
}

/** Refuses query keys that COR does not document: it would ignore them in silence. // cor-api §1 */
export function onlyQueryKeys(request: Request, known: readonly string[]): void {
	for (const [key, value] of Object.entries(request.query)) {
		if (!known.includes(key)) {
			throw undocumented('§1', `unknown query parameter ${JSON.stringify(key)}`);
		}
		if (typeof value !== 'string') {
			throw undocumented('§1', `query parameter ${JSON.stringify(key)} is given more than once`);
		}
	}
}

/** `filters` and `order` are one query parameter each, holding a JSON object. // cor-api §1 */
export function jsonQuery(request: Request, name: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
	const text = request.query[name];
	if (text === undefined) {
		return {};
	}
	const value = parseJson(String(text));
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw undocumented('§1', `${name} must be a JSON object`);
	}
	const unknown = Object.keys(value).find(key => !keys.includes(key));
	if (unknown !== undefined) {
		throw undocumented('§4.1', `${name} has the unknown key ${JSON.stringify(unknown)}`);
	}
	return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Sort direction of an `order` value. // cor-api §4.1 */
export function direction(value: unknown): 1 | -1 {
	if (value !== 'ASC' && value !== 'DESC') {
		throw undocumented('§4.1', 'an order is ASC or DESC');
	}
	return value === 'ASC' ? 1 : -1;
}
