import assert from 'node:assert/strict';
import fc from 'fast-check';
import { forTask } from '../../../src/editor/arguments/for-task.js';
import { readArguments } from '../../../src/editor/arguments/named-arguments.js';
import { isId, isText, nearAnything } from '../../attach/kit/drawn-values.js';
import { isReadOrRefused, refuse } from '../kit/refused.js';

const read = (value: unknown) =>
	readArguments(
		forTask(() => false),
		value,
		refuse,
	);

describe('the args of an input of tasks.json', () => {
	it('are read as they are given, one glob as a list of one', () => {
		assert.deepEqual(read({ globs: 'dist/*.zip' }), { globs: ['dist/*.zip'], fields: {} });
		assert.deepEqual(read({ task: '#7', globs: ['a', 'b'], options: { available: false } }), {
			taskId: 7,
			globs: ['a', 'b'],
			fields: { available: false },
		});
	});

	for (const [args, complaint] of [
		[undefined, 'args must be an object'],
		[['a'], 'args must be an object'],
		[{}, 'globs must be a glob, or a list of globs'],
		[{ globs: '' }, 'globs must be a glob, or a list of globs'],
		[{ globs: [] }, 'globs must be a glob, or a list of globs'],
		[{ globs: ['a', ''] }, 'globs must be a glob, or a list of globs'],
		[{ globs: ['a', 7] }, 'globs must be a glob, or a list of globs'],
		[{ globs: 'a', task: {} }, 'task must be a number or a text'],
		[{ globs: 'a', files: [] }, 'unknown argument "files"'],
		[{ globs: 'a', options: { parentId: 7 } }, 'options.parentId does not go with globs'],
	] as const) {
		it(`are refused with "${complaint}" where they are ${JSON.stringify(args)}`, () => {
			assert.throws(() => read(args), { message: complaint });
		});
	}

	it('are, whatever is given, of their type or refused in our own words', () => {
		const right = { task: '#7', globs: ['a', 'b'], options: { account: 'Ana' } };
		fc.assert(
			fc.property(nearAnything(right), made =>
				isReadOrRefused(() => read(made()), { globs: [isText], fields: {}, 'taskId?': isId, 'account?': isText }),
			),
			{ numRuns: 1_000 },
		);
	});
});
