import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import { asConfirmed, asVersion, type Candidate, planFiles, totalBytes } from '../../../src/attach/plan/plan.js';

const candidate = (relativePath: string, size = 1): Candidate => ({
	uri: `file:///w/${relativePath}`,
	relativePath,
	size,
});

describe('the plan of a batch', () => {
	it('has each file once, in the order in which it was first named', () => {
		const files = planFiles([candidate('b/x.txt'), candidate('a.txt'), candidate('b/x.txt')]);

		assert.deepEqual(
			files.map(({ uri, name }) => [uri, name]),
			[
				['file:///w/b/x.txt', 'x.txt'],
				['file:///w/a.txt', 'a.txt'],
			],
		);
	});

	it('gives names that are unique, and keeps what was known of each file', () => {
		const problem = new CorError('file-missing', 'gone');
		const files = planFiles([{ ...candidate('a/x.txt', 7), problem }, candidate('b/x.txt', 8)]);

		assert.deepEqual(files, [
			{ uri: 'file:///w/a/x.txt', relativePath: 'a/x.txt', size: 7, problem, name: 'a__x.txt' },
			{ uri: 'file:///w/b/x.txt', relativePath: 'b/x.txt', size: 8, name: 'b__x.txt' },
		]);
	});

	it('counts bytes', () => {
		assert.equal(totalBytes([candidate('a', 3), candidate('b', 4)]), 7);
		assert.equal(totalBytes([]), 0);
	});

	it('has files that are new versions of what was given, if anything was', () => {
		const files = planFiles([candidate('a.txt'), candidate('b.txt')]);

		assert.deepEqual(
			asVersion(files, 900),
			files.map(file => ({ ...file, parentId: 900 })),
		);
		assert.equal(asVersion(files, undefined), files);
	});

	it('has each file as what it was confirmed, where somebody did', () => {
		const [one, other] = planFiles([candidate('a.txt'), candidate('b.txt')]);
		assert.ok(one && other);
		const confirmed = { size: 1, mtimeMs: 7, sha256: 'ab' };

		assert.deepEqual(asConfirmed([one, other], new Map([[one.uri, confirmed]])), [{ ...one, confirmed }, other]);
		assert.deepEqual(asConfirmed([one, other], undefined), [one, other]);
	});
});
