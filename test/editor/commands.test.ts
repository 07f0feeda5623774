import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { CorError } from '../../src/attach/errors.js';
import { commandRunner } from '../../src/editor/commands.js';
import type { Parts } from '../../src/editor/flow/parts.js';
import type { AttachmentsView } from '../../src/editor/view/attachments-view.js';
import { useShownMessages } from './kit/person.js';
import { text } from './kit/text.js';

describe('a command that fails', () => {
	const shown = useShownMessages(() => new Promise(() => {}));

	it('ends for a program that waits for it, whether or not somebody closes what is told of it', async () => {
		const parts = { log: { error: () => undefined } } as unknown as Parts;
		const refresh = () => Promise.reject(new CorError('no-credential', 'nobody is signed in'));
		const view = { refresh } as unknown as AttachmentsView;
		const run = commandRunner(parts, view, {} as vscode.Extension<unknown>);

		assert.equal(await run('corAttachments.refreshView', []), undefined);

		assert.deepEqual(
			shown.map(({ message }) => message),
			[text("You're not signed in to COR.")],
		);
	});
});
