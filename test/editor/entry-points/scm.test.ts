import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandTable } from '../../../src/editor/commands.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import type { AttachmentsView } from '../../../src/editor/view/attachments-view.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { corExtension } from '../kit/use-cor.js';

describe('the menus of Source Control', () => {
	const told = useShownMessages();
	const known = { resourceUri: vscode.Uri.file('/tmp/known.txt') };

	for (const command of ['attachFromScm', 'attachFileChanges', 'attachStagedChanges', 'attachAllChanges']) {
		for (const [rows, which] of [
			[[undefined], 'the clicked row'],
			[[undefined, known], 'the clicked row of several'],
			[[known, undefined], 'another selected row'],
		] as const) {
			it(`ask for another try where the editor no longer knows ${which} (${command})`, async () => {
				const table = commandTable({} as Parts, {} as AttachmentsView, corExtension());

				assert.equal(await table[`corAttachments.${command}`]?.(...rows), undefined);

				assert.deepEqual(
					told.map(({ message }) => message),
					[text('The list was just refreshed. Try again.')],
				);
			});
		}
	}
});
