import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { attachAsked, attachToTask } from '../../../src/editor/flow/attach-asked.js';
import type { Parts } from '../../../src/editor/flow/parts.js';

const uris = [vscode.Uri.file('/nowhere/a.txt')];

describe('what a crash has left behind', () => {
	const ways: Readonly<Record<string, (parts: Parts) => Promise<unknown>>> = {
		'who also chooses the task': parts => attachAsked(parts, { uris }),
		'to a known task': parts => attachToTask(parts, { id: 4101, title: 'Guion' }, uris),
	};
	for (const [who, attach] of Object.entries(ways)) {
		it(`is removed or offered before anything else is done for a person who attaches, ${who}`, async () => {
			const called: string[] = [];
			const parts = {
				archives: { sweep: async () => void called.push('sweep') },
				unfinished: {
					offer: async () => {
						called.push('offer');
						throw new Error('no further');
					},
				},
			} as unknown as Parts;

			await assert.rejects(attach(parts), /no further/);

			assert.deepEqual(called, ['sweep', 'offer']);
		});
	}
});
