import { JsonBounds } from '../../../src/cor/body/json-bounds.js';
import { AnswerValue } from '../../../src/cor/http/answer-value.js';
import type { Redaction } from '../../../src/cor/http/redaction.js';

/** The value of an answer with this body, as it is read from the network. */
export function answerOf(body: string, redaction?: Redaction): AnswerValue {
	const refusal = new JsonBounds().take(Buffer.from(body));
	if (refusal !== undefined) {
		throw new Error(refusal);
	}
	return new AnswerValue(parsed(body), redaction);
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
