import assert from 'node:assert/strict';
import { unlooked, unmatched } from '../../../src/attach/plan/stages.js';
import type { ReviewAction, ReviewItem } from '../../../src/editor/review/review-items.js';
import { meantBy } from '../../../src/editor/review/review-ticks.js';

type Row = Pick<ReviewItem, 'file' | 'action'>;

const row = (uri: string, isSecret = false): Row => {
	const file = unmatched(unlooked({ uri, relativePath: uri, name: uri, size: 1 }));
	return { file: isSecret ? { ...file, doubts: [{ kind: 'secret', place: 'name', rule: '.env*' }] } : file };
};
const [one, two, secret] = [row('one'), row('two'), row('.env', true)];
const message: Row = { action: 'message' };
const options: Row = { action: 'options' };

const meant = (rows: readonly Row[], before: readonly string[], active?: ReviewAction, isWritten = false) => {
	const what = meantBy(rows, new Set(before), active, action => !(action === 'message' && isWritten));
	return what.action ?? [...what.ticked].join(' ');
};

describe('a change of ticks', () => {
	it('is that of a file', () => {
		assert.equal(meant([one, two], ['one']), 'one two');
		assert.equal(meant([two], ['one', 'two']), 'two');
		assert.equal(meant([one, secret], ['one']), 'one .env');
	});

	it('means a row that leads elsewhere where that is the active one', () => {
		assert.equal(meant([one, two, message], ['one', 'two'], 'message'), 'message');
		assert.equal(meant([options], [], 'options'), 'options');
	});

	it('is everything at once where it is not, and leads nowhere', () => {
		assert.equal(meant([one, two, message, options], ['one']), 'one two');
		assert.equal(meant([one, two, message, options], ['one'], 'message'), 'one two');
		assert.equal(meant([one, two, message, options], ['one', 'two'], 'options'), '');
		assert.equal(meant([one, two, message, options], ['one', 'two'], undefined, true), '');
	});

	it('takes no secret along with everything, though it is the last that is missing', () => {
		assert.equal(meant([one, two, secret], []), 'one two');
		assert.equal(meant([one, secret, message, options], []), 'one');
		assert.equal(meant([one, secret, message, options], ['one']), '');
	});

	it('leaves a secret that somebody ticked', () => {
		assert.equal(meant([one, two, secret, message, options], ['one', '.env']), 'one two .env');
	});
});
