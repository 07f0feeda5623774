import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureKinds } from '../../../src/attach/errors.js';
import { origins, statuses } from '../../../src/attach/fields.js';
import {
	batchLine,
	entryLine,
	type JournalEntry,
	type JournaledBatch,
	readBatch,
	readEntry,
} from '../../../src/attach/journal/journal-lines.js';
import { isAmount, isId, isNumber, isOf, isOneOf, isText, nearJson, type Shape } from '../kit/drawn-values.js';

const batch: JournaledBatch = {
	id: 'b1',
	createdAt: '2026-11-24T03:00:00.000Z',
	apiUrl: 'https://api.example/v1',
	account: 'Lucía',
	task: { id: 4101, title: 'Diseño' },
	fields: { available: false, status: 'approved', createdFrom: 'rework', sessionToken: 's' },
	files: [
		{ uri: 'file:///w/a', name: 'a', relativePath: 'w/a', size: 0, mtimeMs: 1.5, parentId: 90, isUnsaved: true },
		{ uri: 'file:///w/b', name: 'b', relativePath: 'w/b', size: 3 },
	],
};
const line: object = JSON.parse(batchLine(batch));
const entries: readonly JournalEntry[] = [
	{ kind: 'began', baseline: { ids: new Set([70, 71]), currentVersions: { 12: 15 } }, userId: 3 },
	{ kind: 'taken-up' },
	{ kind: 'planned', fields: { available: true }, files: [{ file: 1, parentId: 90 }, { file: 0 }] },
	{ kind: 'sending', file: 1, size: 5, at: 1_790_000_000_000 },
	{ kind: 'ended', file: 1, end: { status: 'attached', attachmentId: 71 } },
	{ kind: 'ended', file: 0, end: { status: 'failed', kind: 'server', httpStatus: 500 } },
	{ kind: 'let-go', file: 0 },
];

const missing = undefined;
const noText = [missing, null, 7, true, [], {}];
const noId = [missing, null, 0, -1, 1.5, 2 ** 53, '7', [7], {}];
const noAmount = [missing, null, -1, 1.5, 2 ** 53, '7', [], {}];
const noObject = [missing, null, 7, 'x', [], [7]];
/** The same where nothing may stand there. */
const orNothing = (wrong: readonly unknown[]) => wrong.filter(value => value !== missing);

/** Of each place in a batch's line what it can't be. */
const wrongInBatch: Readonly<Record<string, readonly unknown[]>> = {
	version: [missing, null, 0, '1', true, {}],
	id: noText,
	createdAt: [...noText, '', 'yesterday', '2026-13-40T00:00:00.000Z'],
	apiUrl: noText,
	account: orNothing(noText),
	task: noObject,
	'task.id': noId,
	'task.title': noText,
	fields: noObject,
	'fields.available': [null, 'false', 0, {}],
	'fields.status': [null, 'done', 0, ['approved'], 'toString'],
	'fields.createdFrom': [null, 'editor', 0, ['rework'], 'toString'],
	'fields.sessionToken': orNothing(noText),
	'fields.visible': [true],
	files: [missing, null, 7, 'x', {}],
	'files.0': noObject.filter(value => value !== missing),
	'files.0.uri': noText,
	'files.0.name': noText,
	'files.0.relativePath': noText,
	'files.0.size': noAmount,
	'files.0.mtimeMs': [null, '1', true, {}],
	'files.0.parentId': orNothing(noId),
	'files.0.isUnsaved': [null, false, 1, 'true'],
};

/** Of each place in a line of a kind what it can't be. */
const wrongInEntry: Readonly<Record<JournalEntry['kind'], Readonly<Record<string, readonly unknown[]>>>> = {
	began: {
		kind: [missing, null, 'begun', 'toString', 7],
		baseline: noObject,
		'baseline.ids': [missing, null, 7, {}, [0], ['7'], [null]],
		'baseline.currentVersions': noObject,
		'baseline.currentVersions.12': orNothing(noId),
		userId: orNothing(noId),
	},
	'taken-up': { kind: [missing, null, 'taken', ['taken-up']] },
	planned: {
		kind: [missing, 'plan'],
		fields: noObject,
		'fields.available': [null, 'false', 0, {}],
		files: [missing, null, 7, 'x', {}],
		'files.0': noObject.filter(value => value !== missing),
		'files.0.file': [...noAmount, 2, '__proto__'],
		'files.0.parentId': orNothing(noId),
	},
	sending: {
		kind: [missing, 'sent'],
		file: [...noAmount, 2, '__proto__'],
		size: noAmount,
		at: [missing, null, -1, '7', true, [], {}],
	},
	ended: {
		kind: [missing, 'ends'],
		file: [...noAmount, 2, '__proto__'],
		end: noObject,
		'end.status': [...noText, 'gone', 'toString'],
		'end.attachmentId': orNothing(noId),
		'end.kind': [...orNothing(noText), 'constructor'],
		'end.httpStatus': orNothing(noAmount),
	},
	'let-go': { kind: [missing, 'lets-go'], file: [...noAmount, 2] },
};

const fieldsShape: Shape = {
	'available?': isOneOf(true, false),
	'status?': isOneOf(...statuses),
	'createdFrom?': isOneOf(...origins),
	'sessionToken?': isText,
};
const batchShape: Shape = {
	id: isText,
	createdAt: value => typeof value === 'string' && new Date(value).getTime() <= 8.64e15,
	apiUrl: isText,
	'account?': isText,
	task: { id: isId, title: isText },
	fields: fieldsShape,
	files: [
		{
			uri: isText,
			name: isText,
			relativePath: isText,
			size: isAmount,
			'mtimeMs?': isNumber,
			'parentId?': isId,
			'isUnsaved?': isOneOf(true),
		},
	],
};
const isPlace = isOneOf(0, 1);
const versions = (value: unknown): boolean => isOf({}, value) && Object.values(Object(value)).every(isId);
const isBaseline = (value: unknown): boolean => {
	const { ids, currentVersions } = Object(value);
	return ids instanceof Set && [...ids].every(isId) && versions(currentVersions);
};
const entryShapes: Readonly<Record<string, Shape>> = {
	began: { baseline: isBaseline, 'userId?': isId },
	'taken-up': {},
	planned: { fields: fieldsShape, files: [{ file: isPlace, 'parentId?': isId }] },
	sending: { file: isPlace, size: isAmount, at: isNumber },
	ended: {
		file: isPlace,
		end: {
			status: isOneOf('attached', 'failed', 'unknown', 'cancelled', 'skipped'),
			'attachmentId?': isId,
			'kind?': isOneOf(...failureKinds),
			'httpStatus?': isAmount,
		},
	},
	'let-go': { file: isPlace },
};

describe('a line of a journal', () => {
	it('is read as it was written', () => {
		assert.deepEqual(readBatch(batchLine(batch)), batch);
		assert.deepEqual(
			entries.map(entry => readEntry(entryLine(entry), 2)),
			entries,
		);
	});

	it('is read without what may be missing', () => {
		const { account: _, ...least } = { ...batch, fields: {}, files: [] };
		assert.deepEqual(readBatch(batchLine(least)), least);
		const began: JournalEntry = { kind: 'began', baseline: { ids: new Set(), currentVersions: {} } };
		assert.deepEqual(readEntry(entryLine(began), 0), began);
	});

	it('is a batch of version 4, and of a newer version above that', () => {
		const of = (version: number) => readBatch(JSON.stringify({ ...line, version }));
		assert.deepEqual([3, 4, 5, 99].map(of), [undefined, batch, 'newer', 'newer']);
	});

	for (const [place, values] of Object.entries(wrongInBatch)) {
		it(`is no batch where ${place} is of another type`, () => {
			for (const value of values) {
				assert.equal(readBatch(JSON.stringify(changedAt(line, place, value))), undefined, JSON.stringify(value));
			}
		});
	}

	for (const entry of entries) {
		for (const [place, values] of Object.entries(wrongInEntry[entry.kind])) {
			it(`is no entry where ${place} of ${JSON.stringify(entry)} is of another type`, () => {
				for (const value of values) {
					const wrong = JSON.stringify(changedAt(JSON.parse(entryLine(entry)), place, value));
					assert.equal(readEntry(wrong, 2), undefined, wrong);
				}
			});
		}
	}

	it('is, whatever stands there, a batch or an entry of its type, of a newer version, or none', () => {
		const anyBatch = nearJson(line).map(value => JSON.stringify(value));
		const anyEntry = fc
			.oneof(...entries.map(entry => nearJson(JSON.parse(entryLine(entry)))))
			.map(value => JSON.stringify(value));
		fc.assert(
			fc.property(fc.oneof(anyBatch, anyEntry, fc.string()), text => {
				const read = readBatch(text);
				assert.ok(read === undefined || read === 'newer' || isOf(batchShape, read), text);
				const entry = readEntry(text, 2);
				assert.ok(!entry || isOf(entryShapes[entry.kind] ?? {}, entry), text);
			}),
			{ numRuns: 2_000 },
		);
	});
});

/** The same as JSON has it, with another value at a place; with `undefined` the place is gone. */
function changedAt(value: object, place: string, other: unknown): unknown {
	const copy = structuredClone(value);
	const names = place.split('.');
	const holder = names.slice(0, -1).reduce<object>((part, name) => Reflect.get(part, name), copy);
	Reflect.set(holder, names.at(-1) ?? '', other);
	return copy;
}
