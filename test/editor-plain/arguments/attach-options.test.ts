import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { origins, statuses } from '../../../src/attach/fields.js';
import { onExistings } from '../../../src/attach/plan/existing.js';
import { attachOptions, taskId } from '../../../src/editor/arguments/attach-options.js';
import { readArguments } from '../../../src/editor/arguments/named-arguments.js';
import { isId, isOneOf, isText, nearAnything, type Shape } from '../../attach/kit/drawn-values.js';
import { isReadOrRefused, refuse } from '../kit/refused.js';

const readOptions = (value: unknown) => readArguments(attachOptions, value, refuse);
const readTask = (value: unknown) =>
	readArguments(
		taskId('task', ({ hostname }) => hostname === 'agencia.cor.works'),
		value,
		refuse,
	);

const right = { available: false, status: 'pending', createdFrom: 'rework', sessionToken: 's', account: 'Ana' };
const fieldShape: Shape = {
	'available?': isOneOf(true, false),
	'status?': isOneOf(...statuses),
	'createdFrom?': isOneOf(...origins),
	'sessionToken?': isText,
};
const shape: Shape = {
	fields: fieldShape,
	'account?': isText,
	'parentId?': isId,
	'onExisting?': isOneOf(...onExistings),
	'message?': isText,
};

describe('the options of a program', () => {
	it('are read as they are given, the fields of the upload by themselves', () => {
		const { account, ...fields } = right;
		assert.deepEqual(readOptions({ ...right, parentId: 7 }), { fields, account, parentId: 7 });
		assert.deepEqual(readOptions({ onExisting: 'skip' }), { fields: {}, onExisting: 'skip' });
	});

	it('may be undefined, which is as good as left out', () => {
		const nothing = { status: undefined, account: undefined, parentId: undefined, onExisting: undefined };
		assert.deepEqual(readOptions(nothing), { fields: {} });
	});

	it('may be null where COR’s own default is: no status, no session token, no parent', () => {
		const nothing = { status: null, sessionToken: null, parentId: null };
		assert.deepEqual(readOptions({ ...nothing, onExisting: 'skip' }), { fields: {}, onExisting: 'skip' });
	});

	it('say what is said with the files, as it is sent; nothing but spaces says nothing', () => {
		assert.deepEqual(readOptions({ message: ' aquí va\r\nla v2 ' }), { fields: {}, message: 'aquí va\nla v2' });
		for (const message of ['', ' \n', null, undefined]) {
			assert.deepEqual(readOptions({ message }), { fields: {} });
		}
	});

	for (const [options, complaint] of [
		[{ message: 7 }, 'options.message must be a text of at most 20000 characters'],
		[{ message: 'x'.repeat(20_001) }, 'options.message must be a text of at most 20000 characters'],
		[{ available: null }, 'options.available must be true or false'],
		[{ createdFrom: null }, 'options.createdFrom must be one of task_panel, rework, feedback'],
		[{ account: null }, 'options.account must be the label, the mail address or the number of an account, as a text'],
		[null, 'options must be an object'],
		[[], 'options must be an object'],
		['x', 'options must be an object'],
		[{ visible: true }, 'unknown option "visible"'],
		[JSON.parse('{"__proto__":1}'), 'unknown option "__proto__"'],
		[{ constructor: 1 }, 'unknown option "constructor"'],
		[{ available: 'false' }, 'options.available must be true or false'],
		[{ status: 'done' }, 'options.status must be one of approved, pending, required'],
		[{ createdFrom: 1 }, 'options.createdFrom must be one of task_panel, rework, feedback'],
		[{ sessionToken: '' }, 'options.sessionToken must be a text'],
		[{ sessionToken: 7 }, 'options.sessionToken must be a text'],
		[{ account: ' ' }, 'options.account must be the label, the mail address or the number of an account, as a text'],
		[{ account: 501 }, 'options.account must be the label, the mail address or the number of an account, as a text'],
		...['7', 0, -1, 1.5, 2 ** 53, 7n].map(
			parentId => [{ parentId }, 'options.parentId must be a positive whole number'] as const,
		),
		[{ onExisting: 'replace' }, `options.onExisting must be one of ${onExistings.join(', ')}`],
		[{ parentId: 7, onExisting: 'skip' }, 'options.onExisting does not go with options.parentId'],
		[
			{
				get account() {
					throw new Error('looked at');
				},
			},
			'it cannot be read',
		],
	] as const) {
		it(`are refused with "${complaint}" where they are ${inspect(options)}`, () => {
			assert.throws(() => readOptions(options), { message: complaint });
		});
	}

	it('are, whatever is given, of their type or refused in our own words', () => {
		fc.assert(
			fc.property(
				fc.oneof(nearAnything(right), nearAnything({ parentId: 7 }), nearAnything({ onExisting: 'skip' })),
				made => isReadOrRefused(() => readOptions(made()), shape),
			),
			{ numRuns: 2_000 },
		);
	});
});

describe('the task of a program', () => {
	it('is named as a person may name it', () => {
		for (const task of [4101, '4101', ' #4101 ', 'https://agencia.cor.works/tasks/4101']) {
			assert.equal(readTask(task), 4101);
		}
	});

	it('is refused with what it must be', () => {
		for (const task of [null, undefined, true, {}, [4101], 4101n, Symbol('4101'), Number.NaN]) {
			assert.throws(() => readTask(task), { message: 'task must be a number or a text' });
		}
		for (const task of [0, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY, '', 'x', 'https://a.example/tasks/4101']) {
			assert.throws(() => readTask(task), {
				message: "task must be a positive whole number, '#number' or the address of a task",
			});
		}
	});

	it('is, whatever is given, a number or refused in our own words', () => {
		fc.assert(
			fc.property(fc.oneof(nearAnything(4101), nearAnything('#4101')), made =>
				isReadOrRefused(() => readTask(made()), isId),
			),
			{ numRuns: 1_000 },
		);
	});
});
