import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { writeMessage } from '../../../src/editor/task-message/write-message.js';
import { text } from '../kit/text.js';

describe('the box for a message', () => {
	const { createInputBox } = vscode.window;
	afterEach(() => void Object.assign(vscode.window, { createInputBox }));

	/** The box as the editor has it, in which somebody writes and presses Enter, or goes away where they write nothing. */
	const withBox = (written: (value: string) => string | undefined) => {
		const box = createInputBox();
		const changed = new vscode.EventEmitter<string>();
		const accepted = new vscode.EventEmitter<void>();
		Object.defineProperties(box, {
			onDidChangeValue: { value: changed.event },
			onDidAccept: { value: accepted.event },
			show: {
				value: () => {
					const value = written(box.value);
					if (value === undefined) {
						box.hide();
						return;
					}
					box.value = value;
					changed.fire(value);
					accepted.fire();
				},
			},
		});
		Object.assign(vscode.window, { createInputBox: () => box });
		return box;
	};

	it('gives what was written, tidy', async () => {
		withBox(value => `${value} y tres\u200f \ud83d`);

		const kept: string[] = [];
		const written = await writeMessage('uno dos', 'tarea', typed => kept.push(typed));

		assert.deepEqual(written, { text: 'uno dos y tres  \ufffd', inEditor: false });
		assert.deepEqual(kept, ['uno dos y tres\u200f \ud83d']);
	});

	it('says that a message is too long, and does not take it', async () => {
		const box = withBox(() => 'x'.repeat(20_001));
		const writing = writeMessage('', 'tarea', () => {});

		assert.equal(
			box.validationMessage,
			text('A message can have at most {0} characters. Attach a longer text as a file.', '20,000'),
		);
		await assertPending(writing);
		box.dispose();
	});
});

async function assertPending(work: Promise<unknown>): Promise<void> {
	assert.equal(await Promise.race([work, new Promise(resolve => setImmediate(resolve, 'pending'))]), 'pending');
}
