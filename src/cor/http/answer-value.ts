import type { Redaction } from './redaction.js';

// Text is cut a little later than it is shown: a credential at the cut is seen whole, and not left as a piece.
const spare = 512;

/**
 * A value in the JSON of an answer, of which nothing is believed. Text comes out of it cut to a length, and then without
 * credentials; there is no other way to it.
 */
export class AnswerValue {
	readonly #value: unknown;
	readonly #redaction: Redaction | undefined;

	/** `value`: what was parsed; `undefined` where there is nothing. `redaction`: missing where the answer is a credential. */
	constructor(value: unknown, redaction?: Redaction) {
		this.#value = value;
		this.#redaction = redaction;
	}

	get isMissing(): boolean {
		return this.#value === undefined;
	}

	/** The property of an object; a missing value where this is none, or has none of that name. */
	get(name: string): AnswerValue {
		const value = this.#value;
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return this.#other(isObject ? (value as Readonly<Record<string, unknown>>)[name] : undefined);
	}

	/** The first items of an array; `undefined` where this is none. */
	items(most = Number.POSITIVE_INFINITY): readonly AnswerValue[] | undefined {
		const value = this.#value;
		return Array.isArray(value) ? value.slice(0, most).map(item => this.#other(item)) : undefined;
	}

	/** At most `maxLength` characters of a text; `undefined` where this is none. */
	text(maxLength: number): string | undefined {
		if (typeof this.#value !== 'string') {
			return undefined;
		}
		const cut = this.#value.slice(0, maxLength + spare);
		return (this.#redaction?.redact(cut) ?? cut).slice(0, maxLength);
	}

	/** Whether this is just that. */
	is(value: boolean): boolean {
		return this.#value === value;
	}

	// COR sends numbers as text in places (cor-api §9, 15).
	number(): number | undefined {
		const value = this.#value;
		const isShort = typeof value === 'string' && value.length <= 32 && value.trim() !== '';
		const found = isShort ? Number(value) : value;
		return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
	}

	/** A whole number from 0 on. */
	integer(): number | undefined {
		const value = this.#value;
		const found = typeof value === 'string' && !/^\d{1,16}$/.test(value) ? undefined : this.number();
		return found !== undefined && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
	}

	#other(value: unknown): AnswerValue {
		return new AnswerValue(value, this.#redaction);
	}
}
