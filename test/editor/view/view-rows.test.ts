import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Parts } from '../../../src/editor/flow/parts.js';
import type { AttachmentsView } from '../../../src/editor/view/attachments-view.js';
import { viewCommands } from '../../../src/editor/view/view-commands.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { corExtension, useCor } from '../kit/use-cor.js';

const task = { id: 4101, title: 'Diseño de la campaña de invierno' };
const listed = { id: 90_001, name: 'logo.png', url: 'https://agencia.cor.works/logo.png' };

describe('a command of a row of the view', () => {
	const cor = useCor();
	const told = useShownMessages();
	before(() => corExtension().activate());

	/** Objects of the form of the view's rows, as another extension, a keybinding or tasks.json can make them. */
	async function forged(): Promise<readonly unknown[]> {
		const uri = (await cor.write('.env', 'A=1')).toString();
		const entry = {
			apiUrl: cor.sandbox.apiUrl,
			taskId: task.id,
			taskTitle: task.title,
			uri,
			name: '.env',
			attachedAt: new Date().toISOString(),
			rootId: listed.id,
		};
		return [
			{ kind: 'past', task, entry, isUnlisted: true },
			{ kind: 'attachment', task, listed, entry },
			{ kind: 'version', task, listed, version: listed },
			{ kind: 'task', task, section: 'recent', isPinned: false, opened: 0 },
			{ kind: 'more', of: task.id },
			{ $treeViewId: 'corAttachments.view', $treeItemHandle: '0/0:x' },
			Object.create({ kind: 'past', entry }),
			[{ kind: 'past', entry }],
			'past',
			null,
			undefined,
		];
	}

	const commands = [
		'copyLink',
		'copyMarkdown',
		'pinTask',
		'unpinTask',
		'openTask',
		'attachFilesToTask',
		'showMoreAttachments',
		'refreshTask',
		'pasteScreenshot',
		'openAttachment',
		'openInEditor',
		'saveAttachment',
		'compareLocal',
		'compareVersions',
		'revealFile',
		'attachAgain',
		'attachVersion',
		'deleteAttachment',
	];

	for (const command of commands) {
		it(`does nothing with what the view did not give out: ${command}`, async () => {
			await vscode.env.clipboard.writeText('as it was');
			for (const row of await forged()) {
				assert.equal(await vscode.commands.executeCommand(`corAttachments.${command}`, row, [row]), undefined);
			}
			assert.equal(await vscode.env.clipboard.readText(), 'as it was');
			assert.deepEqual(cor.sandbox.requests, []);
		});
	}

	it('asks for another try where the editor no longer knows the row that was clicked', () => {
		const view = { gave: () => true } as unknown as AttachmentsView;
		const copyLink = viewCommands({} as Parts, view)['corAttachments.copyLink'];
		copyLink?.(undefined, [undefined]);
		assert.deepEqual(
			told.map(({ message }) => message),
			[text('The list was just refreshed. Try again.')],
		);
	});

	it('attaches again once for a double click: COR lists no file yet that is being sent', async () => {
		const never = new Promise(() => {});
		const parts = { archives: { sweep: () => never }, unfinished: { offer: () => never } } as unknown as Parts;
		const attachAgain = viewCommands(parts, { gave: () => true } as unknown as AttachmentsView)[
			'corAttachments.attachAgain'
		];
		const row = { kind: 'past', task, entry: { uri: (await cor.write('a.txt', 'a')).toString() } };

		void attachAgain?.(row);
		assert.deepEqual(told, []);
		await attachAgain?.(row);
		assert.deepEqual(
			told.map(({ message }) => message),
			[text('This file is already being attached.')],
		);
	});

	it('is one of those that this suite tries, each command of the manifest', () => {
		const { menus } = corExtension().packageJSON.contributes as {
			readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
		};
		const ofRows = (menus['view/item/context'] ?? []).map(({ command }) => command.replace('corAttachments.', ''));

		const ofMenu = commands.filter(command => command !== 'showMoreAttachments'); // that row is itself a button
		assert.deepEqual([...new Set(ofRows)].toSorted(), ofMenu.toSorted());
	});
});
