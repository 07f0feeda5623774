import * as v from 'valibot';
import { CorError } from '../../attach/errors.js';
import { readAs } from '../../attach/schemas.js';
import type { Redaction } from './redaction.js';

// Cuts text a little later than asked before redacting it, so that a credential at the cut is recognized.
const spare = 512;

/** Creates the schema of a text: cut to `maxLength` characters, without credentials. */
export type TextSchema = (maxLength: number) => v.GenericSchema<unknown, string>;

/**
 * Untrusted JSON of an answer. Its values are only accessible through a schema, and texts only through the answer's own
 * `TextSchema`, which removes credentials.
 */
export class AnswerValue {
	readonly #value: unknown;
	readonly #text: TextSchema;

	/**
	 * @param value the parsed JSON; `undefined` if there is none
	 * @param redaction omit only if the answer itself is a credential
	 */
	constructor(value: unknown, redaction?: Redaction) {
		const clean = (cut: string) => redaction?.redact(cut) ?? cut;
		this.#value = value;
		this.#text = most =>
			v.pipe(
				v.string(),
				v.transform(text => clean(text.slice(0, most + spare)).slice(0, most)),
			);
	}

	/** `undefined` if there is no JSON or it doesn't fit the schema. Never throws. */
	find<Schema extends v.GenericSchema>(schemaWith: (text: TextSchema) => Schema): v.InferOutput<Schema> | undefined {
		return this.#value === undefined ? undefined : readAs(schemaWith(this.#text), this.#value);
	}

	/**
	 * @throws CorError `unreadable-answer` if there is no JSON or it doesn't fit. The message contains `otherwise`,
	 * nothing of the answer.
	 */
	read<Schema extends v.GenericSchema>(schemaWith: (text: TextSchema) => Schema, otherwise: string) {
		const found = this.find(schemaWith);
		if (found === undefined) {
			const what = this.#value === undefined ? 'empty, or not JSON' : otherwise;
			throw new CorError('unreadable-answer', `the answer is ${what}`);
		}
		return found;
	}
}
