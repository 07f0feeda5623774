import * as v from 'valibot';
import { CorError } from '../../attach/errors.js';
import { readAs } from '../../attach/schemas.js';
import type { Redaction } from './redaction.js';

// Text is cut a little later than it is shown: a credential at the cut is seen whole, and not left as a piece.
const spare = 512;

/** Makes the schema of a text: it comes cut to so many characters, and then without credentials. */
export type TextSchema = (maxLength: number) => v.GenericSchema<unknown, string>;

/**
 * A value in the JSON of an answer, of which nothing is believed but what a schema reads. Schemas get their texts by the
 * answer's own `TextSchema`; there is no other way to one.
 */
export class AnswerValue {
	readonly #value: unknown;
	readonly #text: TextSchema;

	/** `value`: what was parsed; `undefined` where there is nothing. `redaction`: missing where the answer is a credential. */
	constructor(value: unknown, redaction?: Redaction) {
		const clean = (cut: string) => redaction?.redact(cut) ?? cut;
		this.#value = value;
		this.#text = most =>
			v.pipe(
				v.string(),
				v.transform(text => clean(text.slice(0, most + spare)).slice(0, most)),
			);
	}

	/** `undefined` where there is no JSON, or where it is something else. Never throws. */
	find<Schema extends v.GenericSchema>(schemaWith: (text: TextSchema) => Schema): v.InferOutput<Schema> | undefined {
		return this.#value === undefined ? undefined : readAs(schemaWith(this.#text), this.#value);
	}

	/** @throws CorError `unreadable-answer` where nothing is found: then it is what `otherwise` says, without its own words */
	read<Schema extends v.GenericSchema>(schemaWith: (text: TextSchema) => Schema, otherwise: string) {
		const found = this.find(schemaWith);
		if (found === undefined) {
			const what = this.#value === undefined ? 'empty, or not JSON' : otherwise;
			throw new CorError('unreadable-answer', `the answer is ${what}`);
		}
		return found;
	}
}
