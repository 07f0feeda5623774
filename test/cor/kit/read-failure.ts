import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';

/** The failure with which this work ends. */
export async function readFailure(work: Promise<unknown>): Promise<CorError> {
	const error = await work.then(
		() => assert.fail('it worked'),
		(reason: unknown) => reason,
	);
	assert.ok(error instanceof CorError, String(error));
	return error;
}
