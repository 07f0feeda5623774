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

const meant = (rows: readonly Row[], before: readonly string[], isMessageTicked?: boolean) => {
	const choices = new Map<ReviewAction, boolean>(isMessageTicked === undefined ? [] : [['message', isMessageTicked]]);
	const what = meantBy(rows, new Set(before), choices);
	return what.action ?? [...what.ticked].join(' ');
};

describe('a change of ticks', () => {
	it('is that of a file, or of a message', () => {
		assert.equal(meant([one, two], ['one']), 'one two');
		assert.equal(meant([two], ['one', 'two']), 'two');
		assert.equal(meant([one, secret], ['one']), 'one .env');
		assert.equal(meant([one, message], ['one'], false), 'one');
		assert.equal(meant([one], ['one'], true), 'one');
	});

	it('means a row that leads elsewhere where that is alone', () => {
		assert.equal(meant([one, two, message], ['one', 'two']), 'message');
		assert.equal(meant([options], []), 'options');
		assert.equal(meant([one, message, options], ['one'], true), 'options');
	});

	it('is everything at once where several do, and leads nowhere', () => {
		assert.equal(meant([one, two, message, options], ['one']), 'one two');
		assert.equal(meant([one, two, message, options], ['one', 'two']), '');
		assert.equal(meant([one, two, message, options], ['one', 'two'], false), '');
		assert.equal(meant([one, two, message, options], ['one'], true), 'one two');
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
