import assert from 'node:assert/strict';
import { isInNoFile, isLasting, isMade, lastingUri } from '../../../src/attach/plan/made-file.js';

describe('what was made to be sent', () => {
	it('is known again by its source and name, whatever its address', () => {
		assert.equal(lastingUri('cor-made:/1f3a/web/main.patch'), lastingUri('cor-made:/77aa/web/main.patch'));
		assert.notEqual(lastingUri('cor-made:/1f3a/web/a.patch'), lastingUri('cor-made:/1f3a/web/b.patch'));
		assert.notEqual(lastingUri('cor-made:/1f3a/web/a.patch'), lastingUri('cor-made:/1f3a/api/a.patch'));
	});

	it('is not there any more for its address, nor is a document that was never saved', () => {
		const uris = ['cor-made:/1f3a/web/a.patch', 'untitled:Untitled-1', 'file:///a.txt', 'memfs:/untitled:a'];
		assert.deepEqual(uris.map(isLasting), [false, false, true, true]);
	});

	it('is nothing that lies in a file', () => {
		assert.equal(lastingUri('file:///obra/a.patch'), 'file:///obra/a.patch');
		assert.deepEqual([isMade('cor-made:/x/a.patch'), isMade('file:///cor-made:/a')], [true, false]);
	});
});

describe('what is sent', () => {
	const shown = { shownSize: 1, sends: 'shown' } as const;
	const cases = [
		['what was made', { uri: 'cor-made:/x/a.patch' }, true],
		['a document that was never saved', { uri: 'untitled:Untitled-1' }, true],
		["a provider's document", { uri: 'output:tasks', unsaved: shown }, true],
		['a file', { uri: 'file:///a.txt' }, false],
		['a file that is gone, of which the text is there', { uri: 'file:///a.txt', unsaved: shown }, false],
		[
			"a provider's file with changes that are not saved",
			{ uri: 'memfs:/a', unsaved: { ...shown, savedSize: 1 } },
			false,
		],
		["a provider's file", { uri: 'memfs:/a.txt' }, false],
	] as const;
	for (const [what, file, isNowhere] of cases) {
		it(`is known to ${isNowhere ? 'be in no file' : 'have a file of its own'}: ${what}`, () => {
			assert.equal(isInNoFile(file), isNowhere);
		});
	}
});
