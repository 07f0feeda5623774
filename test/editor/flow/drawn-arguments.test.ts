import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { readScmChoice } from '../../../src/editor/entry-points/scm.js';
import { readRequest } from '../../../src/editor/flow/attach-request.js';
import { chosenInExplorer, chosenTab } from '../../../src/editor/sources/menus.js';
import { isId, isOf, isText, type Made, nearAnything } from '../../attach/kit/drawn-values.js';

const uris = [vscode.Uri.file('/nowhere/a.txt'), vscode.Uri.parse('untitled:Untitled-1')];
const texts = uris.map(String);
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const isUri = (value: unknown): boolean => value instanceof vscode.Uri;

/** What is a URI by its class alone. */
const liars: readonly Made[] = [
	() => Object.create(vscode.Uri.prototype),
	() => new Proxy(vscode.Uri.file('/nowhere'), { get: () => assert.fail('looked at') }),
	() => new Proxy(vscode.Uri.file('/nowhere'), { get: () => 7 }),
	() => new Proxy({}, { getPrototypeOf: () => assert.fail('looked at') }),
];
const anyLiar = fc.constantFrom(...liars);

function inPlaceOfUri(wrap: (liar: unknown) => unknown): fc.Arbitrary<Made> {
	return anyLiar.map(liar => () => wrap(liar()));
}

describe('whatever a program hands over', () => {
	it('is read as a request of the right type, or refused with a TypeError in our own words', async () => {
		const shape = { 'taskId?': isId, 'uris?': [isUri], fields: {}, 'parentId?': isId, 'account?': isText } as const;
		const request = fc.oneof(
			nearAnything({ taskId: '#4101', uris: texts, options: { account: 'Ana' } }),
			nearAnything({ taskId: 4101, uris: texts.slice(1), options: { parentId: 7 } }),
			inPlaceOfUri(liar => liar),
			inPlaceOfUri(liar => ({ taskId: 4101, uris: [...uris, liar] })),
		);
		await fc.assert(
			fc.asyncProperty(request, async made => {
				try {
					const read = await readRequest(made());
					return read === undefined ? made() === undefined : isOf(shape, read);
				} catch (error) {
					return error instanceof TypeError && /^corAttachments\.attach: (?!Invalid)/.test(error.message);
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is taken for what was clicked and selected in the explorer only where all of it is URIs', () => {
		const selected = fc.oneof(
			nearAnything([]),
			nearAnything(texts),
			inPlaceOfUri(liar => [...uris, liar]),
		);
		fc.assert(
			fc.property(fc.oneof(nearAnything({}), anyLiar), selected, (one, several) =>
				isEmpty(chosenInExplorer([one(), several()])),
			),
			{ numRuns: 1_000 },
		);
		const foreign = fc.oneof(nearAnything(7), nearAnything({ resourceUri: 1 }), anyLiar);
		fc.assert(
			fc.property(foreign, made => isEmpty(chosenInExplorer([uris[0], [...uris, made()]]))),
			{ numRuns: 500 },
		);
	});

	it('is taken for the tab that was clicked only where it is a URI', () => {
		const clicked = fc.oneof(nearAnything({ groupId: 1, editorIndex: 0 }), nearAnything(texts), anyLiar);
		fc.assert(
			fc.property(clicked, made => isEmpty(chosenTab([made(), { groupId: 1, editorIndex: 0 }]).uris)),
			{ numRuns: 500 },
		);
	});

	it('is taken for rows, a group or a repository of source control only where it is one', () => {
		const choice = fc.oneof(
			nearAnything({ resourceUri: 1, decorations: { strikeThrough: true } }),
			nearAnything({ resourceStates: [{ resourceUri: 1 }] }),
			nearAnything({ rootUri: 1 }),
			inPlaceOfUri(resourceUri => ({ resourceUri })),
			inPlaceOfUri(resourceUri => ({ resourceStates: [{ resourceUri: uris[0] }, { resourceUri }] })),
			inPlaceOfUri(rootUri => ({ rootUri })),
		);
		fc.assert(
			fc.property(choice, made => readScmChoice([made()]) === undefined || isOf({ resourceStates: isEmpty }, made())),
			{ numRuns: 1_000 },
		);
	});
});

describe('what is chosen in the explorer', () => {
	const [one, other] = uris;
	const isChosen = (...args: readonly unknown[]) => chosenInExplorer(args).map(String);

	it('is the item and the selection, each once', () => {
		assert.deepEqual(isChosen(one, uris), texts);
		assert.deepEqual(isChosen(other, uris), texts);
		assert.deepEqual(isChosen(one, [other]), texts.toReversed());
	});

	it('is the item where nothing is selected, as in the empty space below a folder', () => {
		for (const selected of [[], undefined, null]) {
			assert.deepEqual(isChosen(one, selected), texts.slice(0, 1));
		}
	});

	it('is nothing in the empty space below several folders, and where nothing is passed', () => {
		for (const args of [[{}, []], [undefined, []], [null, []], [undefined], []]) {
			assert.deepEqual(isChosen(...args), []);
		}
	});
});

describe('what is chosen in a view of source control', () => {
	const [one, other] = uris.map(resourceUri => ({ resourceUri }));
	const gone = { ...other, decorations: { strikeThrough: true } };

	it('is its rows, each file once, without what is no row', () => {
		const { kind, uris: all, present } = asFiles(readScmChoice([one, gone, one, 7, {}]));
		assert.deepEqual([kind, all.map(String), present.map(String)], ['rows', texts, texts.slice(0, 1)]);
	});

	it('is all rows of a group, and where each was deleted all of them', () => {
		const { kind, present } = asFiles(readScmChoice([{ resourceStates: [gone] }]));
		assert.deepEqual([kind, present.map(String)], ['group', texts.slice(1)]);
	});

	it('is a repository by its root', () => {
		const choice = readScmChoice([{ rootUri: uris[0] }]);
		assert.equal(choice?.kind === 'repository' && choice.root.toString(), texts[0]);
	});
});

function asFiles(choice: ReturnType<typeof readScmChoice>) {
	assert.ok(choice && choice.kind !== 'repository');
	return choice;
}
