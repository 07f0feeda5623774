import assert from 'node:assert/strict';
import { toTreeItem } from '../../../src/editor/view/tree/row-items.js';

const task = { id: 4101, title: 'Diseño de la campaña de invierno' };

describe('a row of something attached from here', () => {
	const itemOf = (uri: string) => {
		const attachedAt = '2026-11-24T12:00:00.000Z';
		const entry = {
			apiUrl: 'https://api.projectcor.com/v1/',
			taskId: task.id,
			uri,
			name: 'Notas.txt',
			size: 7,
			attachedAt,
		};
		return toTreeItem({
			kind: 'past',
			task,
			entry: { ...entry, taskTitle: task.title, attachmentId: 901, rootId: 901 },
			isUnlisted: true,
		});
	};

	it('can be attached again where it lies in a file, and says where', () => {
		const item = itemOf('file:///obra/Notas.txt');
		assert.equal(item.contextValue, 'corPast');
		assert.match(String(item.tooltip), /\/obra\/Notas\.txt$/);
	});

	for (const uri of ['untitled:Untitled-1', 'cor-made:/1f3a/77aa/Notas.txt']) {
		it(`cannot where its address may stand for something else by now: ${uri}`, () => {
			const item = itemOf(uri);
			assert.equal(item.contextValue, 'corPastMade');
			assert.ok(!String(item.tooltip).includes(uri));
		});
	}
});
