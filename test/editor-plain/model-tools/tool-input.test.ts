import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readArguments } from '../../../src/editor/arguments/named-arguments.js';
import { attachInput, listInput } from '../../../src/editor/model-tools/tool-input.js';
import { isId, isText, nearAnything, type Shape } from '../../attach/kit/drawn-values.js';
import { isReadOrRefused, refuse } from '../kit/refused.js';

const nowhere = (): boolean => false;
const readAttach = (value: unknown) => readArguments(attachInput(nowhere), value, refuse);
const readList = (value: unknown) => readArguments(listInput(nowhere), value, refuse);

const attachShape: Shape = { paths: [isText], taskId: isId, fields: {}, 'parentId?': isId, 'message?': isText };

describe('the input of a model', () => {
	it('is read as it is given', () => {
		const paths = ['a.txt', 'b c.txt'];
		assert.deepEqual(readAttach({ paths, task: '#7', options: { account: 'Ana' } }), {
			paths,
			taskId: 7,
			fields: {},
			account: 'Ana',
		});
		assert.deepEqual(readList({ task: 7 }), { task: 7, page: 1 });
		assert.deepEqual(readList({ task: 7, page: 1_000 }), { task: 7, page: 1_000 });
	});

	const paths = ['a.txt'];
	const noPaths = '"paths" must be a list of at least one path, each a non-empty string';
	for (const [input, complaint] of [
		[{ task: 7 }, noPaths],
		[{ paths: 'a.txt', task: 7 }, noPaths],
		[{ paths: [' '], task: 7 }, noPaths],
		[{ paths: ['x'.repeat(4_097)], task: 7 }, noPaths],
		[{ paths: ['a.txt', 7], task: 7 }, noPaths],
		[{ paths: ['a\0b'], task: 7 }, noPaths],
		[{ paths }, 'task must be a number or a text'],
		[{ paths, task: 7, force: true }, '"force" is unknown; there are paths, task, options'],
		[{ paths: Array(21).fill('a'), task: 7 }, '21 paths are more than the user can check: give at most 20 in one call'],
		[{ paths: ['a', 'b'], task: 7, options: { parentId: 1 } }, '"options.parentId" goes with exactly one path'],
		[{ paths, task: 7, options: [] }, 'options must be an object'],
		[
			{ paths, task: 7, options: { message: 'x'.repeat(2_001) } },
			'"options.message" is more than the user can check: give at most 2000 characters',
		],
	] as const) {
		it(`that is to attach is refused with "${complaint}" where it is ${JSON.stringify(input).slice(0, 60)}`, () => {
			assert.throws(() => readAttach(input), { message: complaint });
		});
	}

	it('that is to list is refused where the page is none', () => {
		for (const page of [0, -1, 1.5, 1_001, '1', null]) {
			assert.throws(() => readList({ task: 7, page }), { message: '"page" must be a whole number from 1' });
		}
		assert.throws(() => readList([]), { message: 'it must be an object' });
	});

	it('is, whatever is given, of its type or refused in our own words', () => {
		const right = { paths, task: '#7', options: { parentId: 3 } };
		fc.assert(
			fc.property(nearAnything(right), nearAnything({ task: 7, page: 2 }), (attach, list) => {
				assert.ok(isReadOrRefused(() => readAttach(attach()), attachShape));
				assert.ok(isReadOrRefused(() => readList(list()), { task: isId, page: isId }));
			}),
			{ numRuns: 1_000 },
		);
	});
});
