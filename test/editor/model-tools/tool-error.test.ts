import assert from 'node:assert/strict';
import { CorError, type FailureKind } from '../../../src/attach/errors.js';
import { toToolError } from '../../../src/editor/model-tools/tool-error.js';

describe('what a language model is told of a failure before sending', () => {
	const told = (kind: FailureKind): string => toToolError(new CorError(kind, 'why')).message;

	it('blames a file or folder that cannot be read, and not the way to COR', () => {
		for (const kind of ['file-unreadable', 'folder-too-large', 'ignore-rules'] as const) {
			assert.match(told(kind), new RegExp(`^Nothing was sent: a file or folder can't be attached \\(${kind}: why\\)`));
		}
	});

	it('says to sign in where the accounts of this machine are no use, and never blames the way to COR for it', () => {
		for (const kind of ['no-credential', 'account-missing', 'sessions-newer', 'sessions-broken'] as const) {
			assert.match(told(kind), /"COR: Sign In"/);
		}
		assert.equal(told('unexpected'), 'Nothing was sent: something unexpected happened (why). Tell the user.');
	});

	it('names the command that finds where the way to COR ends', () => {
		assert.match(told('proxy'), /^Nothing was sent: COR could not be reached .*"COR: Check Connection"\.$/);
	});
});
