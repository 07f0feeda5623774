import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { nearAnything } from '../../attach/kit/drawn-values.js';
import { runAccepting } from '../kit/person.js';
import { corExtension, useCor } from '../kit/use-cor.js';
import { fillWorkspace, selectFirstInExplorer, useClosedEditors } from '../kit/workspace.js';

const place = { groupId: 0, editorIndex: 0 };
const run = (command: string, ...args: readonly unknown[]) =>
	vscode.commands.executeCommand(`corAttachments.${command}`, ...args);

/** What menus, keys and other extensions pass that names no file. */
const nameless: Readonly<Record<string, readonly unknown[]>> = {
	'an empty object, as the empty space below several folders': [{}, []],
	null: [null],
	'undefined, as the menu of a tab without a file': [undefined, place],
	'a group and the place of a tab in it': [place],
	'a text': ['/nowhere/a.txt', ['/nowhere/b.txt']],
	'a number': [7, [7]],
	'a list of files in the place of one': [[vscode.Uri.file('/nowhere/a.txt')]],
	'what looks like a URI and is none': [{ scheme: 'file', path: '/nowhere/a.txt', fsPath: '/nowhere/a.txt' }],
};

describe('a way in', () => {
	const cor = useCor();
	useClosedEditors();
	let uris: readonly vscode.Uri[];

	before(() => corExtension().activate()); // until then the editor itself looks into what is passed
	beforeEach(async () => {
		uris = await fillWorkspace(['a.txt', 'b.txt', 'pestaña.txt']);
		await vscode.commands.executeCommand('vscode.open', uris[2]);
		await vscode.env.clipboard.writeText('antes');
	});
	afterEach(() => fillWorkspace([]));

	const names = async (command: string, ...args: readonly unknown[]) =>
		(await runAccepting(`corAttachments.${command}`, ...args))?.outcomes.map(({ name }) => name);

	for (const command of ['attachFromExplorer', 'attach']) {
		it(`attaches what is selected in the explorer where a key passes nothing, and not the active tab: ${command}`, async () => {
			await selectFirstInExplorer(2);
			assert.deepEqual(await names(command), ['a.txt', 'b.txt']);
			assert.equal(await vscode.env.clipboard.readText(), 'antes');
		});
	}

	for (const command of ['attachFromTab', 'attach']) {
		it(`attaches the active tab where a key in an editor passes nothing: ${command}`, async () => {
			await selectFirstInExplorer(2);
			await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
			assert.deepEqual(await names(command), ['pestaña.txt']);
			assert.equal(await vscode.env.clipboard.readText(), 'antes');
		});
	}

	it('attaches what a menu passes: the item and the selection, the tab, the rows of source control', async () => {
		const [a, b] = uris;
		assert.deepEqual(await names('attachFromExplorer', a, [a, b]), ['a.txt', 'b.txt']);
		assert.deepEqual(await names('attachFromTab', b, place), ['b.txt']);
		assert.deepEqual(await names('attachFromScm', { resourceUri: a }, { resourceUri: b }), ['a.txt', 'b.txt']);
	});

	for (const [what, args] of Object.entries(nameless)) {
		it(`says that no file was chosen, and takes no tab for it, where a menu passes ${what}`, async () => {
			for (const command of ['attachFromExplorer', 'attachFromTab', 'attachFromScm']) {
				assert.equal(await run(command, ...args), undefined, command);
			}
			assert.equal(cor.sandbox.requests.length, 0);
		});
	}

	for (const [what, args] of Object.entries(nameless).filter(([, [first]]) => JSON.stringify(first) !== '{}')) {
		it(`asks nobody and takes no tab for it where a program passes ${what}`, async () => {
			const end = await run('attach', ...args).then(undefined, (error: unknown) => error);
			assert.ok(end === undefined || end instanceof TypeError, String(end));
			assert.equal(cor.sandbox.requests.length, 0);
		});
	}

	it('takes nothing that is drawn for the active tab', async () => {
		const drawn = fc.tuple(
			fc.constantFrom('attachFromExplorer', 'attachFromTab', 'attachFromScm'),
			fc.oneof(nearAnything(place), nearAnything({ resourceUri: 1 }), nearAnything([7])),
			fc.array(nearAnything([place]), { maxLength: 2 }),
		);
		await fc.assert(
			fc.asyncProperty(drawn, async ([command, first, others]) => {
				assert.equal(await run(command, first(), ...others.map(made => made())), undefined);
			}),
			{ numRuns: 200 },
		);
		assert.equal(cor.sandbox.requests.length, 0);
	});
});
